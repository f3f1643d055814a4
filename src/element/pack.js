// The pack that a page names: its text, from an address or from the page itself, and
// through the reader (packs.js) to what the engine can show. Must not know of widgets.

// A pack is at most this long (core/src/content/packed.rs says the same of its bytes),
// and has to arrive in this time.
const MOST = 2_000_000;
const PATIENCE = 20_000;

/**
 * @param {Record<string, any>} engine turns a pack that was read into what it can show
 * @param {string} pack an address, or "#" and the id of a <script type="application/json">
 * @param {string} [here] the address beside which guidance-packs.js is
 * @returns {Promise<object>} fails with a list of everything that is wrong
 */
export async function read(engine, pack, here) {
  try {
    const [json, reader] = await Promise.all([textOf(pack), readerFor(here)]);
    return engine.content(await reader.read(json, here));
  } catch (reason) {
    // The reader's own words, one problem a line, or an error on the way to them.
    throw typeof reason === "string"
      ? reason.split("\n")
      : [`${pack}: ${reason?.message ?? reason}`];
  }
}

async function textOf(pack) {
  if (pack.startsWith("#")) {
    await arrived();
    const place = document.getElementById(pack.slice(1));
    if (!place) throw new Error("nothing on this page has this id.");
    return place.textContent;
  }
  const late = new AbortController();
  const tooLate = new Error(`it did not all come in ${PATIENCE / 1000} seconds`);
  setTimeout(() => late.abort(tooLate), PATIENCE);
  // Asked for anew each time, or a browser may show guidance that has been replaced.
  const asked = fetch(pack, { signal: late.signal, cache: "no-cache" });
  const response = await asked.catch((reason) => {
    throw new Error(
      `could not be loaded (${reason.message}). From a file, or where a policy or a sign-in is in the way, put the pack into the page: pack="#id".`,
    );
  });
  if (!response.ok) throw new Error(`could not be loaded: the server answered ${response.status}.`);
  const chunks = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await chunks.read();
    if (done) break;
    text += value;
    if (text.length > MOST) {
      chunks.cancel();
      throw new Error(`is longer than ${MOST} characters.`);
    }
  }
  if (/^\s*</.test(text)) {
    throw new Error(
      `a web page came in its place, perhaps one to sign in. Open ${response.url} in this browser, sign in if it asks, and load this page again; if that does not help, correct the address.`,
    );
  }
  return text;
}

async function readerFor(here) {
  const reader = () => globalThis[Symbol.for("guidance-packs")];
  // The page may name the script after the widget's.
  if (!reader()) await arrived();
  if (!reader()) {
    // A script that stands in its page has no address.
    await import(new URL("guidance-packs.js", here || "about:blank").href).catch((reason) => {
      throw new Error(
        `guidance-packs.js, which reads it, could not be loaded (${reason.message}). Name it in a <script defer> of this page.`,
      );
    });
  }
  if (reader().version !== VERSION) {
    throw new Error(
      `guidance-packs.js is of version ${reader().version}, the widget of ${VERSION}. Take both from one build.`,
    );
  }
  return reader();
}

/** The page has been read to its end, and its deferred scripts have run. */
function arrived() {
  if (document.readyState !== "loading") {
    // Between "interactive" and the event, deferred scripts are still running.
    if (document.readyState === "complete") return Promise.resolve();
    return new Promise((go) => addEventListener("load", go, { once: true }));
  }
  return new Promise((go) => document.addEventListener("DOMContentLoaded", go, { once: true }));
}
