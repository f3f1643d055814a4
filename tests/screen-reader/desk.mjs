// Owns a desk at which somebody sits who does not see: a display of its own, Orca, a voice that
// writes down what it says (voice.mjs), and a browser. Must not know what is shown.
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Display } from "../browser/display.mjs";

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

// In milliseconds.
/** How long nothing is said once all is. */
const QUIET = 900;
/** How long the first word after a key is waited for. */
const FIRST = 4_000;
/** How long something may take to start. */
const PATIENCE = 90_000;

/** What a browser must not say by itself, and what no test wants. */
const FIREFOX = {
  "browser.aboutwelcome.enabled": false,
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.homepage_override.mstone": "ignore",
  "browser.tabs.firefox-view": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  "toolkit.telemetry.reportingpolicy.firstRun": false,
};
const CHROMIUM = [
  "--force-renderer-accessibility",
  "--no-sandbox",
  // Or it says that it has none.
  "--test-type",
  "--disable-gpu",
  "--no-first-run",
  "--no-default-browser-check",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const PROFILE = ["Default", "default"];

/** Orca says the names of some keys that are pressed. */
const isKey = (line) => /^(tab|space|return|down)$/i.test(line);

export class Desk {
  #heard = 0;
  /** @type {Display} */
  #display;

  /**
   * @param {"chromium" | "firefox"} browser
   * @param {string} address
   * @param {string} title of the page at this address
   */
  static async open(browser, address, title) {
    const desk = new Desk();
    try {
      await desk.#setUp(browser, address, title);
    } catch (error) {
      await desk.close();
      throw error;
    }
    return desk;
  }

  async #setUp(browser, address, title) {
    this.scratch = await mkdtemp(join(tmpdir(), "guidance-screen-reader-"));
    this.spoken = join(this.scratch, "spoken");
    await writeFile(this.spoken, "");
    for (const folder of ["run", "orca", "voice/modules", "profile"])
      await mkdir(join(this.scratch, folder), { recursive: true, mode: 0o700 });
    const room = join(this.scratch, "run");
    this.#display = await Display.open({
      ...process.env,
      HOME: this.scratch,
      XDG_RUNTIME_DIR: room,
      SPOKEN: this.spoken,
      GNOME_ACCESSIBILITY: "1",
      LANG: "C.UTF-8",
    });
    const { env } = this.#display;
    // A session bus of its own, on which assistive technology and programs meet.
    const bus = this.#display.start("dbus-daemon", "--session", "--nofork", "--print-address=3");
    env.DBUS_SESSION_BUS_ADDRESS = await this.#display.printed(bus);
    this.#display.start(
      ["/usr/libexec", "/usr/lib/at-spi2-core"]
        .map((folder) => join(folder, "at-spi-bus-launcher"))
        .find(existsSync),
      "--launch-immediately",
      "--screen-reader=1",
    );
    await writeFile(join(this.scratch, "voice/modules/voice.conf"), "");
    await writeFile(
      join(this.scratch, "voice/speechd.conf"),
      `AddModule "voice" "${resolve(import.meta.dirname, "voice.mjs")}" "voice.conf"\nDefaultModule voice\nDefaultLanguage "en"\n`,
    );
    // One of its own, which does not end while nobody speaks.
    const folders = ["-C", join(this.scratch, "voice"), "-L", room];
    this.#display.start("speech-dispatcher", "--run-single", "--timeout", "0", ...folders);
    await this.#until(
      () => existsSync(join(room, "speech-dispatcher/speechd.sock")),
      "speech-dispatcher to listen",
    );
    await writeFile(
      join(this.scratch, "orca/user-settings.conf"),
      JSON.stringify({
        // Not the names of keys.
        general: { enableKeyEcho: false, profile: PROFILE, startingProfile: PROFILE },
        pronunciations: {},
        keybindings: {},
        profiles: { default: { profile: PROFILE, pronunciations: {}, keybindings: {} } },
      }),
    );
    this.#display.start("orca", "--replace", "--user-prefs", join(this.scratch, "orca"));
    await this.#until(async () => (await this.#lines()).length > 0, "Orca's first word");
    await this.#browse(browser, address);
    const named = async () => (await this.#lines()).some((line) => line.includes(title));
    await this.#until(named, `the page “${title}” to be said`);
    await this.heard();
    await this.heard();
  }

  async #browse(browser, address) {
    const profile = join(this.scratch, "profile");
    if (browser === "firefox") {
      const prefs = Object.entries(FIREFOX);
      await writeFile(
        join(profile, "user.js"),
        prefs.map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});`).join("\n"),
      );
      const program = process.env.FIREFOX || "firefox-esr";
      this.#display.start(program, "--no-remote", "--profile", profile, address);
    } else {
      const program = process.env.CHROMIUM || "chromium";
      this.#display.start(program, ...CHROMIUM, `--user-data-dir=${profile}`, address);
    }
  }

  async #until(check, what) {
    for (const end = Date.now() + PATIENCE; Date.now() < end; await pause(50)) {
      if (this.#display.trouble) throw this.#display.trouble;
      if (await check()) return;
    }
    throw new Error(`Waited ${PATIENCE / 1000} seconds for ${what}`);
  }

  async #lines() {
    return (await readFile(this.spoken, "utf8")).split("\n").slice(0, -1);
  }

  /** What has been said since it was last asked for, once nothing more is: a line each. */
  async heard() {
    let lines = await this.#lines();
    const silent = () => lines.slice(this.#heard).every(isKey);
    for (let since = Date.now(); Date.now() - since < (silent() ? FIRST : QUIET); await pause(50)) {
      const now = await this.#lines();
      if (now.length > lines.length) since = Date.now();
      lines = now;
    }
    const said = lines.slice(this.#heard).filter((line) => !isKey(line));
    this.#heard = lines.length;
    return said;
  }

  /** Presses a key, by the name that X has for it, and gives what is said then. */
  async press(key) {
    await this.#display.press(key);
    return this.heard();
  }

  /** Types a text, and gives what is said meanwhile. */
  async type(text) {
    await this.#display.type(text);
    return this.heard();
  }

  async close() {
    await this.#display?.close();
    if (this.scratch) await rm(this.scratch, { recursive: true, force: true, maxRetries: 10 });
  }
}
