// Owns which test files run in one process, and what each took: tests of one browser share it.
// `node tests/browser/run.mjs [--lane chromium-1|chromium-2|firefox-1|firefox-2|alone] [FILE…]`
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { after } from "node:test";
import { parseArgs } from "node:util";

/** What measures time or memory, and is disturbed by what runs beside it. */
const ALONE = ["endurance.test.mjs"];
/** What takes about half of a browser's time, so that its tests run in two processes. */
const SECOND_HALF = ["address", "every-screen", "hostile", "layout", "letter", "outputs"].map(
  (name) => `${name}.test.mjs`,
);

const { values, positionals } = parseArgs({
  options: { lane: { type: "string" } },
  allowPositionals: true,
});
const { lane } = values;
const [browser, half] = lane?.split("-") ?? [];
if (half) process.env.BROWSERS = browser;

const folder = import.meta.dirname;
const all = (await readdir(folder)).filter((name) => name.endsWith(".test.mjs")).sort();
const laneOf = (name) => {
  if (ALONE.includes(name)) return "alone";
  return `${browser}-${SECOND_HALF.includes(name) ? 2 : 1}`;
};
const inLane = (name) => !lane || lane === laneOf(name);
const files =
  positionals.length > 0
    ? positionals.map((it) => resolve(it))
    : all.filter(inLane).map((name) => join(folder, name));
if (files.length === 0) throw new Error(`${folder} has no tests for the lane ${lane}`);

const times = {};
/** @param {string} file */
globalThis.took = (file, milliseconds) => {
  times[file] = (times[file] ?? 0) + milliseconds;
};
for (const file of files) {
  globalThis.testFile = file.split(/[\\/]/).at(-1);
  await import(file);
}
after(async () => {
  const seconds = Object.entries(times).map(([file, time]) => [file, Math.round(time / 100) / 10]);
  await mkdir("target/test", { recursive: true });
  await writeFile(
    `target/test/times-${lane ?? "some"}.json`,
    JSON.stringify(Object.fromEntries(seconds), null, 1),
  );
});
