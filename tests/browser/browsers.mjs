// Owns the browsers: starting Chromium and Firefox with a new profile, opening pages, and what they write or paste.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, describe } from "node:test";
import puppeteer from "puppeteer-core";
import { isOlder, launchOptions, lend, older } from "./older.mjs";
import { dist, serve } from "./server.mjs";
import { Widget, waitFor } from "./widget.mjs";

const executables = {
  chromium: process.env.CHROMIUM || "/usr/bin/chromium",
  firefox: process.env.FIREFOX || "/usr/bin/firefox-esr",
};

/** Whether each kind is tried in every state, engine and size (`cargo xtask test --nightly`). */
export const nightly = Boolean(process.env.NIGHTLY);

/** How long tests that look at many screens may take, in milliseconds. */
export const long = nightly ? 3_600_000 : 900_000;

/** All of a list in the nightly run, and where `all` holds; else those that stand for the rest. */
export const sample = (list, few, all = false) => (nightly || all ? list : few);

/** The browsers of this run. */
const names = process.env.BROWSERS?.split(",") ?? Object.keys(executables);

/** For what no browser is needed for: whether this is the run that does it, where there is one for each browser. */
export const isFirst = names.includes("chromium");

/** A name that leads to this machine, without being known as this machine's. */
const intranet = "portal.test";

/**
 * What is said to a browser when it is started. All tests that say the same share the browser, each with a context of
 * its own: starting one takes longer than most tests.
 *
 * @typedef {object} Launch
 * @property {boolean} [scripts] false for a user who has turned scripts off
 * @property {boolean} [wasm] false for a browser that is not allowed to compile WebAssembly
 * @property {boolean} [pageMarks] true to print with the browser's own header and footer
 * @property {number} [fontSize] for a user who has set one, in pixels
 * @property {boolean} [forcedColours] true for a user whose own colours replace the page's
 * @property {import("./display.mjs").Display} [display] where Chromium is to be seen, for what only its own windows can do
 *
 * @typedef {object} Served
 * @property {string} [folder]
 * @property {object} [headers]
 * @property {object} [pages]
 * @property {any[]} [received]
 *
 * @typedef {Launch & Served & { only?: string[]; patient?: boolean }} Options `only`: the browsers in which this is
 *   tried, but for the nightly run, which tries it in all; `patient`: what was left stays as long as it does for users
 */

/**
 * Runs the same tests in each browser (env BROWSERS=chromium or firefox picks one).
 *
 * @param {string} title
 * @param {(session: Session) => void} tests
 * @param {Options} [options]
 */
export function describeEachBrowser(title, tests, options = {}) {
  const { testFile } = globalThis;
  for (const name of names) {
    if (options.only && !nightly && !options.only.includes(name)) continue;
    describe(`${title} [${name}]`, { timeout: long }, () => {
      const session = new Session(name, options);
      let began;
      before(() => {
        began = performance.now();
        return session.start();
      });
      afterEach(() => session.closePages());
      after(async () => {
        await session.stop();
        globalThis.took?.(testFile, performance.now() - began);
      });
      tests(session);
    });
  }
}

/** In the page, before all else: what was left by a step goes at once, or tests would mostly wait for that. */
function hurry() {
  const { setTimeout: wait } = globalThis;
  globalThis.setTimeout = /** @type {any} */ (
    (work, time, ...given) => wait(work, time === 250 ? 0 : time, ...given)
  );
}

/** In the page: whether the engine draws, or the reader is told that it does not. Waits a while. */
function isSettled(stateless) {
  return new Promise((done) => {
    const end = performance.now() + 5_000;
    const look = () => {
      const host = document.querySelector("guidance-widget");
      const root = host?.shadowRoot;
      const settled =
        !root?.querySelector(".gw") ||
        (stateless ? host.engine : host.matches(":state(live)")) ||
        // The notice for copies is there all the time, unseen while the page is none.
        [...root.querySelectorAll("[part=notice]")].some((it) =>
          it.checkVisibility({ visibilityProperty: true }),
        );
      if (settled || performance.now() > end) done(settled);
      else setTimeout(look, 5);
    };
    look();
  });
}

/** The browsers that are running, by name and what was said to them. */
const running = new Map();

after(async () => {
  for (const started of running.values()) {
    const { browser, scratch } = await started;
    await browser.close();
    await rm(scratch, { recursive: true, force: true, maxRetries: 10 });
  }
});

/** @param {string} name @param {Options} options */
function browserFor(name, { scripts, wasm, pageMarks, fontSize, forcedColours, display }) {
  const shownOn = display?.env.DISPLAY;
  const launch = { scripts, wasm, pageMarks, fontSize, forcedColours, shownOn };
  // Chromium is told of colours page by page.
  if (name === "chromium") delete launch.forcedColours;
  const key = JSON.stringify([name, launch]);
  if (!running.has(key)) running.set(key, start(name, launch));
  return running.get(key);
}

async function start(name, launch) {
  const scratch = await mkdtemp(join(tmpdir(), "guidance-browser-"));
  const folders = {
    printed: join(scratch, "printed"),
    saved: join(scratch, "saved"),
    profile: join(scratch, "profile"),
  };
  for (const folder of Object.values(folders)) await mkdir(folder);
  /** @type {(...given: any[]) => Promise<import("puppeteer-core").LaunchOptions>} */
  const setUp = isOlder(name) ? async () => launchOptions : name === "firefox" ? firefox : chromium;
  const browser = await puppeteer.launch({
    executablePath: isOlder(name) ? await older(name) : executables[name],
    userDataDir: folders.profile,
    timeout: 120_000,
    protocolTimeout: 120_000,
    ...(await setUp(folders, launch)),
  });
  return { browser, scratch, ...folders };
}

/** One context of a running browser, and one server. */
export class Session {
  /** @param {Options} [options] */
  constructor(name, options = {}) {
    this.name = name;
    this.options = options;
  }

  /** Whether what is the same in every browser is tried here: in Chromium, and at night in all. */
  get triesAll() {
    return nightly || this.name === "chromium";
  }

  /** For `skip`: why such a test is not run here, if it is not. */
  get elsewhere() {
    return this.triesAll ? false : "tried in Chromium, here at night";
  }

  async start() {
    this.server = await serve(this.options.folder ?? dist, this.options);
    const { browser, printed, saved, scratch } = await browserFor(this.name, this.options);
    this.whole = browser;
    this.printed = printed;
    this.saved = saved;
    this.scratch = scratch;
    // Where a download is taken care of, Chromium does not ask where a page is to be saved, and saves none.
    this.browser = await browser.createBrowserContext(
      this.options.display ? {} : { downloadBehavior: { policy: "allow", downloadPath: saved } },
    );
    this.blank = await this.browser.newPage();
  }

  async stop() {
    await this.browser?.close();
    await this.server?.close();
  }

  async closePages() {
    for (const page of (await this.browser?.pages()) ?? [])
      if (page !== this.blank) await page.close();
  }

  /** The same server under a name of its own: plain http, which no browser holds to be secure. */
  get insecureOrigin() {
    return this.server.origin.replace("127.0.0.1", intranet);
  }

  /**
   * Opens a path of the server, or a whole address, in a new page; `before` runs in it first, and can leave it
   * `stateless`, as older browsers are.
   */
  async open(
    path = "/",
    { width = 1280, height = 900, before = undefined, stateless = isOlder(this.name) } = {},
  ) {
    const page = await this.browser.newPage();
    if (!nightly && !this.options.patient) await page.evaluateOnNewDocument(hurry);
    if (isOlder(this.name)) await page.evaluateOnNewDocument(lend);
    if (before) await page.evaluateOnNewDocument(before);
    await page.setViewport({ width, height });
    if (this.options.forcedColours && this.name === "chromium") {
      await (await page.createCDPSession()).send("Emulation.setEmulatedMedia", {
        features: [{ name: "forced-colors", value: "active" }],
      });
    }
    const widget = new Widget(page);
    page.on("dialog", (dialog) => {
      if (dialog.type() !== "beforeunload") return;
      widget.log.asked += 1;
      if (widget.goes) dialog.accept();
      else dialog.dismiss();
    });
    await page.goto(new URL(path, this.server.origin).href, {
      waitUntil: "load",
      timeout: 120_000,
    });
    // Not the first screen, which is there before the engine and gives way to it. Looked at from a world apart, which
    // nothing that the page does to its own can disturb.
    if (this.options.scripts !== false) {
      const frame = page.mainFrame();
      // Where there are no states, only the page's own world knows of the engine.
      const world = stateless ? frame : frame.isolatedRealm();
      await waitFor(
        () => world.evaluate(isSettled, stateless),
        "the widget to be alive, or to say that it is not",
      );
    }
    return widget;
  }

  /** Presses Paste in what this selector finds. */
  async pasteInto(page, selector) {
    await page.bringToFront();
    const target = await page.waitForSelector(selector);
    await target.click();
    // A page that has only just come to the front can lose its first keys.
    await waitFor(
      () => target.evaluate((it) => document.hasFocus() && document.activeElement === it),
      `the focus on ${selector}`,
    );
    const modifier = process.platform === "darwin" ? "Meta" : "Control";
    await page.keyboard.down(modifier);
    await page.keyboard.press("v", { commands: ["Paste"] });
    await page.keyboard.up(modifier);
  }

  /** Presses Paste in an editor and in a plain text box on another page: `{ html, text }`. */
  async paste() {
    const page = await this.browser.newPage();
    await page.setContent(
      '<div contenteditable aria-label="Editor"></div><textarea aria-label="Text"></textarea>',
    );
    for (const target of ["div", "textarea"]) await this.pasteInto(page, target);
    const read = () =>
      page.evaluate(() => ({
        html: document.querySelector("div").innerHTML,
        text: document.querySelector("textarea").value,
      }));
    const pasted = await waitFor(async () => {
      const got = await read();
      return got.html && got.text && got;
    }, "the clipboard to give HTML and text");
    await page.close();
    return pasted;
  }

  /** Does `action`, and gives the PDF that the browser's own print made of it: `{ name, bytes }`. */
  async print(action) {
    for (const old of await readdir(this.printed)) await rm(join(this.printed, old));
    await action();
    return waitFor(async () => {
      for (const name of await readdir(this.printed)) {
        const bytes = await readFile(join(this.printed, name));
        if (bytes.subarray(-16).includes("%%EOF")) return { name, bytes };
      }
    }, "the browser to print");
  }

  /** Does `action`, and gives the file that the browser saved: `{ name, bytes }`. */
  async save(action) {
    for (const old of await readdir(this.saved)) await rm(join(this.saved, old));
    await action();
    return waitFor(async () => {
      const names = await readdir(this.saved);
      // A file that is still being written stands beside, or under, another name.
      if (names.length !== 1 || /\.(part|crdownload)$|^\./.test(names[0])) return undefined;
      const bytes = await readFile(join(this.saved, names[0]));
      return bytes.length > 0 && { name: names[0], bytes };
    }, "the browser to save a file");
  }

  /**
   * Saves the page that is shown as "Web page, complete", by the browser's own hand; gives the path of the copy once
   * `isWhole(folder)`. Chromium does it through its file dialog alone, so it needs a display.
   */
  async saveComplete(page, isWhole) {
    const folder = await mkdtemp(join(this.scratch, "complete-"));
    await page.bringToFront();
    const copy = join(folder, "copy.html");
    if (this.name === "chromium") {
      const { display } = this.options;
      const title = await page.title();
      await display.window(title.replace(/\W/g, "."));
      await display.press("ctrl+s");
      await display.window("^Save File$");
      await display.press("ctrl+a");
      await display.type(copy);
      // The first key may only close what completes the name.
      await display.press("Return", "alt+s");
      await waitFor(() => isWhole(folder), "the browser to save the page");
      return copy;
    }
    const { connection } = this.whole;
    const { result } = await connection.send("browsingContext.getTree", { "moz:scope": "chrome" });
    await connection.send("script.evaluate", {
      // The menu's own command, told not to ask where to.
      expression: `Services.prefs.setStringPref('browser.download.dir', ${JSON.stringify(folder)}); saveBrowser(gBrowser.selectedBrowser, true)`,
      target: { context: result.contexts[0].context },
      awaitPromise: false,
    });
    await waitFor(() => isWhole(folder), "the browser to save the page");
    const name = (await readdir(folder)).find((it) => it.endsWith(".html"));
    return join(folder, name);
  }
}

/**
 * Chromium prints by itself (`--kiosk-printing`) only when it is not `--headless`, where `print()` does nothing.
 * So it runs whole, on Ozone's headless platform: no display and no X server are needed.
 */
async function chromium(
  { profile, printed, saved },
  { scripts = true, wasm = true, pageMarks = false, fontSize, shownOn },
) {
  const destination = { id: "Save as PDF", origin: "local", account: "", capabilities: {} };
  const appState = {
    version: 2,
    recentDestinations: [destination],
    isHeaderFooterEnabled: pageMarks,
  };
  await mkdir(join(profile, "Default"));
  await writeFile(
    join(profile, "Default", "Preferences"),
    JSON.stringify({
      ...(scripts ? {} : { profile: { default_content_setting_values: { javascript: 2 } } }),
      ...(fontSize ? { webkit: { webprefs: { default_font_size: fontSize } } } : {}),
      savefile: { default_directory: printed },
      download: { default_directory: saved, prompt_for_download: false },
      printing: { print_preview_sticky_settings: { appState: JSON.stringify(appState) } },
    }),
  );
  return {
    headless: false,
    defaultViewport: null,
    env: { ...process.env, ...(shownOn && { DISPLAY: shownOn }) },
    args: [
      ...(process.platform === "linux"
        ? [`--ozone-platform=${shownOn ? "x11" : "headless"}`, "--no-sandbox"]
        : []),
      ...(wasm ? [] : ["--js-flags=--jitless"]),
      `--host-resolver-rules=MAP ${intranet} 127.0.0.1`,
      "--kiosk-printing",
      "--disable-gpu",
      "--no-first-run",
      "--no-default-browser-check",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      // Pages of the address bar's own, which take a second and a half for each new context.
      "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup",
      "--window-size=1400,1000",
    ],
  };
}

/**
 * Firefox, even headless, prints without asking to the file that its preferences name.
 *
 * @returns {Promise<import("puppeteer-core").LaunchOptions>}
 */
async function firefox(
  { printed, saved },
  { scripts = true, wasm = true, pageMarks = false, fontSize, forcedColours },
) {
  const printer = "print.printer_Mozilla_Save_to_PDF.";
  return {
    browser: "firefox",
    headless: true,
    args: ["--remote-allow-system-access"], // for saveComplete
    defaultViewport: null,
    extraPrefsFirefox: {
      "network.dns.localDomains": intranet,
      "security.fileuri.strict_origin_policy": true,
      "browser.download.folderList": 2,
      "browser.download.dir": saved,
      "browser.download.alwaysOpenPanel": false,
      "browser.save_converter_index": 0, // complete
      "print.always_print_silent": true,
      print_printer: "Mozilla Save to PDF",
      [`${printer}print_to_file`]: true,
      [`${printer}print_to_filename`]: join(printed, "printed.pdf"),
      "browser.chrome.site_icons": false, // no request for an icon that no test asked for
      "javascript.enabled": scripts,
      ...(fontSize ? { "font.size.variable.x-western": fontSize } : {}),
      ...(forcedColours ? { "browser.display.document_color_use": 2 } : {}),
      "javascript.options.wasm": wasm,
      ...(pageMarks
        ? {}
        : Object.fromEntries(
            [
              "headerleft",
              "headercenter",
              "headerright",
              "footerleft",
              "footercenter",
              "footerright",
            ].map((part) => [`${printer}print_${part}`, ""]),
          )),
    },
  };
}
