// Owns a display that nobody looks at, with windows that take keys: Xvfb, openbox and xdotool. Must not know what is shown.
import { execFile, spawn } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

export class Display {
  #children = [];
  /** @type {Error | undefined} why a program could not be started */
  trouble;

  /** @param {NodeJS.ProcessEnv} env what its programs are told */
  constructor(env) {
    /** For whatever is to be shown on it. */
    this.env = { ...env };
  }

  static async open(env = process.env) {
    const display = new Display(env);
    const server = display.start("Xvfb", "-displayfd", "3", "-screen", "0", "1280x900x24");
    display.env.DISPLAY = await display.printed(server, (number) => `:${number}`);
    display.start("openbox");
    return display;
  }

  /** Starts a program on it, which ends with it. */
  start(program, ...options) {
    const child = spawn(program, options, {
      env: this.env,
      stdio: ["ignore", "ignore", "ignore", "pipe"],
    });
    child.on("error", (error) => {
      this.trouble ??= error;
    });
    this.#children.push(child);
    return child;
  }

  /** What a program prints first to its third stream. */
  printed(child, as = (text) => text) {
    return new Promise((done, fail) => {
      child.stdio[3].once("data", (text) => done(as(String(text).trim())));
      child.once("exit", () => fail(this.trouble ?? new Error(`${child.spawnfile} has ended`)));
      child.once("error", fail);
    });
  }

  /** Presses keys, by the names that X has for them. */
  async press(...keys) {
    await run("xdotool", ["key", ...keys], { env: this.env });
  }

  async type(text) {
    for (const [row, line] of text.split("\n").entries()) {
      // Firefox does not get the one that is typed.
      if (row > 0) await this.press("Return");
      await run("xdotool", ["type", "--delay", "30", line], { env: this.env });
    }
  }

  /** Waits for a window whose name matches, and gives it the keys that follow. */
  async window(name) {
    const found = ["search", "--sync", "--onlyvisible", "--name", name];
    await run("xdotool", [...found, "windowactivate", "--sync"], {
      env: this.env,
      timeout: 30_000,
    });
  }

  /** Ends what runs on it, the last first. */
  async close() {
    for (const child of this.#children.reverse()) {
      if (child.exitCode !== null) continue;
      const gone = new Promise((done) => child.once("exit", done));
      child.kill();
      await Promise.race([gone, pause(3_000)]);
      if (child.exitCode === null) child.kill("SIGKILL");
    }
  }
}
