// Saved copies of a page: with its script the widget lives again, without it the guidance is there, with a notice.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { copyFile, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { journey, questions, words } from "./content.mjs";
import { describeEachBrowser } from "./harness.mjs";
import { dist } from "./server.mjs";
import { answer } from "./staff.mjs";

const folder = await mkdtemp(join(tmpdir(), "guidance-saved-"));
after(() => rm(folder, { recursive: true, force: true }));
await copyFile(join(dist, "guidance-widget.js"), join(folder, "guidance-widget.js"));
const first = questions[0].text;
const isSaved = "does not work in this saved copy of the page";

const page =
  '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Portal</title><link rel="icon" href="data:,">' +
  '<script defer src="guidance-widget.js"></script></head><body><guidance-widget><p id="guidance">The guidance</p></guidance-widget></body></html>';
const pages = { "/portal.html": page };

/** The page in the middle of a journey. */
async function used(session) {
  const widget = await session.open("/portal.html");
  const [[question, choice]] = Object.entries(journey("intending-no-room").answers);
  await answer(widget, { [question]: choice });
  await widget.byRole("button", words.question.next);
  return widget;
}

/** The document as a browser saves it: with the shadow root, without what was adopted. */
const serialise = (widget) =>
  widget.page.evaluate(() => {
    const { shadowRoot } = document.querySelector("guidance-widget");
    return `<!doctype html>${document.documentElement.getHTML({ shadowRoots: [shadowRoot] })}`;
  });
async function reopen(session, name, html) {
  await writeFile(join(folder, name), html);
  return session.open(pathToFileURL(join(folder, name)).href);
}
/** What a reader sees: the words that are drawn, and how many controls. */
const seen = (widget) =>
  widget.page.evaluate(() => {
    const host = document.querySelector("guidance-widget");
    const visible = (it) => it.checkVisibility();
    return {
      guidance: visible(document.getElementById("guidance")),
      notices: [...host.shadowRoot.querySelectorAll(".notice")]
        .filter(visible)
        .map((it) => it.innerText),
      controls: [...host.shadowRoot.querySelectorAll("button, input")].filter(visible).length,
    };
  });

describeEachBrowser(
  "a saved copy",
  (session) => {
    test("that the browser itself saved whole is live, with one widget, and makes a letter", async (context) => {
      if (session.name !== "firefox")
        return context.skip(
          "Chromium saves so through its file dialog only, which no test can reach",
        );
      const { page: source } = await used(session);
      const { size } = await stat(join(dist, "guidance-widget.js"));
      const copy = await session.saveComplete(source, async (folder) => {
        const files = await readdir(folder, { recursive: true });
        const script = files.find((name) => /guidance-widget.*\.js$/.test(name));
        return (
          files.some((name) => name.endsWith(".html")) &&
          script &&
          (await stat(join(folder, script))).size === size
        );
      });
      const widget = await session.open(pathToFileURL(copy).href);
      await answer(widget, journey("intending-no-room").answers);
      await widget.at(words.outcome.heading);
      await widget.press(words.outcome["letter-button"]);
      await widget.at(words.letter.heading);
      const { guidance, notices } = await seen(widget);
      assert.deepEqual([guidance, notices], [false, []]);
      assert.equal(
        await widget.page.evaluate(() => document.querySelectorAll("guidance-widget").length),
        1,
      );
      assert.deepEqual([widget.log.console, widget.log.errors], [[], []]);
    });

    test("that kept its script and a shadow root is live, with one widget", async () => {
      const widget = await reopen(session, "complete.html", await serialise(await used(session)));
      await widget.at(first);
      const { guidance, notices, controls } = await seen(widget);
      assert.deepEqual([guidance, notices], [false, []]);
      assert.ok(controls > 2);
      assert.equal(
        await widget.page.evaluate(() => document.querySelectorAll("guidance-widget").length),
        1,
      );
      assert.equal(
        await widget.frame.$eval(
          widget.host,
          (host) => host.shadowRoot.querySelectorAll(".gw").length,
        ),
        1,
      );
      assert.deepEqual([widget.log.console, widget.log.errors], [[], []]);
    });

    test("that lost its script shows the guidance and a notice, and no dead controls", async () => {
      const source = await used(session);
      assert.deepEqual(
        (await seen(source)).notices,
        [],
        "while it is live there is no such notice",
      );
      const html = (await serialise(source)).replace(/<script.*?<\/script>/, "");
      const { guidance, notices, controls } = await seen(
        await reopen(session, "stripped.html", html),
      );
      assert.ok(guidance);
      assert.equal(notices.length, 1);
      assert.ok(notices[0].includes(isSaved), notices[0]);
      assert.equal(controls, 0);
    });

    test("that lost its script but kept the styles does the same", async () => {
      const source = await used(session);
      const styles = await source.page.evaluate(() =>
        document
          .querySelector("guidance-widget")
          .shadowRoot.adoptedStyleSheets.flatMap((sheet) =>
            [...sheet.cssRules].map((rule) => rule.cssText),
          )
          .join("\n"),
      );
      const html = (await serialise(source))
        .replace(/<script.*?<\/script>/, "")
        .replace(
          /(<template shadowrootmode="open"[^>]*>)/,
          (tag) => `${tag}<style>${styles}</style>`,
        );
      const { guidance, notices, controls } = await seen(
        await reopen(session, "styled.html", html),
      );
      assert.ok(guidance);
      assert.ok(notices[0]?.includes(isSaved), notices.join());
      assert.equal(controls, 0);
    });

    test("in one file (MHTML, where the browser makes it) does the same", async (context) => {
      if (session.name !== "chromium") return context.skip("Firefox makes no MHTML");
      const source = await used(session);
      const devtools = await source.page.createCDPSession();
      const { data } = await devtools.send("Page.captureSnapshot", { format: "mhtml" });
      const { guidance, notices, controls } = await seen(
        await reopen(session, "portal.mhtml", data),
      );
      assert.ok(guidance);
      assert.ok(notices[0]?.includes(isSaved), notices.join());
      assert.equal(controls, 0);
    });
  },
  { pages },
);
