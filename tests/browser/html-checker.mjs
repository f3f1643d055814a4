// Owns the Nu HTML checker: many pieces of markup in one run, since starting Java takes longer than checking.
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const jar = fileURLToPath(import.meta.resolve("vnu-jar/build/dist/vnu.jar"));

/** What stands in a shadow root, or in a body, as a whole document. */
export const asDocument = (markup, { title = "Screen", lang = "en-GB" } = {}) =>
  `<!doctype html>\n<html lang="${lang}">\n<head><meta charset="utf-8"><title>${title}</title></head>\n<body>${markup}</body>\n</html>\n`;

/**
 * Checks whole documents, given as `[name, html]` pairs or a map: every error and warning as one line that begins with
 * the name, nothing when all are in order.
 */
export async function checkHtml(documents) {
  const named = [...documents];
  if (named.length === 0) throw new Error("There is no document to check");
  const folder = await mkdtemp(join(tmpdir(), "guidance-html-"));
  try {
    const files = named.map((_, row) => join(folder, `${row}.html`));
    await Promise.all(named.map(([, html], row) => writeFile(files[row], html)));
    const { messages } = await run(files);
    // What is neither is advice, such as on slashes that change nothing.
    const told = messages.filter(({ type, subType }) => type !== "info" || subType === "warning");
    return told.map(({ type, subType, url, message, extract, lastLine }) => {
      const name = named[Number(basename(url ?? "", ".html"))]?.[0] ?? url;
      return `${name}, line ${lastLine}: ${subType ?? type}: ${message}\n  ${extract?.replace(/\s+/g, " ")}`;
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function run(files) {
  const options = ["-jar", jar, "--format", "json", "--stdout", "--exit-zero-always", ...files];
  const { stdout } = await promisify(execFile)("java", options, { maxBuffer: 64 * 1024 * 1024 });
  return JSON.parse(stdout);
}
