// The browser's own types where old libraries put their own under the name: MooTools has a
// Window and a Document. Bundled so that `instanceof` in the bindings asks this one
// (esbuild's --inject). Must not know who asks.

export const Window = { [Symbol.hasInstance]: (it) => it === globalThis };

/** Document.prototype, also where `Document` is another. */
export const documentType = () => Object.getPrototypeOf(HTMLDocument.prototype);
