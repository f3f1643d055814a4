// Editors into which a letter is pasted, for real: what each keeps of its words, lines, gaps, size, bold and language, as docs/elsewhere.md says. In the nightly run only.
import { before, test } from "node:test";
import { join } from "node:path";
import { build } from "esbuild";
import { fill, journey, words } from "./content.mjs";
import { describeEachBrowser, nightly, waitFor } from "./harness.mjs";
import { holdTable } from "./elsewhere.mjs";
import { checkLetter, details, fillIn, preview, status, toLetter } from "./staff.mjs";

const { letter: text, check } = words;

/** How a page starts each, in the element `place`, with what it would have for letters. */
const editors = {
  "an element that can be edited": 'place.contentEditable = "true";',
  "TinyMCE 8.9.2": `
    import tinymce from "tinymce";
    import "tinymce/models/dom"; import "tinymce/themes/silver"; import "tinymce/icons/default";
    tinymce.init({ target: place, inline: true, license_key: "gpl", skin: false, content_css: false, plugins: [] });`,
  "CKEditor 48.5.2": `
    import { ClassicEditor, Essentials, Paragraph, Bold } from "ckeditor5";
    import "ckeditor5/ckeditor5.css";
    ClassicEditor.create(place, { licenseKey: "GPL", plugins: [Essentials, Paragraph, Bold] });`,
  "CKEditor 48.5.2, all sizes": `
    import { ClassicEditor, Essentials, Paragraph, Bold, Font } from "ckeditor5";
    import "ckeditor5/ckeditor5.css";
    ClassicEditor.create(place, { licenseKey: "GPL", plugins: [Essentials, Paragraph, Bold, Font],
      fontSize: { options: ["default"], supportAllValues: true } });`,
  "Quill 2.0.3": `
    import Quill from "quill"; import "quill/dist/quill.snow.css";
    new Quill(place, { theme: "snow" });`,
  "Trix 2.1.19": `
    import "trix"; import "trix/dist/trix.css";
    place.append(document.createElement("trix-editor"));`,
  "Jodit 4.15.13, “Keep”": `
    import { Jodit } from "jodit"; import "jodit/es2021/jodit.min.css";
    Jodit.make(place, { askBeforePasteHTML: false, askBeforePasteFromWord: false, defaultActionOnPaste: "insert_as_html" });`,
  "Summernote 0.9.1": `
    window.jQuery = window.$ = require("jquery");
    require("summernote/dist/summernote-lite.js"); require("summernote/dist/summernote-lite.css");
    window.$(place).summernote();`,
  "ProseMirror 1.44.0": `
    import { EditorState } from "prosemirror-state"; import { EditorView } from "prosemirror-view";
    import { schema } from "prosemirror-schema-basic"; import { keymap } from "prosemirror-keymap";
    import { baseKeymap } from "prosemirror-commands"; import "prosemirror-view/style/prosemirror.css";
    new EditorView(place, { state: EditorState.create({ schema, plugins: [keymap(baseKeymap)] }) });`,
  "Lexical 0.52.0": `
    import { createEditor } from "lexical"; import { registerRichText } from "@lexical/rich-text";
    const editor = createEditor({ onError(error) { throw error; } });
    place.contentEditable = "true"; editor.setRootElement(place); registerRichText(editor);`,
  "Slate 0.146.0": `
    import { createElement, useState } from "react"; import { createRoot } from "react-dom/client";
    import { createEditor } from "slate"; import { Slate, Editable, withReact } from "slate-react";
    const start = [{ type: "paragraph", children: [{ text: "" }] }];
    function Editor() {
      const [editor] = useState(() => withReact(createEditor()));
      return createElement(Slate, { editor, initialValue: start }, createElement(Editable));
    }
    createRoot(place).render(createElement(Editor));`,
};

const resolveDir = join(import.meta.dirname, "../outside");

/** A page with one of them. */
async function pageWith(script) {
  const { outputFiles } = await build({
    stdin: { contents: `const place = document.getElementById("place");\n${script}`, resolveDir },
    bundle: true,
    write: false,
    outdir: "made",
    minify: true,
    define: { "process.env.NODE_ENV": '"production"' },
    loader: { ".ttf": "empty", ".woff": "empty", ".woff2": "empty", ".eot": "empty" },
    logLevel: "error",
  });
  const of = (ending) => outputFiles.find((file) => file.path.endsWith(ending))?.text ?? "";
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>An editor</title><link rel="icon" href="data:,">
    <style>${of(".css")}</style></head><body><div id="place"></div><script>${of(".js")}</script></body></html>`;
}

const pages = {};
const address = (name) => `/${Object.keys(editors).indexOf(name)}.html`;

/** What an editor shows of these blocks of a letter, in the page. */
function look(editor, blocks) {
  const flat = (words) => words.replace(/\s+/g, " ").trim();
  const texts = [];
  const walker = document.createTreeWalker(editor, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) if (walker.currentNode.data.trim()) texts.push(walker.currentNode);
  const style = (node) => getComputedStyle(node.parentElement);
  const isBold = (node) => Number(style(node).fontWeight) >= 600;
  const top = (words) => {
    const node = texts.find((it) => flat(it.data).startsWith(flat(words).slice(0, 20)));
    if (!node) return undefined;
    const range = document.createRange();
    range.selectNodeContents(node);
    return range.getClientRects()[0].top;
  };
  const sizes = texts.map((node) => Number.parseFloat(style(node).fontSize) * 0.75);
  const lines = blocks.map((block) => block.text.split("\n"));
  const several = lines.findIndex((block) => block.length > 2);
  const [first, second] = lines[several].map(top);
  const line = second - first;
  const [end, next] = [lines[several].at(-1), lines[several + 1][0]].map(top);
  const bold = flat(
    texts
      .filter(isBold)
      .map((node) => node.data)
      .join(" "),
  );
  return {
    words: flat(editor.innerText) === flat(blocks.map((block) => block.text).join(" ")),
    lines: line > 5,
    apart: next - end > line + 3,
    bold: bold === flat(blocks.flatMap((block) => block.bold).join(" ")),
    allBold: texts.every(isBold),
    points: Math.round(Math.min(...sizes) * 100) / 100,
    language: texts.every((node) => {
      const named = node.parentElement.closest("[lang]");
      return editor.contains(named) && named.lang === "en-GB";
    }),
  };
}

if (nightly)
  describeEachBrowser(
    "a letter pasted into",
    (session) => {
      before(async () => {
        for (const [name, script] of Object.entries(editors))
          pages[address(name)] = await pageWith(script);
      });

      /** Pastes what was copied into each, and looks. */
      async function pasted(blocks) {
        const found = {};
        for (const name of Object.keys(editors)) {
          const page = await session.browser.newPage();
          await page.goto(new URL(address(name), session.server.origin).href);
          await session.pasteInto(page, "[contenteditable]:not([contenteditable=false])");
          const end = blocks.at(-1).text.split("\n").at(-1);
          const editor = await page.$("[contenteditable]:not([contenteditable=false])");
          await waitFor(
            () => editor.evaluate((it, words) => it.innerText.includes(words), end),
            `${name} to show “${end}”`,
          );
          found[name] = await editor.evaluate(look, blocks);
          await page.close();
        }
        return found;
      }

      test("eleven editors is kept as docs/elsewhere.md says", async () => {
        const widget = await session.open("/");
        await toLetter(widget, journey("intending-no-room").answers);
        await fillIn(widget, details);
        await widget.choose(fill(text["size-points"], { points: "18" }));
        const blocks = await preview(widget);
        const copy = async () => {
          await widget.page.bringToFront();
          await checkLetter(widget);
          await widget.press(check.copy);
          await status(widget, /\S/);
        };
        await copy();
        const usual = await pasted(blocks);
        await widget.page.bringToFront();
        await widget.follow(words.common.back);
        await widget.at(text.heading);
        await widget.choose(text.bold);
        await copy();
        const bold = await pasted(blocks);
        const yes = (it) => (it ? "yes" : "**no**");
        const rows = Object.entries(usual).map(([name, it]) => [
          name,
          yes(it.words && bold[name].words),
          yes(it.lines),
          yes(it.apart),
          it.points === 18 ? "18" : `**${it.points}**`,
          yes(it.bold),
          yes(bold[name].allBold),
          yes(it.language),
        ]);
        const head = ["editor", "words", "lines of an address", "paragraphs apart"];
        const more = ["points, of 18", "bold words", "everything bold", "language"];
        await holdTable(`pasted, ${session.name}`, [[...head, ...more], ...rows]);
      });
    },
    { pages },
  );
