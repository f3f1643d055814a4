// guidance-widget.js: everything in one classic script. It fetches nothing, so it
// works from a file, and in a saved copy of the page. (A page that names a pack of its
// own has the reader of packs loaded from beside the script, or names it itself.)

import wasm from "engine/module.wasm";
import { define } from "../element.js";
import { start } from "./engine.js";

define(() => start(() => wasm, () => import("engine/compatibility.js")), document.currentScript?.src);
