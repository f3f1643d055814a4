// guidance-widget.js: everything in one classic script. It fetches nothing, so it
// works from a file, and in a saved copy of the page. (A page that names a pack of its
// own has the reader of packs loaded from beside the script, or names it itself.)

import { instantiate } from "engine/compatibility.js";
import wasm from "engine/module.wasm";
import { define } from "../element.js";
import { bindings } from "./bindings.js";
import { start } from "./engine.js";

// An image of the page that is named currentScript stands before the document's own: what
// is loaded from beside the script must not come from beside the image.
const { currentScript } = document;
const here = currentScript instanceof HTMLScriptElement ? currentScript.src : undefined;

define(() => start(bindings, () => wasm, async () => ({ instantiate })), here);
