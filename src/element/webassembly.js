// What every script of a build means by `WebAssembly`: the browser's own, or after
// `standIn` the compatibility engine. Bundled so that the name is taken from here
// (esbuild's --inject) and the page's own `WebAssembly` is never touched.

export let WebAssembly = globalThis.WebAssembly;

/**
 * @param {(imports: object) => object} instantiate the module as JavaScript: imports in, exports out
 */
export function standIn(instantiate) {
  class Module {}
  class Instance {
    constructor(_module, imports) {
      this.exports = instantiate(imports);
    }
  }
  WebAssembly = { Module, Instance };
}
