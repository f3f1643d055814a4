// The first screen of the guidance that is built in: drawn before the engine is there,
// so that nobody waits for it, and what the user does with it meanwhile. Node by node,
// since a policy may forbid markup from text. Must not know of the element, or of what
// an answer leads to.

import screen from "engine/first-screen.json";
import { create } from "./create.js";

/**
 * Draws the screen.
 *
 * @param {Element} container where
 * @param {number} level of its heading
 * @param {string} waiting what to say when something is pressed that only the engine can do
 * @returns {(focused: Element | null) => object} gives what the user has done, for `again`
 */
export function draw(container, level, waiting) {
  container.append(node(screen, level));
  let pressed = null;
  const press = (type, target) => {
    pressed = { type, row: controls(container).indexOf(target) };
    container.querySelector("[role=status]").textContent = waiting;
  };
  container.addEventListener("click", (/** @type {any} */ { target }) => {
    if (target.localName === "button") press("click", target);
  });
  container.addEventListener("keydown", (/** @type {any} */ event) => {
    if (event.key !== "Enter" || event.target.localName !== "input") return;
    event.preventDefault();
    press("keydown", event.target);
  });
  return (focused) => {
    const all = controls(container);
    return {
      picked: all.findIndex((it) => it.checked),
      open: all.map((it) => !!it.parentNode.open),
      focused: all.indexOf(focused),
      pressed,
    };
  };
}

/** Does in `container`, where the engine has drawn the same screen, what the user did. */
export function again({ picked, open, focused, pressed }, container) {
  const all = controls(container);
  open.forEach((isOpen, row) => {
    if (isOpen) all[row].parentNode.open = true;
  });
  all[picked]?.click();
  all[focused]?.focus();
  if (pressed?.type === "click") all[pressed.row]?.click();
  else if (pressed)
    all[pressed.row]?.dispatchEvent(
      new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }),
    );
}

/** In both the same, one after the other. */
function controls(container) {
  return [...container.querySelectorAll("input, button, summary, [tabindex]")];
}

/** Text, or `[name, attributes, ...children]`. */
function node(given, level) {
  if (typeof given === "string") return new Text(given);
  const [name, attributes, ...children] = given;
  const element = create(name === "h2" ? `h${level}` : name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children.map((child) => node(child, level)));
  return element;
}
