// Programs that save pages, run for real: whatever they make is alive, or shows the guidance with a notice, and nothing that was typed is seen that is not alive. In the nightly run only.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, test } from "node:test";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { journey, questions } from "./content.mjs";
import { print, sentinel, typed } from "./copies.mjs";
import { Display } from "./display.mjs";
import { importOutside } from "./elsewhere.mjs";
import { describeEachBrowser, nightly, Session } from "./harness.mjs";
import { answer, checkLetter, details, fillIn, toLetter } from "./staff.mjs";
import { without } from "./xtask.mjs";

const call = promisify(execFile);
const { answers } = journey("intending-no-room");
const scratch = await mkdtemp(join(tmpdir(), "guidance-savers-"));
after(() => rm(scratch, { recursive: true, force: true }));
/** For Chromium's own file dialog. */
const display = nightly && !without("screen-reader") ? await Display.open() : undefined;
after(() => display?.close());

const page = (script) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Portal</title><link rel="icon" href="data:,">${script}</head>
  <body><h1>Portal</h1><guidance-widget standalone><p slot="saved">This may be a saved copy: it does not work here.</p>
  <p id="guidance">The guidance</p></guidance-widget></body></html>`;
const builds = {
  classic: page('<script defer src="guidance-widget.js"></script>'),
  module: page('<script type="module" src="guidance-widget.module.js"></script>'),
};
const pages = Object.fromEntries(
  Object.entries(builds).map(([name, html]) => [`/${name}.html`, html]),
);

/** Where a journey is when it is saved. */
const moments = {
  "before anything": async () => {},
  "in the questions": (widget) =>
    answer(widget, Object.fromEntries(Object.entries(answers).slice(0, 2))),
  "at what to do": (widget) => answer(widget, answers),
  "in the letter": async (widget) => {
    await toLetter(widget, answers);
    await fillIn(widget, { ...details, ...typed });
  },
  "at the check": async (widget) => {
    await moments["in the letter"](widget);
    await checkLetter(widget);
  },
};

/** SingleFile as its command does it, which drives Chromium: in a world apart; but from the page that is shown. */
async function singleFile({ page: source }, folder, options = {}) {
  const { getHookScriptSource, getScriptSource } = await importOutside(
    "single-file-cli/lib/single-file-script.js",
  );
  await source.evaluate(getHookScriptSource());
  const world = source.mainFrame().isolatedRealm();
  await world.evaluate(await getScriptSource({}));
  const html = await world.evaluate(
    async (given) => (await globalThis.singlefile.getPageData(given)).content,
    {
      removeHiddenElements: true,
      removeUnusedStyles: true,
      removeUnusedFonts: true,
      removeAlternativeFonts: true,
      removeAlternativeMedias: true,
      compressHTML: true,
      blockScripts: true,
      insertMetaCSP: true,
      ...options,
    },
  );
  return write(folder, html);
}

async function write(folder, content, name = "copy.html") {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

async function firstPage(folder, name) {
  const files = await readdir(folder, { recursive: true });
  const found = files.find((it) => it.endsWith(name));
  assert.ok(found, `${name} is not among ${files}`);
  return join(folder, found);
}

/**
 * What each makes of the page that `widget` shows, in the folder, and the path of it. `loads`: it asks the server for
 * the page by itself, so nothing that is done with it is in the copy.
 */
const savers = {
  SingleFile: { only: "chromium", save: (_, widget, folder) => singleFile(widget, folder) },
  "SingleFile, that keeps scripts": {
    only: "chromium",
    save: (_, widget, folder) => singleFile(widget, folder, { blockScripts: false }),
  },
  "SingleFile, that keeps what is hidden": {
    only: "chromium",
    save: (_, widget, folder) =>
      singleFile(widget, folder, { removeHiddenElements: false, removeUnusedStyles: false }),
  },
  "the page’s markup, as an editor or an archive takes it": {
    save: async (_, { page: source }, folder) =>
      write(folder, await source.evaluate(() => document.documentElement.outerHTML)),
  },
  MHTML: {
    only: "chromium",
    async save(_, { page: source }, folder) {
      const devtools = await source.createCDPSession();
      const { data } = await devtools.send("Page.captureSnapshot", { format: "mhtml" });
      return write(folder, data, "copy.mhtml");
    },
  },
  "the browser’s own, complete": {
    needsDisplay: true,
    save: (session, { page: source }) =>
      session.saveComplete(source, async (folder) => {
        const files = await readdir(folder, { recursive: true });
        return ["html", "js"].every((ending) => files.some((it) => it.endsWith(ending)));
      }),
  },
  HTTrack: {
    loads: true,
    async save(_, { page: source }, folder) {
      const address = source.url().split("#")[0];
      await call("httrack", [address, "-O", folder, "--quiet", "--robots=0", "--depth=2"], {
        timeout: 60_000,
      });
      const { host, pathname } = new URL(address);
      return join(folder, host.replace(":", "_"), pathname);
    },
  },
  wget: {
    loads: true,
    async save(_, { page: source }, folder) {
      await call("wget", [
        "--quiet",
        "--page-requisites",
        "--convert-links",
        "--adjust-extension",
        `--directory-prefix=${folder}`,
        source.url().split("#")[0],
      ]);
      return firstPage(folder, new URL(source.url()).pathname.slice(1));
    },
  },
};

/** What is to be seen of the copy, on the screen. */
const shown = (widget) =>
  widget.page.evaluate(() => {
    const host = document.querySelector("guidance-widget");
    const root = host?.shadowRoot;
    const isSeen = (it) => it.checkVisibility({ visibilityProperty: true });
    const inside = [...(root?.querySelectorAll("*") ?? [])];
    return {
      alive: Boolean(host?.matches(":state(live)")),
      guidance: isSeen(document.getElementById("guidance")),
      notice: [...inside, ...document.querySelectorAll("[part=notice], [slot=saved]")].some(
        (it) => it.matches("[part=notice], [slot=saved]") && isSeen(it),
      ),
      controls: inside.filter((it) => it.matches("button, input, textarea") && isSeen(it)).length,
      text: [document.body, ...(root?.children ?? [])]
        .filter(isSeen)
        .map((it) => it.innerText)
        .join("\n"),
    };
  });

/** Opens a copy, looks at it and prints it. Gives whether it is alive. */
async function assertHarmless(session, path) {
  const copy = await session.open(pathToFileURL(path).href);
  const now = await shown(copy);
  if (now.alive) {
    await copy.at(questions[0].text);
  } else {
    assert.ok(now.guidance && now.notice, JSON.stringify(now));
    assert.equal(now.controls, 0);
  }
  const paper = await print(session, copy);
  for (const seen of [now.text, paper]) assert.ok(!seen.includes(sentinel), seen);
  assert.ok(paper.includes("The guidance"), paper);
  return now.alive;
}

if (nightly)
  describeEachBrowser(
    "a copy made",
    (session) => {
      for (const [name, { only, loads, needsDisplay, save }] of Object.entries(savers)) {
        if (only && only !== session.name) continue;
        for (const build of Object.keys(builds)) {
          const skip = needsDisplay
            ? session.name === "chromium" && without("screen-reader")
            : loads && without(name.toLowerCase());
          test(`by ${name}, of the ${build} build`, { skip }, async (context) => {
            // What is seen prints through a dialog of its own, so the copy is looked at elsewhere.
            const seen = needsDisplay && session.name === "chromium";
            const maker = seen ? new Session(session.name, { pages, display }) : session;
            if (seen) await maker.start();
            for (const [moment, reach] of Object.entries(
              loads ? { "before anything": moments["before anything"] } : moments,
            )) {
              const widget = await maker.open(`/${build}.html`);
              await reach(widget);
              const folder = await mkdtemp(join(scratch, "copy-"));
              const path = await save(maker, widget, folder);
              const alive = await assertHarmless(session, path);
              context.diagnostic(`${moment}: ${alive ? "alive" : "guidance and notice"}`);
              await maker.closePages();
              await session.closePages();
            }
            if (seen) await maker.stop();
          });
        }
      }

      test("that shows what was typed is found out", async () => {
        const widget = await session.open("/classic.html");
        await moments["at the check"](widget);
        const leak = `<guidance-widget><p id="guidance">The guidance</p><p part="notice">A notice</p>
          <p>${await widget.text()}</p></guidance-widget>`;
        const path = await write(await mkdtemp(join(scratch, "leak-")), leak);
        await assert.rejects(assertHarmless(session, path), { code: "ERR_ASSERTION" });
      });
    },
    { pages },
  );
