// Every file that a portal can take, used the way it is meant to be: alone in a folder, from a server or by double click.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, test } from "node:test";
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { flat, journey, questions, words } from "./content.mjs";
import { describeEachBrowser, isFirst, readPdf } from "./harness.mjs";
import { dist } from "./server.mjs";
import { answer, assertQuiet, copyAndPaste, details, fileName, fillIn, preview } from "./staff.mjs";

const folder = await mkdtemp(join(tmpdir(), "guidance-artifacts-"));
after(() => rm(folder, { recursive: true, force: true }));
const alone = async (...names) => {
  const own = await mkdtemp(join(folder, "alone-"));
  for (const name of names) await copyFile(join(dist, name), join(own, name));
  return own;
};
const first = questions[0].text;

/** What the page asked for. (An address that holds its own data is no request to anybody: axe-core has a font in one.) */
const requested = (widget) =>
  widget.log.requests.filter((url) => !url.startsWith("data:")).map((url) => url.split("#")[0]);

/** From the first question to a letter on the clipboard, with what the page asked of anybody on the way. */
async function wholeJourney(session, widget) {
  await widget.at(first);
  await answer(widget, journey("intending-no-room").answers);
  await widget.at(words.outcome.heading);
  await widget.press(words.outcome["letter-button"]);
  await widget.at(words.letter.heading);
  await fillIn(widget, details);
  const shown = (await preview(widget)).map((block) => block.text).join("\n\n");
  const { text } = await copyAndPaste(session, widget, words.check["copied-draft"]);
  assert.equal(text.trim(), shown);
}

describeEachBrowser("offline.html", (session) => {
  test("opened as a file, alone in its folder, makes a letter and asks nothing of anybody", async () => {
    const file = pathToFileURL(join(await alone("offline.html"), "offline.html")).href;
    const widget = await session.open(file);
    await wholeJourney(session, widget);
    await widget.page.bringToFront();
    for (const output of ["word", "text", "page", "record"]) {
      const saved = await session.save(() => widget.press(words.check[output]));
      assert.match(saved.name, fileName(`file-${output}`));
      const text = saved.bytes.toString("utf8");
      assert.equal(text.includes(details["Claimant’s name"]), output !== "record", output);
    }
    const pdf = await readPdf((await session.print(() => widget.press(words.check.print))).bytes);
    assert.ok(flat(pdf.text).includes(details["Claimant’s name"]), pdf.text);
    // A frame for printing and a file to save have addresses, but ask nobody.
    const others = requested(widget).filter(
      (url) => url !== file && url !== "about:blank" && !url.startsWith("blob:"),
    );
    assert.deepEqual(others, []);
    assert.deepEqual([widget.log.console, widget.log.errors], [[], []]);
  });
});

const script = '<script defer src="guidance-widget.js"></script>';
const tag = "<guidance-widget><p>The guidance</p></guidance-widget>";
const host = (head, body = tag) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Portal</title><link rel="icon" href="data:,">${head}</head><body>${body}</body></html>`;
const now = script.replace(" defer", "");
const module = '<script type="module" src="/guidance-widget.module.js"></script>';
const attribute = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
const pages = {
  "/classic.html": host(script),
  "/tag-before.html": host("", `${tag}${now}`),
  "/tag-after.html": host(now),
  "/elsewhere/module.html": host(module),
  "/no-tag.html": host(module, "<p>Nothing for the widget</p>"),
  "/srcdoc.html": host(
    "",
    `<iframe title="Guidance" srcdoc="${attribute(await readFile(join(dist, "offline.html"), "utf8"))}"></iframe>`,
  ),
};

describeEachBrowser(
  "guidance-widget.js",
  (session) => {
    test("is one classic script: from a server it loads nothing else", async () => {
      const widget = await session.open("/classic.html");
      await wholeJourney(session, widget);
      const paths = requested(widget).map((url) => new URL(url).pathname);
      assert.deepEqual(paths, ["/classic.html", "/guidance-widget.js"]);
      assertQuiet(session, widget);
    });

    test("works beside a page that is opened as a file", async () => {
      const own = await alone("guidance-widget.js");
      await writeFile(join(own, "portal.html"), host(script));
      const widget = await session.open(pathToFileURL(join(own, "portal.html")).href);
      await widget.at(first);
      assert.deepEqual([widget.log.console, widget.log.errors], [[], []]);
    });

    for (const where of ["before", "after"]) {
      test(`finds a tag ${where} its script`, async () => {
        const widget = await session.open(`/tag-${where}.html`);
        await widget.at(first);
        assertQuiet(session, widget);
      });
    }

    test("works in a frame that has no address of its own", async () => {
      const widget = await session.open("/srcdoc.html");
      widget.frame = widget.page.frames().find((frame) => frame.parentFrame());
      await widget.at(first);
      assert.deepEqual([widget.log.console, widget.log.errors], [[], []]);
    });
  },
  { pages },
);

describeEachBrowser(
  "guidance-widget.module.js",
  (session) => {
    test("loads its module beside itself, wherever the page is", async () => {
      const widget = await session.open("/elsewhere/module.html");
      await widget.at(first);
      const paths = requested(widget).map((url) => new URL(url).pathname);
      assert.deepEqual(paths, [
        "/elsewhere/module.html",
        "/guidance-widget.module.js",
        "/guidance-widget.wasm",
      ]);
      assertQuiet(session, widget);
    });

    test("loads no engine for a page without the tag", async () => {
      const widget = await session.open("/no-tag.html");
      const paths = requested(widget).map((url) => new URL(url).pathname);
      assert.deepEqual(paths, ["/no-tag.html", "/guidance-widget.module.js"]);
      assertQuiet(session, widget);
    });
  },
  { only: ["chromium"], pages },
);

describeEachBrowser(
  "frame.html",
  (session) => {
    test("shows the widget with its script beside it", async () => {
      const widget = await session.open("/frame.html");
      await widget.at(first);
      assertQuiet(session, widget);
    });
  },
  { only: ["chromium"] },
);

describeEachBrowser(
  "guide.html",
  (session) => {
    test("is the guidance alone, without a script", async () => {
      const widget = await session.open("/guide.html");
      const { scripts, text } = await widget.page.evaluate(() => ({
        scripts: document.scripts.length,
        text: document.body.innerText,
      }));
      assert.equal(scripts, 0);
      assert.ok(
        flat(text).includes(
          "If the claimant insists on recording their interview, a private interview room must be used.",
        ),
        text,
      );
      assertQuiet(session, widget);
    });
  },
  { only: ["chromium"] },
);

if (isFirst) {
  test("SHA256SUMS and SRI.txt name every file and script, with its true value", async () => {
    const digest = async (name, kind, form) =>
      createHash(kind)
        .update(await readFile(join(dist, name)))
        .digest(form);
    const list = async (name) =>
      (await readFile(join(dist, name), "utf8"))
        .trim()
        .split("\n")
        .filter((line) => !line.startsWith("#"))
        .map((line) => line.split("  "));
    const names = (await readdir(dist)).filter((name) => name !== "SHA256SUMS").sort();
    const sums = await list("SHA256SUMS");
    assert.deepEqual(sums.map(([, name]) => name).sort(), names);
    for (const [value, name] of sums)
      assert.equal(value, await digest(name, "sha256", "hex"), name);
    const integrity = await list("SRI.txt");
    assert.deepEqual(
      integrity.map(([, name]) => name).sort(),
      names.filter((name) => name.endsWith(".js")),
    );
    for (const [value, name] of integrity)
      assert.equal(value, `sha384-${await digest(name, "sha384", "base64")}`, name);
  });
}
