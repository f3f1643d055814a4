// Owns reading a printed PDF, or what LibreOffice prints of a Word file: text, sizes, fonts and places on the page, in
// points and millimetres.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { getDocument, VerbosityLevel } from "pdfjs-dist/legacy/build/pdf.mjs";

const millimetres = (points) => (points * 25.4) / 72;

/**
 * `{ title, language, tagged, text, fonts, pages }`; each page has `width` and `height` in mm, `text`, and `runs` of
 * `{ text, size, font, upright, left, right, top }`: size in points, places in mm from the page's corner, the baseline for `top`.
 */
export async function readPdf(bytes) {
  const loading = getDocument({
    data: new Uint8Array(bytes),
    verbosity: VerbosityLevel.ERRORS,
    useSystemFonts: false,
  });
  const document = await loading.promise;
  /** @type {any} */
  const { info } = await document.getMetadata();
  const pages = [];
  for (let number = 1; number <= document.numPages; number += 1)
    pages.push(await readPage(await document.getPage(number)));
  const tagged = Boolean((await document.getMarkInfo())?.Marked);
  await loading.destroy();
  return {
    title: info.Title ?? "",
    language: info.Language ?? "",
    tagged,
    text: pages.map((page) => page.text).join("\n"),
    fonts: [...new Set(pages.flatMap((page) => page.runs.map((run) => run.font)))],
    pages,
  };
}

/** The same of the PDF that LibreOffice makes of a Word file. */
export async function readWord(bytes) {
  const folder = await mkdtemp(join(tmpdir(), "guidance-word-"));
  try {
    await writeFile(join(folder, "letter.docx"), bytes);
    await promisify(execFile)("soffice", [
      `-env:UserInstallation=${pathToFileURL(join(folder, "office"))}`,
      "--headless",
      "--convert-to",
      "pdf",
      "--outdir",
      folder,
      join(folder, "letter.docx"),
    ]);
    return await readPdf(await readFile(join(folder, "letter.pdf")));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readPage(page) {
  const [left, bottom, right, top] = page.view;
  await page.getOperatorList(); // loads the fonts, whose names the text then gives
  const { items } = await page.getTextContent();
  const runs = items
    .filter((item) => item.str.trim())
    .map(({ str, transform, width, fontName }) => ({
      text: str,
      size: Math.round(Math.hypot(transform[2], transform[3]) * 100) / 100,
      font: page.commonObjs.get(fontName).name.replace(/^[A-Z]{6}\+/, ""),
      upright: transform[1] === 0 && transform[2] === 0, // type that is slanted by itself has an upright font's name
      left: millimetres(transform[4] - left),
      right: millimetres(transform[4] + width - left),
      top: millimetres(top - transform[5]),
    }));
  return {
    width: millimetres(right - left),
    height: millimetres(top - bottom),
    text: items.map((item) => item.str + (item.hasEOL ? "\n" : "")).join(""),
    runs,
  };
}
