// Owns reading a printed PDF: text, sizes, fonts and places on the page, in points and millimetres.
import { getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';

const millimetres = (points) => (points * 25.4) / 72;

/**
 * `{ title, language, tagged, text, fonts, pages }`; each page has `width` and `height` in mm, `text`, and `runs` of
 * `{ text, size, font, left, top }`: size in points, place of the baseline's start in mm from the page's corner.
 */
export async function readPdf(bytes) {
  const loading = getDocument({ data: new Uint8Array(bytes), verbosity: VerbosityLevel.ERRORS, useSystemFonts: false });
  const document = await loading.promise;
  const { info } = await document.getMetadata();
  const pages = [];
  for (let number = 1; number <= document.numPages; number += 1) pages.push(await readPage(await document.getPage(number)));
  const tagged = Boolean((await document.getMarkInfo())?.Marked);
  await loading.destroy();
  return {
    title: info.Title ?? '',
    language: info.Language ?? '',
    tagged,
    text: pages.map((page) => page.text).join('\n'),
    fonts: [...new Set(pages.flatMap((page) => page.runs.map((run) => run.font)))],
    pages,
  };
}

async function readPage(page) {
  const [left, bottom, right, top] = page.view;
  await page.getOperatorList(); // loads the fonts, whose names the text then gives
  const { items } = await page.getTextContent();
  const runs = items.filter((item) => item.str.trim()).map(({ str, transform, fontName }) => ({
    text: str,
    size: Math.round(Math.hypot(transform[2], transform[3]) * 100) / 100,
    font: page.commonObjs.get(fontName).name.replace(/^[A-Z]{6}\+/, ''),
    left: millimetres(transform[4] - left),
    top: millimetres(top - transform[5]),
  }));
  return {
    width: millimetres(right - left),
    height: millimetres(top - bottom),
    text: items.map((item) => item.str + (item.hasEOL ? '\n' : '')).join(''),
    runs,
  };
}
