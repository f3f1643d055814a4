// Whether somebody else than the engine takes something out of what a widget shows: a
// script of the page or an extension, which an open shadow root does not keep out. The
// engine draws on as if all were still there, so the screen would be wrong, or empty.
// Must not know of the element, or of what is shown.

import { takeUp } from "./quiet.js";

/** What the engine sets and needs, and what tidies up a page takes away. */
const NEEDED = ["class", "id", "name", "for", "type"];

/** One for each widget that is watched. */
const settling = new Set();

/** To be called before (`false`) and after (`true`) all that the engine does. */
export function settle(done) {
  for (const one of settling) one(done);
}

/**
 * @param {ShadowRoot} root in which the container stands
 * @param {HTMLElement} container in which the engine draws
 * @param {() => void} taken called when somebody else has taken something out
 * @returns {() => void} ends it
 */
export function watch(root, container, taken) {
  const { className } = container;
  /** What somebody else has put in, as extensions do, and may take out again. */
  const added = new WeakSet();
  const isTheirs = (node) => node !== null && (added.has(node) || isTheirs(node.parentNode));
  const tookOut = ({ type, target, attributeName, addedNodes, removedNodes }) => {
    if (target === root) return container.parentNode !== root;
    // What the engine has taken out is told of until the next microtask.
    if (!container.contains(target) || isTheirs(target)) return false;
    if (type === "attributes")
      return !target.hasAttribute(attributeName) || container.className !== className;
    for (const node of addedNodes) added.add(node);
    return [...removedNodes].some((node) => !added.has(node));
  };
  const look = (changes) => {
    if (changes.some(tookOut)) taken();
  };
  const observer = new MutationObserver(look);
  observer.observe(root, { childList: true });
  observer.observe(container, { childList: true, subtree: true, attributeFilter: NEEDED });
  const one = (done) => {
    const changes = observer.takeRecords();
    if (!done) look(changes);
    takeUp(container, done);
  };
  settling.add(one);
  return () => {
    observer.disconnect();
    settling.delete(one);
  };
}
