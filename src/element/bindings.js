// What src/element.rs exports, and what starts it. Must not know who calls it.

import {
  content,
  create,
  initSync,
  mount,
  reset,
  shipped,
  unmount,
  update,
} from "engine/bindings.js";

export const bindings = { content, create, initSync, mount, reset, shipped, unmount, update };
