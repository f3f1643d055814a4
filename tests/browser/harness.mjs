// Owns the one import that browser tests need: everything the other files of this folder offer.
export { describeEachBrowser, isFirst, long, nightly, sample, Session } from "./browsers.mjs";
export { serve } from "./server.mjs";
export { Widget, waitFor } from "./widget.mjs";
export { checkAccessibility, checkFocus, checkWithIbm } from "./accessibility.mjs";
export { asDocument, checkHtml } from "./html-checker.mjs";
export { readPdf, readWord } from "./pdf.mjs";
