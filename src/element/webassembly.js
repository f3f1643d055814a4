// What the bindings mean by `WebAssembly`: whichever engine was found to work. Bundled so
// that the name is taken from here (esbuild's --inject), so the page's own `WebAssembly`
// is never touched.

let engine;

export const WebAssembly = {
  Module: class {},
  Instance: class {
    constructor(_module, imports) {
      this.exports = engine(imports);
    }
  },
};

/**
 * @param {(imports: object) => object} instantiate imports in, exports out
 */
export function standIn(instantiate) {
  engine = instantiate;
}
