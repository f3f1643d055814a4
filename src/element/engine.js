// Starts the engine: the module as WebAssembly, or where that fails, the same module
// as JavaScript (the compatibility engine). Which one is found by trying, never by
// the browser's name. Must not know where the bytes come from, or of elements.

import init, * as bindings from "engine/bindings.js";
import { standIn, WebAssembly } from "./webassembly.js";

/**
 * @param {() => any} wasm gives the module, or a promise of it, in any form that can be compiled
 * @param {() => Promise<{ instantiate: Function }>} compatibility gives the module as JavaScript
 * @returns {Promise<object>} what src/element.rs exports, and `name`: "wasm" or "compatibility"
 */
export async function start(wasm, compatibility) {
  let failure;
  try {
    // The smallest module there is. Some browsers have the object but no compiler,
    // or a policy against using it: then the real one need not be loaded.
    new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
    await init({ module_or_path: wasm() });
    return { ...bindings, name: "wasm" };
  } catch (reason) {
    failure = reason;
  }
  try {
    standIn((await compatibility()).instantiate);
    bindings.initSync({ module: new WebAssembly.Module() });
    return { ...bindings, name: "compatibility" };
  } catch (cause) {
    throw new Error(`${failure}; ${cause}`);
  }
}
