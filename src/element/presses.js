// Which presses count: each press of its own, and nothing of one that has counted already.
// The second click of a double click would land on whatever has come under the pointer
// meanwhile, and a key held down on whatever has the focus. Nor does what was left hear any.
// How far apart in time and place two clicks are one double click is the user's own setting:
// the browser tells it by `detail`, which is 0 for a click by keyboard or by assistive
// technology. Must not know what a press does.

/**
 * @returns {(event: any, within: boolean) => boolean} whether this is only the rest of a press that has counted; `within`
 *   is whether it is in what is looked after, whose presses must not go on outside either
 */
export function restOfPress() {
  /** What was under the pointer, and what had the focus, when the last press began. */
  let clicked, focused;
  let began = false;
  return ({ type, detail, key, repeat, target }, within) => {
    if (target.closest(".gw-left")) return true;
    if (type === "keydown") {
      if (!repeat) focused = target;
      // Lines may follow each other in a text. The other keys that repeat are no presses.
      const writes = focused === target && target.localName === "textarea";
      return within && repeat && key === "Enter" && !writes;
    }
    const control = target.closest("label")?.control ?? target.closest(COMMANDS) ?? target;
    if (detail < 2) {
      clicked = control;
      began = within;
    }
    if (clicked !== control) return within || began;
    // What is selected by several clicks is selected, a word too.
    return within && detail > 1 && control.matches(COMMANDS);
  };
}

const COMMANDS = "a, button, summary";
