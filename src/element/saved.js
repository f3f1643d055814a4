// What a saved copy of the page shows once it has lost its script: the guidance and a
// notice, and nothing that was typed, on no screen and no paper. All of it is there before
// anybody can save, since nothing tells that somebody does. Must not know of the engine.

import { notice } from "./notice.js";

const NAME = "saved";
const WORDS = [
  "The step-by-step version of this guidance does not work in this saved copy of the page.",
  "To use it, open the page that this is a copy of.",
  "What was typed before it was saved may still be in this copy, unseen.",
  "You can use the full guidance below.",
];

/** Chromium has states from 90 on, but takes these names, and knows a rule for them, from 125 on. */
const KNOWS_STATES =
  "attachInternals" in HTMLElement.prototype && globalThis.CSS?.supports("selector(:state(live))");
// Neither is anything that a saver could write down. Where the browser knows no states, a copy
// that has lost its script has at least no element of this name that is defined.
const ALIVE = KNOWS_STATES ? ":host(:is(:state(live), :state(starting)))" : ":host(:defined)";

// What the widget draws in is hidden until a rule shows it, so that it is not seen either
// where a saver drops rules, or does not know them. The notice is hidden in such a way
// that it has a size: savers throw away what has none.
export const STYLE = `
:host>.gw{max-width:var(--guidance-max-width,none)}
${ALIVE}>.gw{display:block}
${ALIVE}>.${NAME}{position:absolute;visibility:hidden;inline-size:1px;block-size:1px;overflow:hidden}
@media print{.notice{display:none}}
`;

// While a screen is there. On paper the guidance stands above it.
export const DRAWN = `@media screen{${ALIVE}>slot{display:none}}`;

// Firefox prints a copy of the page, which is never alive.
export const PRINTED = `.gw{display:block!important}.${NAME}{display:none!important}`;

/**
 * @param {ElementInternals | undefined} internals of the element
 * @param {"live" | "starting" | null} state what it is now; none where the guidance alone is shown
 */
export function setState(internals, state) {
  if (!KNOWS_STATES) return;
  internals?.states?.clear();
  if (state) internals?.states?.add(state);
}

/** For copies that keep the shadow root. */
export function forCopies() {
  return notice(NAME, ...WORDS);
}

/**
 * For copies that keep only what the page has put into the element: there is no slot of
 * this name, so it is drawn where there is no shadow root. A page can have put it there.
 *
 * @param {Element} element
 */
export function markForCopies(element) {
  for (const it of element.children) if (it.slot === NAME) return;
  const mark = forCopies();
  mark.slot = NAME;
  element.prepend(mark);
}
