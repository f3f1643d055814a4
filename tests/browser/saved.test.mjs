// Saved copies of a page: with its script the widget lives again, without it the guidance is there, with a notice.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { copyFile, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { journey, questions, words } from "./content.mjs";
import { assertDead, checked, isSaved, print, seen, sentinel, typed } from "./copies.mjs";
import { describeEachBrowser, sample, waitFor, Widget } from "./harness.mjs";
import { dist } from "./server.mjs";
import { answer, fillIn, toLetter } from "./staff.mjs";

const folder = await mkdtemp(join(tmpdir(), "guidance-saved-"));
after(() => rm(folder, { recursive: true, force: true }));
await copyFile(join(dist, "guidance-widget.js"), join(folder, "guidance-widget.js"));
const first = questions[0].text;

const icon = '<link rel="icon" href="data:,">';
const page = (script, attributes = "") =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Portal</title>${icon}${script}</head>` +
  `<body><guidance-widget${attributes}><p id="guidance">The guidance</p></guidance-widget></body></html>`;
const classic = '<script defer src="guidance-widget.js"></script>';
const moduleBuild = '<script type="module" src="guidance-widget.module.js"></script>';
const pages = {
  "/portal.html": page(classic),
  "/standalone.html": page(classic, " standalone"),
  "/module.html": page(moduleBuild),
  "/own-pack.html": page(classic, ' pack="slow.json"'),
};

/** The page in the middle of a journey. */
async function used(session, path = "/portal.html") {
  const widget = await session.open(path);
  const [[question, choice]] = Object.entries(journey("intending-no-room").answers);
  await answer(widget, { [question]: choice });
  await widget.byRole("button", words.question.next);
  return widget;
}

/** A page whose engine never comes. */
async function waiting(session, path) {
  const widget = new Widget(await session.browser.newPage());
  await widget.page.evaluateOnNewDocument(() => {
    WebAssembly.compile = () => new Promise(() => {});
  });
  await widget.page.goto(`${session.server.origin}${path}`, { waitUntil: "load" });
  await waitFor(
    () => widget.frame.$eval(widget.host, (host) => host.matches(":state(starting)")),
    "the script",
  );
  return widget;
}

/**
 * The document as savers write it, with the shadow root. `styles` says which of the rules that were adopted they write
 * with it: a saver can drop those for print, or those that it does not know.
 */
const serialise = (widget, { script = true, styles = "none" } = {}) =>
  widget.page.evaluate(
    ({ script: keepsScript, styles: which }) => {
      const host = document.querySelector("guidance-widget");
      const { shadowRoot } = host;
      const isKept = {
        none: () => false,
        all: () => true,
        "but for print": (rule) => rule.conditionText !== "print",
        "without states": (rule) => !rule.cssText.includes(":state("),
      }[which];
      const rules = shadowRoot.adoptedStyleSheets
        .flatMap((sheet) => [...sheet.cssRules])
        .filter(isKept)
        .map((rule) => rule.cssText);
      const html = document.documentElement.getHTML({ shadowRoots: [shadowRoot] });
      const copy = html.replace(
        /(<template shadowrootmode="open"[^>]*>)/,
        (tag) => `${tag}<style>${rules.join("\n")}</style>`,
      );
      return `<!doctype html>${keepsScript ? copy : copy.replace(/<script.*?<\/script>/, "")}`;
    },
    { script, styles },
  );
async function reopen(session, name, html) {
  await writeFile(join(folder, name), html);
  return session.open(pathToFileURL(join(folder, name)).href);
}
/** What a copy keeps of the styles. */
const STYLES = ["none", "all", "but for print", "without states"];

describeEachBrowser(
  "a saved copy",
  (session) => {
    test("that the browser itself saved whole is live, with one widget, and makes a letter", async (context) => {
      if (session.name !== "firefox")
        return context.skip(
          "Chromium saves so through its file dialog only: savers.test.mjs does, at night",
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

    test("that kept its script and a shadow root is live, with one widget", {
      skip: session.elsewhere,
    }, async () => {
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

    for (const styles of sample(STYLES, ["all"], session.triesAll)) {
      test(`that lost its script, with styles: ${styles}, shows and prints the guidance and a notice, and nothing that was typed`, async () => {
        const source = await checked(session, "/portal.html");
        assert.deepEqual(
          (await seen(source)).notices,
          [],
          "while it is live there is no such notice",
        );
        const html = await serialise(source, { script: false, styles });
        assert.ok(html.includes(sentinel), "what is searched for is in the file");
        await assertDead(session, await reopen(session, "stripped.html", html));
      });
    }

    test("from a browser without states, as Chromium 92 to 124, Firefox 115 and Safari 16.4, does the same", {
      skip: session.elsewhere,
    }, async () => {
      const source = await checked(session, "/portal.html", {
        before: () => {
          delete HTMLElement.prototype.attachInternals;
        },
        stateless: true,
      });
      const html = await serialise(source, { script: false, styles: "all" });
      assert.ok(html.includes(sentinel), "what is searched for is in the file");
      assert.ok(!html.includes(":state("), "no state is asked for");
      await assertDead(session, await reopen(session, "stateless.html", html));
    });

    test("that shows what was typed all the same is found out", {
      skip: session.elsewhere,
    }, async () => {
      const html = await serialise(await checked(session, "/portal.html"), {
        script: false,
        styles: "all",
      });
      const leaks = {
        screen: ".gw { display: block !important; }",
        paper: "@media print { .gw { display: block !important; } }",
      };
      for (const [name, rule] of Object.entries(leaks)) {
        const leaking = html.replace("<style>", `<style>${rule}`);
        const widget = await reopen(session, `leak-${name}.html`, leaking);
        await assert.rejects(assertDead(session, widget), { code: "ERR_ASSERTION" });
      }
    });

    test("that kept only what stands in the element shows the guidance and a notice", {
      skip: session.elsewhere,
    }, async () => {
      for (const path of ["/portal.html", "/module.html"]) {
        const source = await used(session, path);
        const html = await source.page.evaluate(() => document.documentElement.outerHTML);
        await assertDead(
          session,
          await reopen(session, "light.html", html.replace(/<script.*?<\/script>/, "")),
        );
      }
    });

    for (const [when, path] of [
      ["while the first screen waits for its engine", "/portal.html"],
      ["while the page’s own pack is waited for", "/own-pack.html"],
    ]) {
      test(`that was made ${when} shows the guidance and a notice, and no dead controls`, {
        skip: session.elsewhere,
      }, async () => {
        for (const styles of sample(STYLES, STYLES.slice(1, 3))) {
          const source = await waiting(session, path);
          assert.deepEqual((await seen(source)).notices, []);
          const html = await serialise(source, { script: false, styles });
          await assertDead(session, await reopen(session, "early.html", html));
        }
      });
    }

    test("of the module build, opened from a disk, shows the guidance and says why it does not work", async () => {
      const own = await mkdtemp(join(folder, "module-"));
      for (const name of await readdir(dist)) await copyFile(join(dist, name), join(own, name));
      const widget = await session.open(pathToFileURL(join(own, "index.html")).href);
      const notice = () =>
        widget.page.evaluate(() => {
          const [it] = document.querySelectorAll("guidance-widget > [slot=saved]");
          return it.checkVisibility({ visibilityProperty: true }) && it.innerText;
        });
      const said = await waitFor(notice, "a notice");
      assert.ok(said.includes("open the page that this is a copy of"), said);
      assert.ok(
        (await widget.page.evaluate(() => document.body.innerText)).includes(
          "If the claimant insists on recording their interview",
        ),
      );
    });

    test("has the page’s own title, however often it is copied", {
      skip: session.elsewhere,
    }, async () => {
      const title = `${questions[0].text} - Portal`;
      let widget = await session.open("/standalone.html");
      for (let copy = 1; copy < 4; copy += 1) {
        await waitFor(
          async () => (await widget.page.title()) === title,
          async () => `the title “${title}”, not “${await widget.page.title()}”`,
        );
        widget = await reopen(session, `copy-${copy}.html`, await serialise(widget));
      }
    });

    test("that is live is printed with what it shows, and without the notice", async () => {
      const widget = await reopen(session, "live.html", await serialise(await used(session)));
      await toLetter(widget, journey("intending-no-room").answers);
      await fillIn(widget, typed);
      const paper = await print(session, widget);
      for (const shown of ["The guidance", words.letter.heading, sentinel])
        assert.ok(paper.includes(shown), `${shown} is not in\n${paper}`);
      assert.ok(!paper.includes(isSaved), paper);
      assert.deepEqual((await seen(widget)).notices, []);
    });

    test("in one file (MHTML, where the browser makes it) does the same", async (context) => {
      if (session.name !== "chromium") return context.skip("Firefox makes no MHTML");
      const source = await checked(session, "/portal.html");
      const devtools = await source.page.createCDPSession();
      const { data } = await devtools.send("Page.captureSnapshot", { format: "mhtml" });
      await assertDead(session, await reopen(session, "portal.mhtml", data));
    });
  },
  { pages },
);
