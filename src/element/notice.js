// Notices, and the style sheets that the widget adopts. Must not know what a notice
// says, or when it is shown.

import { create } from "./create.js";

// To be read whatever the page does with its own type.
export const NOTICE_STYLE = `
[part=notice]{all:initial;display:block;visibility:inherit;margin:0 0 1.5em;padding:1em;
border:1px solid;border-inline-start-width:.5em;font:medium/1.5 Arial,Helvetica,sans-serif;
color:#0b0c0c;background:#fff}
[part=notice] p{margin:0}
[part=notice] p+p{margin-block-start:.5em}
`;

const sheets = {};

/** One sheet for all widgets. Adopted, it applies under a policy that forbids <style> and style="…". */
export function sheet(rules) {
  if (!sheets[rules]) {
    const made = new CSSStyleSheet();
    made.replaceSync(rules);
    sheets[rules] = made;
  }
  return sheets[rules];
}

const OUTSIDE = "guidance-notice";

/** A notice that stands in the page itself, where no style sheet of the widget's applies. */
export function outside(...words) {
  const box = notice(OUTSIDE, ...words);
  // As a property, which no policy forbids.
  box.style.cssText =
    "display:block!important;margin:0 0 1.5em;padding:1em;border:1px solid;border-left-width:.5em;color:#0b0c0c;background:#fff";
  box.setAttribute("role", "status");
  return box;
}

/** Takes such notices out again: a copy of the element has brought them along. */
export function clear(element) {
  for (const it of [...element.children]) if (it.className === OUTSIDE) element.removeChild(it);
}

/** What happened, why, and what the reader can do. */
export function notice(kind, what, ...lines) {
  const box = create("div");
  box.className = kind;
  box.part = "notice";
  box.lang = "en-GB";
  box.dir = "ltr";
  const heading = create("strong");
  heading.textContent = what;
  for (const content of [heading, ...lines]) {
    const line = create("p");
    line.append(content);
    box.append(line);
  }
  return box;
}
