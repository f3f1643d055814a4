// Owns what tests of other programs share: where those of npm are, and the tables of docs/elsewhere.md, which say what
// each makes of a letter.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const file = join(import.meta.dirname, "../../docs/elsewhere.md");

const packages = join(import.meta.dirname, "../outside/node_modules");

/** A file of a package of tests/outside. */
export const outside = (file) => join(packages, file);

/** The same as a module. Only the nightly run has installed it, so it cannot be named where it is imported. */
export const importOutside = (file) => import(pathToFileURL(outside(file)).href);

/** Holds that the table of this name is this one, the first row being its head. UPDATE_EXPECT=1 writes it. */
export async function holdTable(name, [head, ...rows]) {
  const line = (cells) => `| ${cells.join(" | ")} |\n`;
  const made = [head, head.map(() => "---"), ...rows].map(line).join("");
  const document = await readFile(file, "utf8");
  const [start, end] = [`<!-- ${name} -->\n`, `<!-- end of ${name} -->`];
  const [before, rest] = document.split(start);
  const [held, after] = rest?.split(end) ?? [];
  assert.ok(after !== undefined, `docs/elsewhere.md has no table “${name}”`);
  if (process.env.UPDATE_EXPECT) await writeFile(file, before + start + made + end + after);
  else assert.equal(made, held, "docs/elsewhere.md says something else; UPDATE_EXPECT=1 writes it");
}
