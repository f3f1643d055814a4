// guidance-packs.js: the reader of content packs (packs/) with its module in one script;
// the module as JavaScript is a file of its own, for the few that need it.
// It offers itself under a name that scripts of any order find, and does nothing more.
// Must not know of the element, nor where a pack's text comes from.

import { initSync, read } from "engine/bindings.js";
import wasm from "engine/module.wasm";
import { bytes } from "./bytes.js";
import { start } from "./engine.js";

let engine;

globalThis[Symbol.for("guidance-packs")] ??= {
  version: VERSION,
  /**
   * @param {string} json what `cargo xtask pack` has made
   * @param {string} [here] the address beside which guidance-packs.compatibility.js is
   * @returns {Promise<Uint8Array>} the pack as the widget's engine takes it; fails with every problem, one a line
   */
  async read(json, here) {
    engine ??= start(
      { initSync, read },
      () => bytes(wasm),
      () => import(new URL("guidance-packs.compatibility.js", here || "about:blank").href),
    );
    return (await engine).read(json);
  },
};
