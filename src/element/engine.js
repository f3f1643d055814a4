// Starts the engine: the module as WebAssembly, or where that fails, the same module
// as JavaScript (the compatibility engine). Which one is found by trying, never by
// the browser's name. Must not know where the bytes come from, or of elements.

import { say } from "./say.js";
import { standIn } from "./webassembly.js";

/** The browser's own, if it has it: what the bindings mean by this name stands in. */
const { WebAssembly: native } = globalThis;
/** The smallest module there is. */
const EMPTY = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/**
 * @param {{ initSync: (given: { module: object }) => object, [more: string]: any }} bindings initSync, and what else they export that is wanted: one by one, since what a bundler makes
 *   of a whole module fails in pages that give every object a property called `value`
 * @param {() => any} wasm gives the module's bytes or a response with them, or a promise of either
 * @param {() => Promise<{ instantiate: Function }>} compatibility gives the module as JavaScript
 * @param {Promise<void>} [turn] when what is more urgent than to run it is done
 * @returns {Promise<object>} the bindings; `name`: "wasm" or "compatibility"; `on_stop(callback)`: callback(reason)
 *   once it has stopped for good; and `on_call(callback)`: callback(done) before and after each call into it
 */
export async function start(bindings, wasm, compatibility, turn) {
  let failure;
  try {
    // Some browsers have the object but no compiler, or a policy against using it:
    // then the real module need not be loaded.
    new native.Module(EMPTY);
    const module = await compiled(await wasm());
    await turn;
    // Not made at once: on the page's own thread Chromium refuses that until version 114.
    const { exports } = await native.instantiate(module, importsOf(bindings));
    if (!exports) throw new Error("something on this page gives another thing than an instance");
    return run(bindings, "wasm", () => exports);
  } catch (reason) {
    failure = reason;
  }
  try {
    return run(bindings, "compatibility", (await compatibility()).instantiate);
  } catch (cause) {
    throw new Error(`${failure}; ${cause}`);
  }
}

async function compiled(given) {
  if (!(given instanceof Response)) return native.compile(given);
  if (!given.ok) throw new Error(`${given.url}: the server answered ${given.status}`);
  const type = given.headers.get("content-type");
  if (type === "application/wasm") return native.compileStreaming(given);
  say(
    "warn",
    `${given.url} is served as ${type}. Served as application/wasm it would start sooner.`,
  );
  return native.compile(await given.arrayBuffer());
}

/** What the module takes from its bindings. They say so only when they make an instance. */
function importsOf({ initSync }) {
  let imports;
  standIn((given) => {
    imports = given;
    throw imports;
  });
  try {
    init(initSync);
  } catch (reason) {
    if (reason !== imports) throw reason;
  }
  return imports;
}

/** @param {(given: { module: object }) => object} initSync */
function init(initSync) {
  // @ts-expect-error the name is webassembly.js's here, not the browser's
  initSync({ module: new WebAssembly.Module() });
}

function run(bindings, name, instantiate) {
  /** @type {(reason?: unknown) => void} */
  let tell = () => {};
  /** @type {(done: boolean) => void} */
  let around = () => {};
  let stopped = false;
  let depth = 0;
  // An error that comes out of the module, be it a panic, memory that is refused or a
  // browser's function that fails, leaves it in the middle of its work: no call into it is
  // safe any more, and each does nothing.
  const guarded = (call) =>
    function guarded() {
      depth += 1;
      try {
        if (depth === 1) around(false);
        return stopped ? undefined : call.apply(undefined, arguments);
      } catch (reason) {
        if (!stopped) {
          stopped = true;
          tell(reason);
        }
        throw reason;
      } finally {
        if (depth === 1) around(true);
        depth -= 1;
      }
    };
  standIn((imports) => {
    const own = instantiate(imports);
    const exports = {};
    for (const name in own)
      exports[name] = typeof own[name] === "function" ? guarded(own[name]) : own[name];
    return exports;
  });
  init(bindings.initSync);
  return {
    ...bindings,
    name,
    on_stop: (callback) => {
      tell = callback;
    },
    on_call: (callback) => {
      around = callback;
    },
  };
}
