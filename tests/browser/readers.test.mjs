// Programs that read the Word file, for real: what each keeps of its words, lines, bold, title and page numbers, as docs/elsewhere.md says. In the nightly run only.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { promisify } from "node:util";
import { flat, journey, words } from "./content.mjs";
import { holdTable, importOutside, outside } from "./elsewhere.mjs";
import { describeEachBrowser, nightly, readPdf, readWord } from "./harness.mjs";
import { checkLetter, details, fillIn, preview, toLetter } from "./staff.mjs";
import { without } from "./xtask.mjs";

const call = promisify(execFile);
const scratch = await mkdtemp(join(tmpdir(), "guidance-readers-"));
after(() => rm(scratch, { recursive: true, force: true }));

/** For programs that keep settings. */
const env = { ...process.env, HOME: scratch };

/** What a printed letter says: text, what is bold, its title. */
function fromPdf(pdf) {
  const runs = pdf.pages.flatMap((page) => page.runs);
  return {
    text: pdf.text,
    bold: runs.filter((run) => /bold/i.test(run.font)).map((run) => run.text),
    title: pdf.title,
  };
}

/** The same of a web page. */
async function fromHtml(page, html) {
  await page.setContent(html);
  return page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const bold = [];
    while (walker.nextNode()) {
      const { parentElement, data } = walker.currentNode;
      if (Number(getComputedStyle(parentElement).fontWeight) >= 600) bold.push(data);
    }
    return { text: document.body.innerText, bold, title: document.title };
  });
}

const python = `
import json, sys
from docx import Document
letter = Document(sys.argv[1])
def inherited(run, block):
    style = block.style
    while style is not None and style.font.bold is None:
        style = style.base_style
    return run.bold if run.bold is not None else style is not None and style.font.bold
bold = [run.text for block in letter.paragraphs for run in block.runs if inherited(run, block)]
print(json.dumps({
    "text": "\\n".join(block.text for section in letter.sections for block in
        [*section.header.paragraphs, *letter.paragraphs, *section.footer.paragraphs]),
    "bold": bold, "title": letter.core_properties.title }))
`;

/** What each reads in the file at `path`, with the folder it may write into. */
const readers = {
  async "LibreOffice 7.4"(path) {
    return fromPdf(await readWord(await readFile(path)));
  },
  async "AbiWord 3.0"(path, folder) {
    await call("abiword", ["--to=pdf", path], { env, cwd: folder });
    return fromPdf(await readPdf(await readFile(join(folder, "letter.pdf"))));
  },
  async "pandoc 2.17"(path, _, page) {
    const { stdout } = await call("pandoc", ["--standalone", "--to=html", path]);
    const read = await fromHtml(page, stdout);
    // It writes the title above the text.
    return { ...read, text: read.text.replace(read.title, "") };
  },
  async "mammoth 1.13.0"(path, _, page) {
    const { default: mammoth } = await importOutside("mammoth/lib/index.js");
    const { value } = await mammoth.convertToHtml({ path });
    return fromHtml(page, value);
  },
  async "docx-preview 0.4.1"(path, _, page) {
    // Its unpacker waits for messages, which it does not get once the page is written anew.
    const own = await page.browserContext().newPage();
    await own.setContent("<title></title><main></main>");
    for (const script of ["jszip/dist/jszip.min.js", "docx-preview/dist/docx-preview.min.js"])
      await own.addScriptTag({ path: outside(script) });
    const bytes = (await readFile(path)).toString("base64");
    await own.evaluate(async (file) => {
      const letter = await (await fetch(`data:;base64,${file}`)).arrayBuffer();
      await globalThis.docx.renderAsync(letter, document.querySelector("main"));
    }, bytes);
    const html = await own.content();
    await own.close();
    return fromHtml(page, html);
  },
  async "python-docx 1.2.0"(path) {
    const { stdout } = await call(process.env.PYTHON, ["-c", python, path]);
    return JSON.parse(stdout);
  },
};

/** What it says of a page's number. */
function pageNumbers(text) {
  const found = text.match(/Page (\S*) of (\S*)/g);
  if (!found) return "left out";
  const right = found.every((it, row) => it === `Page ${row + 1} of ${found.length}`);
  return right ? "right" : `**“${flat(found[0])}”**`;
}

const withoutPageNumbers = (text) => flat(flat(text).replace(/Page (\d+ )?of( \d+)?/g, " "));

if (nightly)
  describeEachBrowser(
    "the Word file",
    (session) => {
      const missing = ["office", "abiword", "pandoc", "python"].map(without);
      test("is read by six programs as docs/elsewhere.md says", {
        skip: missing.find(Boolean),
      }, async () => {
        const widget = await session.open("/");
        await toLetter(widget, journey("intending-no-room").answers);
        await fillIn(widget, details);
        const blocks = await preview(widget);
        const page = await session.browser.newPage();
        const read = async (kind) => {
          await widget.page.bringToFront();
          await checkLetter(widget);
          const { bytes } = await session.save(() => widget.press(words.check.word));
          const found = {};
          for (const [name, reader] of Object.entries(readers)) {
            const folder = join(scratch, kind, name);
            await mkdir(folder, { recursive: true });
            await writeFile(join(folder, "letter.docx"), bytes);
            found[name] = await reader(join(folder, "letter.docx"), folder, page);
          }
          return found;
        };
        const usual = await read("usual");
        await widget.page.bringToFront();
        await widget.follow(words.common.back);
        await widget.at(words.letter.heading);
        await widget.choose(words.letter.bold);
        const bold = await read("bold");

        const sorted = (text) => flat(text).split(" ").sort().join(" ");
        const whole = sorted(blocks.map((block) => block.text).join(" "));
        // Bold comes in pieces, cut anywhere.
        const letters = (text) => [...text.replace(/\s/g, "")].sort().join("");
        const joined = (parts) => letters(withoutPageNumbers(parts.join(" ")));
        const yes = (it) => (it ? "yes" : "**no**");
        const rows = Object.entries(usual).map(([name, it]) => [
          name,
          yes(sorted(withoutPageNumbers(it.text)) === whole),
          yes(/1 Example Street\s*\n\s*Exampleton\s*\n\s*EX1 1EX/.test(it.text)),
          yes(joined(it.bold) === joined(blocks.flatMap((block) => block.bold))),
          yes(joined(bold[name].bold) === letters(whole)),
          yes(it.title !== ""),
          pageNumbers(it.text),
        ]);
        assert.equal(rows.length, 6);
        const head = ["reader", "words", "lines of an address", "bold words", "everything bold"];
        await holdTable("Word", [[...head, "title", "page numbers"], ...rows]);
      });
    },
    { only: ["chromium"] },
  );
