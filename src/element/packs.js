// guidance-packs.js: the reader of content packs (packs/) with its engine in one script.
// It offers itself under a name that scripts of any order find, and does nothing more.
// Must not know of the element, nor where a pack's text comes from.

import wasm from "engine/module.wasm";
import { start } from "./engine.js";

let engine;

globalThis[Symbol.for("guidance-packs")] ??= {
  version: VERSION,
  /**
   * @param {string} json what `cargo xtask pack` has made
   * @returns {Promise<Uint8Array>} the pack as the widget's engine takes it; fails with every problem, one a line
   */
  async read(json) {
    engine ??= start(() => wasm, () => import("engine/compatibility.js"));
    return (await engine).read(json);
  },
};
