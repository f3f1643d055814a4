// Older browsers: the widget in the oldest Chromium that README.md names and in one between, from a server and from a file; and the guidance with a notice in browsers that are older still.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { journey, questions, words } from "./content.mjs";
import { describeEachBrowser, isFirst, long, Session, waitFor } from "./harness.mjs";
import { dist } from "./server.mjs";
import { answer, assertQuiet, checkLetter, details, fillIn, status, visible } from "./staff.mjs";

const { answers } = journey("recorded-call");
const opening = { "Opening sentence": "You told us that you recorded our call." };
const places = { "a server": "/", "a file": pathToFileURL(join(dist, "offline.html")).href };

const skip =
  process.platform === "linux" && process.arch === "x64"
    ? false
    : "npm has older Chromiums for Linux on x64 alone";

for (const name of isFirst ? ["chromium-92", "chromium-103"] : []) {
  describe(`the widget in ${name}`, { timeout: long, skip }, () => {
    const session = new Session(name);
    before(() => session.start());
    afterEach(() => session.closePages());
    after(() => session.stop());

    for (const [from, address] of Object.entries(places)) {
      test(`from ${from}: from the first question to a letter that is copied, handed to the print dialogue and saved`, async () => {
        const widget = await session.open(address);
        await widget.at(questions[0].text);
        assert.equal(await widget.inHost((host) => host.engine), "wasm");
        await answer(widget, answers);
        await widget.at(words.outcome.heading);
        await widget.press(words.outcome["letter-button"]);
        await widget.at(words.letter.heading);
        await fillIn(widget, { ...details, ...opening });
        await checkLetter(widget);
        await widget.press(words.check.copy);
        await status(widget, words.check["copied-draft"]);
        const { text, html } = await session.paste();
        for (const pasted of [text, html]) assert.ok(pasted.includes("Dear Alex Example"), pasted);

        // Headless it prints nothing, but does all that goes before and after it.
        await widget.page.bringToFront();
        await widget.press(words.check.print);
        await status(widget, words.check.printing);
        const { bytes } = await session.save(() => widget.press(words.check.text));
        assert.ok(bytes.toString("utf8").includes("Dear Alex Example"));
        await widget.follow(words.common.back);
        await widget.at(words.letter.heading);
        const own = [address, `${session.server.origin}/`];
        widget.log.requests = widget.log.requests.filter((url) => !own.includes(url));
        assertQuiet(session, widget);
      });
    }
  });
}

const notice = "The step-by-step version of this guidance cannot start.";
const guidance = "The guidance as it stands in the page.";
const page = (script) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Portal</title><link rel="icon" href="data:,">${script}</head>
  <body><guidance-widget standalone><p>${guidance}</p></guidance-widget></body></html>`;
const pages = {
  "/classic.html": page('<script defer src="/guidance-widget.js"></script>'),
  "/module.html": page('<script type="module" src="/guidance-widget.module.js"></script>'),
};

/** What browsers of some years ago have not got, taken out of one of today; whether the widget works without it. */
const lacks = {
  "Element.replaceChildren, as Chromium 85": {
    before: () => {
      for (const { prototype } of [Element, DocumentFragment, Document])
        delete prototype.replaceChildren;
    },
  },
  "style sheets that scripts make, as Firefox 93 to 100 and Safari 15 to 16.3": {
    before: () => {
      for (const { prototype } of [Document, ShadowRoot]) delete prototype.adoptedStyleSheets;
      globalThis.CSSStyleSheet = /** @type {any} */ (
        function CSSStyleSheet() {
          throw new TypeError("Illegal constructor");
        }
      );
    },
  },
  "attachInternals, as Safari 15 to 16.3": {
    works: true,
    stateless: true,
    before: () => {
      delete HTMLElement.prototype.attachInternals;
    },
  },
  "ElementInternals.shadowRoot, as Chromium 87": {
    works: true,
    before: () => {
      delete (/** @type {any} */ (ElementInternals.prototype).shadowRoot);
    },
  },
  "structuredClone, as Chromium 92, nor WebAssembly": {
    works: true,
    before: () => {
      delete globalThis.structuredClone;
      delete globalThis.WebAssembly;
    },
  },
};

describeEachBrowser(
  "a browser without",
  (session) => {
    for (const [what, { works, stateless, before: take }] of Object.entries(lacks)) {
      for (const address of Object.keys(pages)) {
        test(`${what}, ${address}: ${works ? "it works" : "the guidance and a plain notice"}`, {
          skip: session.elsewhere,
        }, async () => {
          const widget = await session.open(address, { before: take, stateless });
          if (works) {
            await answer(widget, answers);
            await widget.at(words.outcome.heading);
            await widget.press(words.outcome["letter-button"]);
            await widget.at(words.letter.heading);
            // Its memory has to grow on the way.
            await fillIn(widget, { ...details, "Opening sentence": "Long. ".repeat(20_000) });
            await checkLetter(widget);
            assertQuiet(session, widget);
            return;
          }
          const { given } = await waitFor(async () => {
            const seen = await visible(widget);
            return seen.given.includes(notice) && seen;
          }, "the notice");
          assert.ok(given.includes(guidance) && given.includes("This browser is too old"), given);
          assert.deepEqual(widget.log.errors, []);
          // Moved or copied, as single-page applications do, it says so once.
          const told = await widget.inHost((host) => {
            const copy = host.cloneNode(true);
            host.replaceWith(copy);
            document.body.append(copy);
            return copy.querySelectorAll("[role=status]").length;
          });
          assert.equal(told, 1);
          assert.equal(widget.log.console.length, 2, widget.log.console.join("\n"));
          assert.match(widget.log.console[0], /^error: <guidance-widget> cannot start/);
        });
      }
    }
  },
  { pages },
);
