// A page's own content: made with the command, named on the element, checked in the browser; and what is marked once the live guidance has changed.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { fill, journey, questions, words } from "./content.mjs";
import { describeEachBrowser, sample, waitFor } from "./harness.mjs";
import { dist } from "./server.mjs";
import { answer, preview, toLetter } from "./staff.mjs";
import { xtask } from "./xtask.mjs";

const shipped = "content/recordings";
const first = questions[0].text;
const released = "It has come to the attention of the Department that you have published";
const edited = "We have been told that you have published";

/** The built files, and the packs and pages of these tests among them. */
const folder = await mkdtemp(join(tmpdir(), "guidance-packs-"));
after(() => rm(folder, { recursive: true, force: true }));
await cp(dist, folder, { recursive: true });

/** An edited copy of the shipped pack's folder. */
async function copyOf(name, file, edit) {
  const copy = join(folder, name);
  await cp(shipped, copy, { recursive: true });
  const text = await readFile(join(copy, file), "utf8");
  const edited = edit(text);
  assert.notEqual(edited, text);
  await writeFile(join(copy, file), edited);
  return copy;
}

// As an owner makes it.
const reworded = await copyOf("reworded", "letter.toml", (text) => text.replace(released, edited));
xtask("pack", reworded, "--to", join(folder, "reworded.json"));
const packed = await readFile(join(folder, "reworded.json"), "utf8");
const made = JSON.parse(packed);
const withFile = (name, text) =>
  JSON.stringify({ ...made, files: { ...made.files, [name]: text } });
// What no command would make.
const line =
  made.files["flow.toml"].split("\n").findIndex((it) => it.startsWith("[[question]]")) + 2;
const files = {
  "unsound.json": withFile(
    "flow.toml",
    made.files["flow.toml"].replace(
      /^\[\[question\]\]\nid = .*/m,
      '[[question]]\nid = "Not an id"',
    ),
  ),
  "nonsense.json": "<!doctype html><title>Not found</title>",
  "not-json.json": "format: 1",
  "older.json": JSON.stringify({ ...made, format: 0 }),
  "endless.json": JSON.stringify({ format: 1, files: { "flow.toml": "[".repeat(1_900_000) } }),
  "too-long.json": JSON.stringify({ format: 1, files: { "flow.toml": " ".repeat(3_000_000) } }),
};
for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);

const classic = '<script defer src="guidance-widget.js"></script>';
const reader = '<script defer src="guidance-packs.js"></script>';
const moduleScript = '<script type="module" src="guidance-widget.module.js"></script>';
const host = (
  body,
  head = classic,
) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Portal</title>
  <link rel="icon" href="data:,">${head}</head><body>${body}</body></html>`;
const tag = (attributes) => `<guidance-widget ${attributes}><p>The guidance</p></guidance-widget>`;
const inline = `<script type="application/json" id="own">${packed.replaceAll("<", "\\u003c")}</script>`;
const sentence = "You should alert the claimant that recording a conversation";
const guide = await readFile(join(dist, "guide.html"), "utf8");
const changedGuide = guide.replace(
  sentence,
  "You must tell the claimant that recording a conversation",
);
assert.notEqual(guide, changedGuide);
const body = (page) => page.slice(page.indexOf("<body>") + 6, page.indexOf("</body>"));
const pages = {
  "module.html": host(tag('pack="reworded.json" history'), moduleScript),
  "classic.html": host(tag('pack="reworded.json" history')),
  "inline.html": host(tag('pack="#own"') + inline, classic + reader),
  "two.html": host(
    `${tag('pack="reworded.json" id="one"')}${tag('pack="reworded.json"')}${tag("")}`,
  ),
  ...Object.fromEntries(
    Object.keys(files).map((name) => [name.replace(".json", ".html"), host(tag(`pack="${name}"`))]),
  ),
  "missing.html": host(tag('pack="not-there.json"')),
  "no-place.html": host(tag('pack="#nowhere"')),
  "live.html": host(`<div class="live">${body(guide)}</div>${tag('source=".live" standalone')}`),
  "changed.html": host(
    `<div class="live">${body(changedGuide)}</div>${tag('source="main, .live" standalone')}`,
  ),
  "around.html": host(
    `<guidance-widget source="guidance-widget" standalone>${body(changedGuide)}</guidance-widget>`,
  ),
  "no-source.html": host(tag('source="#nowhere"')),
};
for (const [name, html] of Object.entries(pages)) await writeFile(join(folder, name), html);

/** The notice to the page's owner. */
const told = (widget) =>
  waitFor(
    () =>
      widget.frame.$eval(widget.host, (it) => it.shadowRoot.querySelector(".problems")?.innerText),
    "a notice about the pack",
  );
const letterSays = async (widget, words_) => {
  await toLetter(widget, journey("published-call").answers);
  const text = (await preview(widget)).map((block) => block.text).join("\n");
  assert.ok(text.includes(words_), text);
};

const marked = words.common["changed-since"];

for (const wasm of [true, false]) {
  describeEachBrowser(
    wasm ? "a pack of the page’s own" : "a pack of the page’s own, without WebAssembly",
    (session) => {
      const loaded = ["classic.html", "module.html", "inline.html"];
      for (const name of wasm
        ? sample(loaded, loaded.slice(0, 1), session.triesAll)
        : ["classic.html"]) {
        test(`an edited letter shows without a build: ${name}`, async () => {
          const widget = await session.open(`/${name}`);
          await letterSays(widget, edited);
          assert.deepEqual(widget.log.errors, []);
          assert.equal(
            await widget.frame.$eval(widget.host, (it) => it.engine),
            wasm ? "wasm" : "compatibility",
          );
        });
      }
      if (!wasm) return;

      test("works from a file, with the pack in the page", async () => {
        const widget = await session.open(pathToFileURL(join(folder, "inline.html")).href);
        await letterSays(widget, edited);
      });

      for (const [name, ...reasons] of [
        ["unsound.html", `flow.toml:${line}`, "is not an id"],
        ["nonsense.html", "nonsense.json", "a web page came in its place, perhaps one to sign in"],
        ["not-json.html", "pack.json:1", "expected ident"],
        ["older.html", "is of format 0"],
        ["endless.html", "flow.toml:1"],
        ["too-long.html", "is longer than"],
        ["missing.html", "not-there.json", "404"],
        ["no-place.html", "#nowhere", "nothing on this page has this id"],
      ]) {
        test(`what is wrong is told, and the built-in content works: ${name}`, {
          skip: session.elsewhere,
        }, async () => {
          const widget = await session.open(`/${name}`, {
            before: () => {
              window.told = [];
              addEventListener("guidance-error", ({ detail }) => window.told.push(detail));
            },
          });
          await widget.at(first);
          const notice = await told(widget);
          for (const reason of reasons) assert.ok(notice.includes(reason), notice);
          const items = await widget.frame.$$eval(`${widget.host} >>> .problems li`, (all) =>
            all.map((it) => it.innerText),
          );
          // Each problem by itself, with where it is.
          const several = ["unsound.html", "endless.html"].includes(name);
          assert.equal(items.length > 1, several, items.join("\n\n"));
          for (const item of items) assert.match(item, /^[\w./#-]+:/);
          assert.deepEqual(await widget.frame.evaluate(() => window.told), [
            { reason: "bad-pack" },
          ]);
          await letterSays(widget, released);
          assert.ok(
            widget.log.console.some((it) => it.startsWith("error") && it.includes(reasons[0])),
            widget.log.console.join("\n"),
          );
        });
      }

      test("is read once for all widgets that name it, and others keep theirs", {
        skip: session.elsewhere,
      }, async () => {
        const widget = await session.open("/two.html");
        await waitFor(
          () =>
            widget.frame.$$eval("guidance-widget", (all) =>
              all.every((it) => it.matches(":state(live)")),
            ),
          "all three",
        );
        const asked = widget.log.requests.filter((url) => url.endsWith("reworded.json"));
        assert.equal(asked.length, 1);
      });

      test("another one named later starts the widget anew", {
        skip: session.elsewhere,
      }, async () => {
        const widget = await session.open("/classic.html");
        await answer(widget, { situation: "wants" });
        await widget.frame.$eval(widget.host, (it) => {
          it.history = false;
          it.pack = null;
        });
        await letterSays(widget, released);
        assert.equal(await widget.frame.$eval(widget.host, (it) => it.hasAttribute("pack")), false);
      });
    },
    { folder, wasm, ...(wasm ? {} : { only: ["chromium"] }) },
  );
}

describeEachBrowser(
  "guidance that has changed since it was checked",
  (session) => {
    const codes = Object.entries(journey("recorded-call").answers)
      .map((it) => it.join("="))
      .join("&");
    const items = (widget) =>
      widget.frame.$eval(
        widget.host,
        (it, mark) =>
          [...it.shadowRoot.querySelectorAll("[data-action]")]
            .filter((item) =>
              [...item.querySelectorAll("p")].some(
                (line_) => line_.checkVisibility() && line_.innerText === mark,
              ),
            )
            .map((item) => item.dataset.action),
        marked,
      );

    test("is not marked where the page says the same", async () => {
      const widget = await session.open(`/live.html#${codes}`);
      await widget.at(words.outcome.heading);
      assert.deepEqual(await items(widget), []);
      assert.deepEqual(widget.log.console, []);
    });

    for (const name of ["changed.html", "around.html"]) {
      test(`is marked at what rests on it and nowhere else: ${name}`, async () => {
        const widget = await session.open(`/${name}#${codes}`);
        await widget.at(words.outcome.heading);
        assert.deepEqual(await items(widget), ["alert-claimant"]);
        await widget.press(words.common["open-page"]);
        await widget.sees(
          fill(words.common["changed-about"], {
            sentence: "You should alert the claimant that recording …",
          }),
        );
        assert.equal((await widget.text()).split("changed since this was checked").length, 2);
      });
    }

    test("is not looked for where there is nothing, and the console says so", async () => {
      const widget = await session.open("/no-source.html");
      await widget.at(first);
      assert.ok(
        widget.log.console.some((it) => it.includes('source="#nowhere" names nothing')),
        widget.log.console.join("\n"),
      );
    });
  },
  { only: ["chromium"], folder },
);
