// What tools put into fields without an event, as text expanders, password managers and
// dictation do: the engine is told of it as of typing before it does anything else, or it
// would miss it and draw over it. Must not know what the fields are for, nor keep what is
// in them longer than the fields are there.

/** What each field holds, as far as the engine knows. */
const known = new WeakMap();

/** To be called, before the engine, when something is typed. */
export function typed({ target }) {
  known.set(target, target.value);
}

/**
 * To be called before (`false`) and after (`true`) all that the engine does.
 *
 * @param {HTMLElement} container in which the engine draws
 * @param {boolean} done
 */
export function takeUp(container, done) {
  // Not a selector, for which every element would be looked at each time.
  for (const tag of /** @type {const} */ (["input", "textarea"])) {
    for (const field of container.getElementsByTagName(tag)) {
      if (done) known.set(field, field.value);
      else if (known.has(field) && known.get(field) !== field.value)
        field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
  }
}
