#!/usr/bin/env bash
# binaryen 132 (npm 132.0.0): what `wasm2js` makes of a module grows its memory into a new
# ArrayBuffer and leaves the old one whole. WebAssembly detaches it: its length becomes 0, and
# that is how wasm-bindgen's bindings notice that the view of the memory which they keep has to
# be made anew. With the script in place of the module they go on with the old view: what they
# read and write there is no longer the program's memory, and nothing fails.
#
# Prints the length of a buffer taken before the memory grew, and what the program then reads
# where such a view wrote 7. Seen with Node 20:
#   WebAssembly: old buffer 0 bytes
#   wasm2js:     old buffer 65536 bytes; a write through it, read by the program: 0
# Fails if it changes. A remedy: detach the old buffer where the script makes the new one, with
# `structuredClone(old, { transfer: [old] })`. Needs Node 17 or newer, and npm.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts binaryen@132.0.0

cat > module.wat <<'WAT'
(module
  (memory (export "memory") 1 4)
  (func (export "grow") (result i32) (memory.grow (i32.const 1)))
  (func (export "read") (result i32) (i32.load8_u (i32.const 16))))
WAT
npx wasm-as module.wat -o module.wasm
npx wasm2js --emscripten module.wasm -o script.js
echo 'module.exports = instantiate;' >> script.js
mv script.js script.cjs

cat > look.mjs <<'JS'
import { readFileSync } from "node:fs";
import instantiate from "./script.cjs";
const { instance } = await WebAssembly.instantiate(readFileSync("module.wasm"));
const of = ({ memory, grow, read }) => {
  const view = new Uint8Array(memory.buffer);
  grow();
  const { byteLength } = view.buffer;
  view[16] = 7; // nothing happens where the buffer is detached
  return [byteLength, read()];
};
const [wasm] = of(instance.exports);
const [script, seen] = of(instantiate({}));
console.log(`WebAssembly: old buffer ${wasm} bytes`);
console.log(`wasm2js:     old buffer ${script} bytes; a write through it, read by the program: ${seen}`);
if (wasm !== 0 || script !== 65536 || seen !== 0) process.exit(1);
console.log("seen as described");
JS
node look.mjs
