// Owns a desk at which somebody sits who does not see: a display of its own, Orca, a voice that
// writes down what it says (voice.mjs), a browser, and a keyboard. Must not know what is shown.
import { spawn, execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
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
  #children = [];
  #heard = 0;
  /** @type {Record<string, string>} */
  #env = {};
  #trouble;

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
    this.#env = {
      ...process.env,
      HOME: this.scratch,
      XDG_RUNTIME_DIR: join(this.scratch, "run"),
      SPOKEN: this.spoken,
      GNOME_ACCESSIBILITY: "1",
      LANG: "C.UTF-8",
    };
    this.#env.DISPLAY = `:${await this.#display()}`;
    await this.#bus();
    this.#start("openbox");
    this.#start(
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
    const folders = ["-C", join(this.scratch, "voice"), "-L", this.#env.XDG_RUNTIME_DIR];
    this.#start("speech-dispatcher", "--run-single", "--timeout", "0", ...folders);
    await this.#until(
      () => existsSync(join(this.#env.XDG_RUNTIME_DIR, "speech-dispatcher/speechd.sock")),
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
    this.#start("orca", "--replace", "--user-prefs", join(this.scratch, "orca"));
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
      this.#start(program, "--no-remote", "--profile", profile, address);
    } else {
      const program = process.env.CHROMIUM || "chromium";
      this.#start(program, ...CHROMIUM, `--user-data-dir=${profile}`, address);
    }
  }

  /** A display that nobody has. */
  #display() {
    const child = this.#start("Xvfb", "-displayfd", "3", "-screen", "0", "1280x900x24");
    return new Promise((done, fail) => {
      child.stdio[3].once("data", (number) => done(String(number).trim()));
      child.once("exit", () => fail(new Error("Xvfb has not started")));
    });
  }

  /** A session bus of its own, on which assistive technology and programs meet. */
  #bus() {
    const child = this.#start("dbus-daemon", "--session", "--nofork", "--print-address=3");
    return new Promise((done, fail) => {
      child.stdio[3].once("data", (address) => {
        this.#env.DBUS_SESSION_BUS_ADDRESS = String(address).trim();
        done(undefined);
      });
      child.once("exit", () => fail(new Error("dbus-daemon has not started")));
    });
  }

  #start(program, ...options) {
    const child = spawn(program, options, {
      env: this.#env,
      stdio: ["ignore", "ignore", "ignore", "pipe"],
    });
    child.on("error", (error) => {
      this.#trouble ??= error;
    });
    this.#children.push(child);
    return child;
  }

  async #until(check, what) {
    for (const end = Date.now() + PATIENCE; Date.now() < end; await pause(50)) {
      if (this.#trouble) throw this.#trouble;
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
    await run("xdotool", ["key", key], { env: this.#env });
    return this.heard();
  }

  /** Types a text, and gives what is said meanwhile. */
  async type(text) {
    const keys = (...given) => run("xdotool", given, { env: this.#env });
    for (const [row, line] of text.split("\n").entries()) {
      // Firefox does not get the one that is typed.
      if (row > 0) await keys("key", "Return");
      await keys("type", "--delay", "30", line);
    }
    return this.heard();
  }

  async close() {
    for (const child of this.#children.reverse()) {
      if (child.exitCode !== null) continue;
      const gone = new Promise((done) => child.once("exit", done));
      child.kill();
      await Promise.race([gone, pause(3_000)]);
      if (child.exitCode === null) child.kill("SIGKILL");
    }
    if (this.scratch) await rm(this.scratch, { recursive: true, force: true, maxRetries: 10 });
  }
}
