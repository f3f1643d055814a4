// Many widgets at once, and one that comes and goes all day: they work alone, leave nothing behind, and stay quick.
import assert from "node:assert/strict";
import { test } from "node:test";
import { asked, journey, onScreens, questions, stepsOf, words } from "./content.mjs";
import { describeEachBrowser, nightly, waitFor } from "./harness.mjs";
import { answer, assertQuiet } from "./staff.mjs";

const first = questions[0].text;
const tag = (number) => `<guidance-widget id="w${number}"><p>The guidance</p></guidance-widget>`;
const page = (
  count,
) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Portal</title><link rel="icon" href="data:,">
  <script defer src="/guidance-widget.js"></script></head><body>${Array.from({ length: count }, (_, row) => tag(row)).join("")}</body></html>`;
const pages = { "/one.html": page(1), "/fifty.html": page(50) };

/** Runs before the page: notes the module's memory, and who listens on the document and the window. */
function watch() {
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = /** @type {any} */ (
    async (...given) => {
      const made = /** @type {any} */ (await instantiate(.../** @type {[any]} */ (given)));
      window.moduleMemory = Object.values(made.exports).find(
        (it) => it instanceof WebAssembly.Memory,
      );
      return made;
    }
  );
  window.listeners = new Map();
  const identities = new WeakMap();
  let last = 0;
  const identity = (callback) => {
    if (!identities.has(callback)) identities.set(callback, (last += 1));
    return identities.get(callback);
  };
  const key = (target, type, callback, options) => {
    const capture = typeof options === "boolean" ? options : Boolean(options?.capture);
    return `${target === window ? "window" : "document"} ${type} ${capture} ${identity(callback)}`;
  };
  const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
  const shared = (target) => target === window || target === document;
  EventTarget.prototype.addEventListener = function listen(
    type,
    callback,
    /** @type {any} */ options,
  ) {
    if (shared(this ?? window) && !options?.once)
      window.listeners.set(key(this ?? window, type, callback, options), type);
    return add.call(this ?? window, type, callback, options);
  };
  EventTarget.prototype.removeEventListener = function forget(type, callback, options) {
    if (shared(this ?? window))
      window.listeners.delete(key(this ?? window, type, callback, options));
    return remove.call(this ?? window, type, callback, options);
  };
}

/**
 * Bytes of all that scripts hold in Chromium. Not of code, which the browser makes faster,
 * and larger, the more often it runs; nor of the browser's own, such as how long each frame took.
 */
async function bytesHeld(client) {
  const chunks = [];
  client.on("HeapProfiler.addHeapSnapshotChunk", ({ chunk }) => chunks.push(chunk));
  await client.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
  const {
    snapshot: {
      meta: {
        node_fields: fields,
        node_types: [kinds],
      },
    },
    nodes,
  } = JSON.parse(chunks.join(""));
  const kind = fields.indexOf("type");
  const size = fields.indexOf("self_size");
  let bytes = 0;
  for (let node = 0; node < nodes.length; node += fields.length) {
    if (!["code", "native"].includes(kinds[nodes[node + kind]])) bytes += nodes[node + size];
  }
  return bytes;
}

/** What Chromium counts, once what nobody holds is gone. Firefox tells none of it. */
async function measureIn(session, widget) {
  if (session.name !== "chromium") return {};
  const client = await widget.page.createCDPSession();
  await client.send("Performance.enable");
  // What the first round frees may hold on to more.
  for (let round = 0; round < 3; round += 1) await client.send("HeapProfiler.collectGarbage");
  const { metrics } = await client.send("Performance.getMetrics");
  const held = await bytesHeld(client);
  await client.detach();
  const of = (wanted) => metrics.find(({ name }) => name === wanted).value;
  return {
    nodes: of("Nodes"),
    listeners: of("JSEventListeners"),
    heap: of("JSHeapUsedSize"),
    held,
  };
}

/** How long a fifth of the day is. A leak of ten bytes a journey is seen on a short day, of three at night. */
const SHIFT = nightly ? 100 : 20;
const TIMES = nightly ? 1_000 : 200;

describeEachBrowser(
  "day after day",
  (session) => {
    test("fifty widgets on one page work, each by itself", async () => {
      const widget = await session.open("/fifty.html");
      await waitFor(
        () =>
          widget.page.evaluate(() =>
            [...document.querySelectorAll("guidance-widget")].every((it) =>
              it.matches(":state(live)"),
            ),
          ),
        "all fifty",
      );
      const [[question, choice], [next]] = Object.entries(journey("intending-no-room").answers);
      const {
        choice: { label },
      } = asked(question, choice);
      await widget.page.evaluate(
        (wanted, go) => {
          const root = document.querySelector("#w7").shadowRoot;
          [...root.querySelectorAll("label")].find((it) => it.innerText.trim() === wanted).click();
          [...root.querySelectorAll("button")].find((it) => it.innerText.trim() === go).click();
        },
        label,
        words.question.next,
      );
      const headings = () =>
        widget.page.evaluate(() =>
          [...document.querySelectorAll("guidance-widget")].map(
            (it) => it.shadowRoot.querySelector("h2").innerText,
          ),
        );
      const expected = Array.from({ length: 50 }, (_, row) =>
        row === 7 ? questions.find((it) => it.id === next).text : first,
      );
      await waitFor(
        async () => (await headings()).join() === expected.join(),
        async () => `one that went on, not ${await headings()}`,
      );
      assertQuiet(session, widget);
    });

    test(`${TIMES} times put in and taken out: its memory stays as it is, and nobody listens any more`, async () => {
      const widget = await session.open("/one.html", { before: watch });
      await widget.at(first);
      const { early, late } = await widget.page.evaluate(async (times) => {
        const element = document.querySelector("guidance-widget");
        element.remove();
        await Promise.resolve();
        element.setAttribute("history", "");
        element.setAttribute("page-title", "");
        let early;
        for (let cycle = 0; cycle < times; cycle += 1) {
          if (cycle === 50) early = window.moduleMemory.buffer.byteLength;
          const ready = new Promise((done) => {
            element.addEventListener("guidance-ready", done, { once: true });
          });
          document.body.append(element);
          await ready;
          element.remove();
          await Promise.resolve();
        }
        return { early, late: window.moduleMemory.buffer.byteLength };
      }, TIMES);
      assert.ok(early > 0);
      assert.equal(late, early, "bytes of the module’s memory");
      const listeners = () => widget.page.evaluate(() => [...window.listeners.values()]);
      await waitFor(
        async () => (await listeners()).length === 0,
        async () => `nobody to listen, not ${await listeners()}`,
      );
      assert.equal(await widget.page.title(), "Portal");
      assertQuiet(session, widget);
    });

    test(`a shift of ${5 * SHIFT} journeys: its memory stays as it is`, {
      timeout: 300_000,
    }, async (t) => {
      const widget = await session.open("/one.html", { before: watch });
      await widget.at(first);
      const steps = stepsOf(onScreens(journey("intending-no-room").answers));
      const labels = steps.map(({ choice }) => choice.label);
      /** Goes this many times to the letter and back to the start; gives the size of the memory then. */
      const journeys = (count) =>
        widget.page.evaluate(
          async (labels, go, letter, count) => {
            const element = document.querySelector("guidance-widget");
            const { shadowRoot } = element;
            const find = (selector, text) =>
              [...shadowRoot.querySelectorAll(selector)].find((it) => it.innerText.trim() === text);
            const step = (act) => {
              const drawn = new Promise((done) => {
                element.addEventListener("guidance-step", done, { once: true });
              });
              act();
              return drawn;
            };
            for (let journey = 0; journey < count; journey += 1) {
              for (const label of labels) {
                find("label", label).click();
                await step(() => find("button", go).click());
              }
              await step(() => find("button", letter).click());
              for (const field of shadowRoot.querySelectorAll("textarea, input[type=text]")) {
                field.value = "A word or two";
                field.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
              }
              await step(() => element.reset());
            }
            return window.moduleMemory.buffer.byteLength;
          },
          labels,
          words.question.next,
          words.outcome["letter-button"],
          count,
        );
      const measure = async () => ({
        module: await journeys(SHIFT),
        ...(await measureIn(session, widget)),
      });
      // The first fifth fills what is used again.
      const early = await measure();
      assert.ok(early.module > 0);
      let late = early;
      const more = [];
      for (let part = 2; part <= 5; part += 1) {
        const { held } = late;
        late = await measure();
        more.push(late.held - held);
        assert.equal(
          late.module,
          early.module,
          `bytes of the module’s memory after ${part * SHIFT}`,
        );
      }
      t.diagnostic(
        `${session.name}: after ${SHIFT} journeys ${JSON.stringify(early)}, after ${5 * SHIFT} ${JSON.stringify(late)}`,
      );
      for (const what of ["nodes", "listeners"])
        if (early[what])
          assert.ok(late[what] <= early[what], `${what}: ${early[what]}, then ${late[what]}`);
      // What leaks does so in each part; a list of the browser's own grows in steps, and shrinks.
      if (session.name === "chromium") {
        const [, usual] = more.sort((one, other) => one - other);
        assert.ok(
          early.held > 0 && usual < (nightly ? 3 : 10) * SHIFT,
          `bytes that scripts hold: ${early.held}, then ${late.held}, more by part: ${more}`,
        );
      }
      await answer(widget, journey("own-recording").answers);
      await widget.at(words.outcome.heading);
      assertQuiet(session, widget);
    });
  },
  { pages, only: ["chromium"] },
);

describeEachBrowser(
  "a screen",
  (session) => {
    test("follows the one before it within a frame", async (t) => {
      const widget = await session.open("/");
      const answers = Object.entries(onScreens(journey("intending-no-room").answers));
      await answer(widget, Object.fromEntries(answers.slice(0, -1)));
      await widget.at(asked(...answers.at(-1)).question.text);
      // A machine that is busy with something else measures that: it gets three tries.
      let times, median;
      for (let tries = 0; tries < 3 && !(median < 16); tries += 1) {
        times = (await widget.frame.$eval(widget.host, timeContinue, words.question.next)).sort(
          (a, b) => a - b,
        );
        median = times[times.length / 2];
      }
      t.diagnostic(
        `${session.name}: ${median.toFixed(1)} ms from a click to the next question (median of ${times.length}; slowest ${times.at(-1).toFixed(1)} ms)`,
      );
      if (session.name === "chromium") assert.ok(median < 16, `${median} ms`);
      assertQuiet(session, widget);
    });
  },
  { only: ["chromium"], patient: true },
);

/**
 * In the page: milliseconds from a click on Continue to the next heading, laid out, 20 times, with Back in between. At
 * the end of a journey most is on the screen.
 */
async function timeContinue(host, next) {
  const root = host.shadowRoot;
  const heading = () => root.querySelector("#gw-heading")?.textContent;
  const clickAndWait = (control) =>
    new Promise((done) => {
      const before = heading();
      const watcher = new MutationObserver(() => {
        if (heading() === before) return;
        root.querySelector("#gw-heading").getBoundingClientRect();
        watcher.disconnect();
        done(performance.now() - start);
      });
      watcher.observe(root, { subtree: true, childList: true, characterData: true });
      const start = performance.now();
      control.click();
    });
  const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const times = [];
  for (let round = 0; round < 20; round += 1) {
    await clickAndWait(root.querySelector(".govuk-back-link"));
    await painted();
    times.push(
      await clickAndWait([...root.querySelectorAll("button")].find((it) => it.innerText === next)),
    );
    await painted();
  }
  return times;
}
