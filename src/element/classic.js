// guidance-widget.js: everything in one classic script. It fetches nothing, so it
// works from a file, and in a saved copy of the page. (A page that names a pack of its
// own has the reader of packs loaded from beside the script, or names it itself.)

import { instantiate } from "engine/compatibility.js";
import wasm from "engine/module.wasm";
import { define } from "../element.js";
import { bytes } from "./bytes.js";
import { bindings } from "./bindings.js";
import { start } from "./engine.js";
import { documentType } from "./natives.js";

// Not as document.currentScript: an image of the page that has this name stands before it,
// and what is loaded from beside the script would come from beside the image.
const { get } = Object.getOwnPropertyDescriptor(documentType(), "currentScript");

define(
  (turn) =>
    start(
      bindings,
      () => bytes(wasm),
      async () => ({ instantiate }),
      turn,
    ),
  get.call(document)?.src,
);
