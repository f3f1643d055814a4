// guidance-widget.js: everything in one classic script. It fetches nothing, so it
// works from a file, and in a saved copy of the page.

import wasm from "engine/module.wasm";
import { define } from "../element.js";
import { start } from "./engine.js";

define(() => start(() => wasm, () => import("engine/compatibility.js")));
