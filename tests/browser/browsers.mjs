// Owns the browsers: starting Chromium and Firefox with a new profile, opening pages, and what they write or paste.
import { after, afterEach, before, describe } from "node:test";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer from "puppeteer-core";
import { dist, serve } from "./server.mjs";
import { Widget, waitFor } from "./widget.mjs";

const executables = {
  chromium: process.env.CHROMIUM || "/usr/bin/chromium",
  firefox: process.env.FIREFOX || "/usr/bin/firefox-esr",
};

/** A name that leads to this machine, without being known as this machine's. */
const intranet = "portal.test";

/** Runs the same tests in each browser (env BROWSERS=chromium or firefox picks one). */
export function describeEachBrowser(title, tests, options = {}) {
  const names = process.env.BROWSERS?.split(",") ?? Object.keys(executables);
  for (const name of names) {
    describe(`${title} [${name}]`, { timeout: 600_000 }, () => {
      const session = new Session(name, options);
      before(() => session.start());
      afterEach(() => session.closePages());
      after(() => session.stop());
      tests(session);
    });
  }
}

/**
 * One running browser and one server. `options`: `folder`, `headers` and `pages` for the server; `scripts: false` for
 * a user who has turned scripts off; `wasm: false` for a browser that is not allowed to compile WebAssembly;
 * `pageMarks: true` to print with the browser's own header and footer; `fontSize` for a user who has set one, in
 * pixels; `forcedColours: true` for a user whose own colours replace the page's.
 */
export class Session {
  constructor(name, options = {}) {
    this.name = name;
    this.options = options;
  }

  async start() {
    this.scratch = await mkdtemp(join(tmpdir(), "guidance-browser-"));
    this.printed = join(this.scratch, "printed");
    const profile = join(this.scratch, "profile");
    this.saved = join(this.scratch, "saved");
    await mkdir(this.printed);
    await mkdir(this.saved);
    await mkdir(profile);
    this.server = await serve(this.options.folder ?? dist, this.options);
    const setUp = this.name === "firefox" ? firefox : chromium;
    this.browser = await puppeteer.launch({
      executablePath: executables[this.name],
      userDataDir: profile,
      timeout: 120_000,
      protocolTimeout: 120_000,
      ...(await setUp(profile, this, this.options)),
    });
    [this.blank] = await this.browser.pages();
  }

  async stop() {
    await this.browser?.close();
    await this.server?.close();
    await rm(this.scratch, { recursive: true, force: true, maxRetries: 10 });
  }

  async closePages() {
    for (const page of (await this.browser?.pages()) ?? [])
      if (page !== this.blank) await page.close();
  }

  /** The same server under a name of its own: plain http, which no browser holds to be secure. */
  get insecureOrigin() {
    return this.server.origin.replace("127.0.0.1", intranet);
  }

  /** Opens a path of the server, or a whole address, in a new page; `before` runs in it first. */
  async open(path = "/", { width = 1280, height = 900, before } = {}) {
    const page = await this.browser.newPage();
    if (before) await page.evaluateOnNewDocument(before);
    await page.setViewport({ width, height });
    if (this.options.forcedColours && this.name === "chromium") {
      await (await page.createCDPSession()).send("Emulation.setEmulatedMedia", {
        features: [{ name: "forced-colors", value: "active" }],
      });
    }
    const widget = new Widget(page);
    await page.goto(new URL(path, this.server.origin).href, {
      waitUntil: "load",
      timeout: 120_000,
    });
    // Not the first screen, which is there before the engine and gives way to it. Looked at from a world apart, which
    // nothing that the page does to its own can disturb.
    if (this.options.scripts !== false) {
      await page
        .mainFrame()
        .isolatedRealm()
        .waitForFunction(() => {
          const host = document.querySelector("guidance-widget");
          return (
            !host?.shadowRoot?.querySelector(".gw") ||
            host.shadowRoot.querySelector(".notice") ||
            host.matches(":state(live)")
          );
        });
    }
    return widget;
  }

  /** Presses Paste in an editor and in a plain text box on another page: `{ html, text }`. */
  async paste() {
    const page = await this.browser.newPage();
    await page.setContent(
      '<div contenteditable aria-label="Editor"></div><textarea aria-label="Text"></textarea>',
    );
    await page.bringToFront();
    const modifier = process.platform === "darwin" ? "Meta" : "Control";
    for (const target of ["div", "textarea"]) {
      await page.click(target);
      // A page that has only just come to the front can lose its first keys.
      await page.waitForFunction(
        (wanted) => document.hasFocus() && document.activeElement.matches(wanted),
        {},
        target,
      );
      await page.keyboard.down(modifier);
      await page.keyboard.press("v", { commands: ["Paste"] });
      await page.keyboard.up(modifier);
    }
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
   * `isWhole(folder)`. Firefox only: Chromium saves so through its file dialog alone, which no test can reach.
   */
  async saveComplete(page, isWhole) {
    const folder = join(this.scratch, "complete");
    await mkdir(folder);
    await page.bringToFront();
    const { connection } = this.browser;
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
  profile,
  { printed, saved },
  { scripts = true, wasm = true, pageMarks = false, fontSize },
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
    args: [
      ...(process.platform === "linux" ? ["--ozone-platform=headless", "--no-sandbox"] : []),
      ...(wasm ? [] : ["--js-flags=--jitless"]),
      `--host-resolver-rules=MAP ${intranet} 127.0.0.1`,
      "--kiosk-printing",
      "--disable-gpu",
      "--no-first-run",
      "--no-default-browser-check",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--window-size=1400,1000",
    ],
  };
}

/** Firefox, even headless, prints without asking to the file that its preferences name. */
async function firefox(
  _profile,
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
