// guidance-widget.js: everything in one classic script. It fetches nothing, so it
// works from a file, and in a saved copy of the page. (A page that names a pack of its
// own has the reader of packs loaded from beside the script, or names it itself.)

import { define } from "../element.js";
import { start } from "./engine.js";

define(
  (turn) => start(
    // Taken out of its text when it is needed, not before.
    async () => (await import("engine/module.wasm")).default,
    () => import("engine/compatibility.js"),
    turn,
  ),
  document.currentScript?.src,
);
