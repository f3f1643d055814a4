// guidance-widget.module.js: the element first, then the module as a file of its own,
// compiled while it arrives. Its files are found beside this one.

import { define } from "../element.js";
import { bindings } from "./bindings.js";
import { start } from "./engine.js";

define(
  (turn) =>
    start(
      bindings,
      () => fetch(new URL("guidance-widget.wasm", import.meta.url)),
      // @ts-expect-error a build puts it beside this one
      () => import("./guidance-widget.compatibility.js"),
      turn,
    ),
  import.meta.url,
);
