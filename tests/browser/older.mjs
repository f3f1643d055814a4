// Owns the older Chromiums of tests/engines: which there are, how one is unpacked, and what the tests’ own scripts miss in its pages.
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";

const folder = join(import.meta.dirname, "../engines/node_modules");

/** Whether this names one: `chromium-92`. */
export const isOlder = (name) => /^chromium-\d+$/.test(name);

/** The program, unpacked the first time. */
export async function older(name) {
  const unpacked = join(folder, ".unpacked", name);
  const program = join(unpacked, "chromium");
  if (existsSync(program)) return program;
  await mkdir(unpacked, { recursive: true });
  const packed = await readFile(join(folder, name, "bin/chromium.br"));
  const beside = `${program}.${process.pid}`;
  await writeFile(beside, brotliDecompressSync(packed), { mode: 0o755 });
  // In one go: another process may be unpacking it, too.
  await rename(beside, program);
  return program;
}

/** It is a Chromium without windows, which does not say when its first page is there. */
export const launchOptions = {
  waitForInitialPage: false,
  defaultViewport: null,
  args: [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1400,1000",
  ],
};

/** In the page, before all else: what the tests ask pages for, and the widget does not. */
export function lend() {
  Element.prototype.checkVisibility ??= function checkVisibility() {
    return this.getClientRects().length > 0 && getComputedStyle(this).visibility === "visible";
  };
}
