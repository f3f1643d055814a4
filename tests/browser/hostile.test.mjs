// Pages that are hostile, or just badly behaved: the widget goes on, or it stops openly, with the guidance to read.
// @ts-nocheck: these pages replace the browser’s own on purpose.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { before, test } from "node:test";
import { journey, questions, words } from "./content.mjs";
import { describeEachBrowser, nightly, readPdf, sample, waitFor } from "./harness.mjs";
import {
  assertQuiet,
  copyAndPaste,
  details,
  fillIn,
  focusOnErrors,
  preview,
  toLetter,
  visible,
} from "./staff.mjs";
import { without } from "./xtask.mjs";

const guidance = "The guidance as it stands in the page.";
const typed = { name: "Sentinel7f3a", address: "1 Road\nTown" };

/** What the reader is told in the page where not even that can be told in the widget. */
const unable = "The step-by-step version of this guidance cannot start.";

/** What the reader is told where the widget does not go on. */
const told = {
  stopped: "The step-by-step version of this guidance has stopped working.",
  "is without its styles":
    "The step-by-step version of this guidance does not work in this saved copy of the page.",
};

/**
 * By its name, what a page does. `css`, `base` (an address), `html` (attributes of it), `doctype`, `body` (markup around
 * the element, which is `*`) are in the page, and `library` (a file of Debian's) before every other script; `before()`
 * runs before everything, `after()` once a letter is begun.
 * `builds` says which scripts are tried, the classic one unless given; “compatibility” is that one without WebAssembly.
 * It works, unless `ends` says how it ends, and `why` it must.
 */
const kinds = {
  // What scripts do to the language.
  "gives every object more, as old libraries do": {
    builds: ["module", "classic"],
    before() {
      function extra() {
        return this;
      }
      for (const { prototype } of [
        Object,
        Array,
        String,
        Function,
        Number,
        Date,
        Event,
        Node,
        Element,
        Promise,
      ]) {
        for (const name of [
          "extend",
          "each",
          "clone",
          "inspect",
          "toJSON",
          "keys",
          "size",
          "first",
          "last",
          "show",
          "select",
          "update",
          "observe",
          "item",
        ]) {
          if (!(name in prototype)) prototype[name] = extra;
        }
      }
      Object.prototype.settings = {};
      HTMLElement.prototype.remove = function remove() {
        this.parentNode.removeChild(this);
        return this;
      };
      Array.from = (given) => {
        const list = [];
        for (let at = 0; at < given.length; at += 1) list.push(given[at]);
        return list;
      };
      Function.prototype.bind = function bind(to, ...first) {
        const own = this;
        return function bound(...more) {
          return own.apply(to, [...first, ...more]);
        };
      };
      Array.prototype.reduce = function reduce(act, sum) {
        for (const it of this) sum = act(sum, it);
        return sum;
      };
    },
  },
  "has a Window, a Document, an Event and more of its own, as old libraries do": {
    builds: ["module", "classic", "compatibility"],
    before() {
      for (const name of [
        "Window",
        "Document",
        "Event",
        "KeyboardEvent",
        "Node",
        "Range",
        "Selection",
      ]) {
        window[name] = function own() {};
      }
    },
  },
  "has a list of adopted style sheets to which nothing can be added, as older browsers": {
    before() {
      const { prototype } = ShadowRoot;
      const list = Object.getOwnPropertyDescriptor(prototype, "adoptedStyleSheets");
      Object.defineProperty(prototype, "adoptedStyleSheets", {
        ...list,
        get() {
          return Object.freeze([...list.get.call(this)]);
        },
      });
    },
  },
  "gives every object setters of common names, which keep nothing": {
    builds: ["module", "classic", "compatibility"],
    before() {
      for (const name of [
        "value",
        "mode",
        "name",
        "detail",
        "bubbles",
        "composed",
        "persisted",
        "type",
        "once",
        "capture",
        "passive",
        "syntax",
        "inherits",
        "writable",
        "enumerable",
        "configurable",
      ]) {
        Object.defineProperty(Object.prototype, name, {
          __proto__: null,
          configurable: true,
          get() {},
          set() {},
        });
      }
    },
  },
  "freezes everything that is built in": {
    builds: ["module", "classic", "compatibility"],
    before() {
      for (const name of Object.getOwnPropertyNames(globalThis)) {
        const { value } = Object.getOwnPropertyDescriptor(globalThis, name);
        if (!/^([A-Z]|console$)/.test(name) || Object(value) !== value) continue;
        for (const it of [value.prototype, value]) if (it) Object.freeze(it);
      }
      Object.freeze(Object.getPrototypeOf(async () => {}));
      Object.freeze(Object.getPrototypeOf([][Symbol.iterator]()));
    },
  },
  "puts its own in place of what is built in": {
    before() {
      const { stringify } = JSON;
      JSON.stringify = (...given) => stringify(...given);
      const iterate = Array.prototype[Symbol.iterator];
      Array.prototype[Symbol.iterator] = function* own() {
        yield* { [Symbol.iterator]: () => iterate.call(this) };
      };
      window.Promise = class Own extends Promise {
        static get [Symbol.species]() {
          return Own;
        }
      };
      window.MutationObserver = class extends MutationObserver {
        constructor(act) {
          super((...given) => act(...given));
        }
      };
      for (const name of ["queueMicrotask", "setTimeout", "requestAnimationFrame"]) {
        const own = window[name].bind(window);
        window[name] = (act, ...more) => own((...given) => act(...given), ...more);
      }
      window.CustomEvent = class extends CustomEvent {};
      window.TextDecoder = class extends TextDecoder {};
    },
  },
  "takes away what is built in": {
    builds: ["module", "classic"],
    before() {
      for (const name of Object.keys(console)) delete console[name];
      delete Object.hasOwn;
      delete Object.fromEntries;
      delete Array.prototype.at;
      delete Array.prototype.flat;
      delete Array.prototype.findLast;
      delete window.structuredClone;
      delete window.requestIdleCallback;
      delete window.FinalizationRegistry;
      delete window.WeakRef;
    },
  },
  "wraps the functions and setters of the document": {
    before() {
      const wrapped = new WeakMap();
      const wrap = (act) => {
        if (typeof act !== "function") return act;
        if (!wrapped.has(act))
          wrapped.set(act, function zoned(...given) {
            return act.apply(this, given);
          });
        return wrapped.get(act);
      };
      for (const { prototype } of [
        EventTarget,
        Node,
        Element,
        HTMLElement,
        Document,
        DocumentFragment,
        ShadowRoot,
        HTMLInputElement,
        HTMLTextAreaElement,
      ]) {
        for (const [name, own] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
          if (!own.configurable || name === "constructor") continue;
          if (own.set)
            Object.defineProperty(prototype, name, {
              ...own,
              set(value) {
                own.set.call(this, value);
              },
            });
          else if (own.value)
            prototype[name] = function traced(...given) {
              return own.value.apply(
                this,
                name.endsWith("EventListener") ? given.map(wrap) : given,
              );
            };
        }
      }
    },
  },
  "has a registry of elements of its own, as the polyfill for scoped ones": {
    before() {
      const {
        HTMLElement: Own,
        customElements: { define },
      } = window;
      const types = new Map();
      let upgrading;
      window.HTMLElement = function HTMLElement() {
        return upgrading;
      };
      window.HTMLElement.prototype = Own.prototype;
      CustomElementRegistry.prototype.get = (tag) => types.get(tag);
      CustomElementRegistry.prototype.define = function scoped(tag, Type) {
        types.set(tag, Type);
        class StandIn extends Own {
          static observedAttributes = Type.observedAttributes;

          constructor() {
            upgrading = Object.setPrototypeOf(super(), Type.prototype);
            new Type();
          }
        }
        for (const name of [
          "connectedCallback",
          "disconnectedCallback",
          "adoptedCallback",
          "attributeChangedCallback",
        ]) {
          StandIn.prototype[name] = function pass(...given) {
            return Type.prototype[name].apply(this, given);
          };
        }
        define.call(this, tag, StandIn);
      };
    },
  },
  "closes every shadow root": {
    // The test has to look inside from where the page does.
    within: true,
    before() {
      const { attachShadow } = Element.prototype;
      Element.prototype.attachShadow = function closed(given) {
        const root = attachShadow.call(this, { ...given, mode: "closed" });
        addEventListener("guidance-ready", () =>
          Object.defineProperty(this, "shadowRoot", { value: root }),
        );
        return root;
      };
    },
  },
  "refuses shadow roots": {
    ends: "cannot start",
    why: "Outside a shadow root the page would treat it as it does everything.",
    before() {
      Element.prototype.attachShadow = () => {
        throw new DOMException("refused by the page", "NotSupportedError");
      };
    },
  },
  "names an element createElement, so that the document has none": {
    body: '<form name="createElement"></form>*',
    ends: "stopped",
    why: "The engine can make no element.",
  },
  "names elements as the document and the window name what is theirs": {
    body: `${[
      "currentScript",
      "body",
      "head",
      "title",
      "cookie",
      "location",
      "activeElement",
      "adoptedStyleSheets",
      "defaultView",
      "documentElement",
      "execCommand",
      "getElementById",
    ]
      .map((name) => `<img name="${name}" src="data:,">`)
      .join("")}${[
      "customElements",
      "CSS",
      "history",
      "Symbol",
      "guidance",
      "globalThis",
      "engine",
      "console",
    ]
      .map((id) => `<a id="${id}" href="/elsewhere">${id}</a>`)
      .join("")}<form id="name"><input name="body"></form>*`,
  },
  "has no title to read or write": {
    before() {
      Object.defineProperty(document, "title", {
        get() {
          throw new Error("no title");
        },
        set() {
          throw new Error("no title");
        },
      });
    },
  },

  // Old libraries as they are, which intranets keep for decades.
  ...(nightly && !without("old-libraries")
    ? {
        "has MooTools 1.4": { library: "mootools/mootools.js", builds: ["module", "classic"] },
        "has Prototype 1.7": { library: "prototype/prototype.js", builds: ["module", "classic"] },
      }
    : {}),

  // What scripts do to the element.
  "moves the element about, before it has started and later": {
    before() {
      window.wrap = () => {
        const widget = document.querySelector("guidance-widget");
        if (!widget || widget.parentNode.localName === "article") return;
        const around = document.createElement("article");
        widget.replaceWith(around);
        around.append(widget);
      };
      new MutationObserver(window.wrap).observe(document, { childList: true, subtree: true });
    },
    after(widget) {
      document.body.append(widget);
      window.wrap();
    },
  },
  "puts back at once what is taken out": {
    after(widget) {
      const place = widget.parentNode;
      new MutationObserver(() => {
        if (!widget.isConnected) place.append(widget);
      }).observe(place, { childList: true });
      widget.remove();
    },
  },
  "takes the element out and puts it back later": {
    restarts: true,
    after(widget) {
      const place = widget.parentNode;
      widget.remove();
      setTimeout(() => place.append(widget), 50);
    },
  },
  "tidies up attributes that it does not know, and what stands in elements that it does not know": {
    before() {
      new MutationObserver(() => {
        for (const it of document.querySelectorAll("body, body *"))
          for (const { name } of [...it.attributes]) it.removeAttribute(name);
        document.querySelector("guidance-widget")?.replaceChildren();
      }).observe(document, { childList: true, subtree: true, attributes: true });
    },
  },
  "takes the screen out of the shadow root": {
    ends: "stopped",
    why: "Nothing of it is left.",
    after(widget) {
      widget.shadowRoot.querySelector("div[part=widget]").remove();
    },
  },
  "empties the shadow root": {
    ends: "stopped",
    why: "Nothing of it is left.",
    after(widget) {
      widget.shadowRoot.textContent = "";
    },
  },
  "takes the buttons out of the shadow root": {
    ends: "stopped",
    why: "The engine draws on as if they were there.",
    after(widget) {
      for (const it of widget.shadowRoot.querySelectorAll("button")) it.remove();
    },
  },
  "translates what is in the shadow root": {
    ends: "stopped",
    why: "The engine would write its next words into the text that is gone.",
    after(widget) {
      const walker = document.createTreeWalker(
        widget.shadowRoot.querySelector("div[part=widget]"),
        NodeFilter.SHOW_TEXT,
      );
      const texts = [];
      while (walker.nextNode()) texts.push(walker.currentNode);
      for (const text of texts) {
        const around = document.createElement("font");
        around.append(text.data.split("").reverse().join(""));
        text.replaceWith(around);
      }
    },
  },
  "takes classes and ids off what is in the shadow root": {
    ends: "stopped",
    why: "Labels lose their fields, and the screen its look.",
    after(widget) {
      for (const it of widget.shadowRoot.querySelectorAll("*"))
        for (const name of ["class", "id"]) it.removeAttribute(name);
    },
  },
  "takes the class off what the screen stands in": {
    ends: "stopped",
    why: "Nothing of it is seen.",
    after(widget) {
      widget.shadowRoot.querySelector("div[part=widget]").className = "tidy";
    },
  },
  "moves the screen out of the shadow root": {
    ends: "stopped",
    why: "There it has no styles.",
    after(widget) {
      document.body.append(...widget.shadowRoot.children);
    },
  },
  "takes the style sheets off the shadow root": {
    ends: "is without its styles",
    why: "It looks as a saved copy does, which the widget cannot tell apart.",
    after(widget) {
      widget.shadowRoot.adoptedStyleSheets = [];
    },
  },
  "puts things into the shadow root, as extensions do, and takes them out again": {
    after(widget) {
      for (const it of widget.shadowRoot.querySelectorAll("textarea, p")) {
        const badge = document.createElement("grammar-badge");
        badge.append("0");
        it.after(badge);
        it.setAttribute("data-checked", "");
      }
      setTimeout(() => {
        for (const badge of widget.shadowRoot.querySelectorAll("grammar-badge")) {
          badge.textContent = "";
          badge.id = "badge";
          badge.removeAttribute("id");
          badge.remove();
        }
      });
    },
  },

  // Styles.
  "unsets every style": { css: "* { all: unset !important; }" },
  "gives the element a look that cannot be read": {
    css: `guidance-widget { display: inline; font: italic 3px/0 fantasy; color: transparent; letter-spacing: 1em; word-spacing: 2em; text-transform: uppercase;
      direction: rtl; unicode-bidi: bidi-override; text-indent: 9em; text-align: end; text-shadow: 0 0 9px red; white-space: pre; word-break: break-all; hyphens: auto;
      text-decoration: line-through; cursor: none; user-select: none; list-style: none; quotes: none; caret-color: transparent; -webkit-text-fill-color: transparent; }`,
  },
  "runs its text down the page": { narrow: true, css: "html { writing-mode: vertical-rl; }" },
  "makes the element as wide as what is in it": {
    narrow: true,
    css: "guidance-widget { display: inline-block !important; } body { display: flex; flex-direction: column; align-items: flex-start; }",
  },
  "floats the element": { narrow: true, css: "guidance-widget { float: left; }" },
  "has a tiny root, properties of its own that mean nothing, and moves everything": {
    css: `:root { font-size: 4px; } @keyframes turn { to { color: red; font-size: 90px; } } * { animation: turn 1s infinite alternate; transition: all 9s;
      --w-rem: nonsense !important; --govuk-text-colour: 5px; --govuk-brand-colour: url(x); --govuk-breakpoint-tablet: none; --guidance-max-width: red; }
      @property --w-rem { syntax: "<color>"; inherits: false; initial-value: red; } * * { font-size: 2px !important; line-height: 0 !important; }`,
  },

  // Documents.
  "has a base in another folder": { builds: ["module", "classic"], base: "/elsewhere/deep/" },
  "has a base at another origin": {
    builds: ["module", "classic"],
    base: "https://elsewhere.invalid/",
  },
  "is in Arabic, from right to left, without a doctype": {
    doctype: "",
    html: 'lang="ar" dir="rtl"',
  },
  "lets itself be edited": {
    before() {
      document.addEventListener("DOMContentLoaded", () => {
        document.designMode = "on";
      });
    },
  },
  "is edited around the element": { body: "<div contenteditable>*</div>" },
  "has the element in a form": {
    body: '<form action="/elsewhere"><input name="title"><fieldset disabled>*</fieldset><button>Go</button></form>',
  },
  "wants every key for itself": {
    before() {
      for (const type of ["keydown", "keypress", "keyup", "beforeinput"]) {
        for (const place of [document, window])
          place.addEventListener(type, (event) => {
            if (event.key !== "Tab") event.preventDefault();
          });
      }
    },
  },
};

/** The kind that breaks most, met by every build in the gate, too. */
const FIRST = "gives every object more, as old libraries do";

/** Those in which browsers differ most: how elements are registered, styled, edited and moved. */
const FEW = [
  "does nothing",
  "has a registry of elements of its own",
  "moves the element about",
  "translates what is in the shadow root",
  "gives the element a look",
  "runs its text down the page",
  "is edited around the element",
  "wants every key for itself",
];

/** The page of a kind. */
function page(
  {
    doctype = "<!doctype html>",
    html = 'lang="en-GB"',
    base,
    css = "",
    body = "*",
    library,
    before: first,
  },
  build,
) {
  const script = {
    module: '<script type="module" src="/guidance-widget.module.js">',
    classic: '<script defer src="/guidance-widget.js">',
    compatibility:
      '<script>delete window.WebAssembly;</script><script defer src="/guidance-widget.js">',
  }[build];
  const element = `<guidance-widget standalone><p class="given" id="given">${guidance}</p></guidance-widget>`;
  return `${doctype}<html ${html}><head><meta charset="utf-8"><title>A page</title><link rel="icon" href="data:,">
    ${library ? `<script src="/${library}"></script>` : ""}${first ? `<script>({ ${first} }).before();</script>` : ""}${script}</script>${base ? `<base href="${base}">` : ""}<style>${css}</style></head>
    <body>${body.replace("*", element)}</body></html>`;
}

const rows = Object.entries({
  "does nothing": { builds: ["module", "classic"] },
  ...kinds,
}).flatMap(([name, kind]) =>
  (kind.builds ?? ["classic"]).map((build) => ({
    ...kind,
    name: `that ${name}, with the ${build} build`,
    build,
    first: name === FIRST,
  })),
);
const pages = Object.fromEntries(rows.map((row, at) => [`/page-${at}.html`, page(row, row.build)]));
for (const { library } of rows)
  if (library)
    pages[`/${library}`] = {
      html: await readFile(`/usr/share/javascript/${library}`, "utf8"),
      headers: { "content-type": "text/javascript" },
    };
pages["/image.html"] = page(
  {
    body: '<img name="currentScript" src="/elsewhere/image.svg"><script type="application/json" id="own">{}</script>*',
  },
  "classic",
).replace("standalone", 'pack="#own"');

/** A widget that is looked at from a world of the test's own, in which the page has changed nothing. */
async function open(session, row, codes = "") {
  const widget = await session.open(`/page-${rows.indexOf(row)}.html#${codes}`);
  if (row.within) return widget;
  const world = widget.frame.isolatedRealm();
  widget.frame = {
    evaluate: (...given) => world.evaluate(...given),
    evaluateHandle: (...given) => world.evaluateHandle(...given),
    async $eval(selector, ...given) {
      const element = await world.evaluateHandle((it) => document.querySelector(it), selector);
      try {
        return await element.evaluate(...given);
      } finally {
        await element.dispose();
      }
    },
  };
  return widget;
}

/** How the screen is drawn: everything that a page could hand down to it. */
const drawn = (widget) =>
  widget.frame.$eval(widget.host, (host) => {
    const root = host.shadowRoot;
    const names = [
      "color",
      "font-size",
      "font-family",
      "font-style",
      "font-weight",
      "line-height",
      "letter-spacing",
      "word-spacing",
      "text-transform",
      "text-indent",
      "text-shadow",
      "text-decoration",
      "direction",
      "unicode-bidi",
      "writing-mode",
      "visibility",
      "opacity",
      "white-space",
      "word-break",
      "cursor",
      "user-select",
      "hyphens",
      "-webkit-text-fill-color",
    ];
    const look = (selector) => {
      const styles = getComputedStyle(root.querySelector(selector));
      return Object.fromEntries(names.map((name) => [name, styles.getPropertyValue(name)]));
    };
    return {
      language: root.getElementById("gw-heading").closest("[lang]").lang,
      ...Object.fromEntries(
        ["#gw-heading", ".govuk-button", ".gw-widget"].map((it) => [it, look(it)]),
      ),
    };
  });

/** Whether there is room to read, and whether anything is in it. */
async function assertReadable(widget) {
  const { width, height } = await widget.frame.$eval(widget.host, (host) => {
    const box = host.shadowRoot.querySelector(".gw").getBoundingClientRect();
    return { width: box.width, height: box.height };
  });
  assert.ok(width >= 240 && height >= 100, `${width} by ${height} pixels`);
}

/** Where the page is: another load of it is another time. */
const whereabouts = (widget) =>
  widget.frame.evaluate(() => [location.pathname, performance.timeOrigin].join(" "));

const { answers } = journey("recorded-call");

/** From the first question, by way of an error, to the letter. */
async function walk(widget, expected) {
  await widget.at(questions[0].text);
  await assertReadable(widget);
  assert.deepEqual(await drawn(widget), expected);
  await (await widget.byRole("button", words.question.next)).press("Enter");
  await widget.follow(await focusOnErrors(widget));
  await waitFor(
    () =>
      widget.frame.$eval(widget.host, (host) => host.shadowRoot.activeElement?.type === "radio"),
    "focus on the first choice",
  );
  await toLetter(widget, answers);
  await assertReadable(widget);
}

async function begin(widget) {
  await widget.type("Claimant’s name", `${typed.name}x`);
  await widget.page.keyboard.press("Backspace");
  await widget.page.keyboard.press("Enter");
  await widget.type("Claimant’s address", typed.address);
  await assertPreviewed(widget);
}

async function assertPreviewed(widget) {
  const wanted = [typed.name, ...typed.address.split("\n")].join("\n");
  await waitFor(
    async () =>
      (await preview(widget))
        .map(({ text }) => text)
        .join("\n")
        .includes(wanted),
    async () => `${wanted} in ${JSON.stringify(await preview(widget))}`,
  );
}

/** What does something to that which copying, printing and saving use: from the other pages letters go out at night. */
const OUT = [
  "gives every object more, as old libraries do",
  "has a Window, a Document, an Event and more of its own, as old libraries do",
  "puts its own in place of what is built in",
  "takes away what is built in",
  "wraps the functions and setters of the document",
  "names elements as the document and the window name what is theirs",
];

/** The letter that was begun is copied, printed and saved, and the widget goes on. */
async function assertGoesOut(session, widget) {
  await fillIn(widget, {
    ...details,
    "Claimant’s name": typed.name,
    "Opening sentence": "You told us that you recorded our call.",
  });
  const { text } = await copyAndPaste(session, widget, words.check["copied-draft"]);
  await widget.page.bringToFront();
  const pdf = await session.print(() => widget.press(words.check.print));
  const file = await session.save(() => widget.press(words.check.text));
  for (const [what, letter] of Object.entries({
    copied: text,
    printed: (await readPdf(pdf.bytes)).text,
    saved: file.bytes.toString("utf8"),
  }))
    assert.ok(letter.includes(typed.name), `${typed.name} is not in what is ${what}:\n${letter}`);
  await widget.follow(words.common.back);
  await widget.at(words.letter.heading);
  assert.deepEqual(widget.log.errors, []);
}

/** Nothing of what was typed is in the page, or in what it was told. */
async function assertForgotten(widget) {
  const held = await widget.frame.$eval(widget.host, (host) => {
    const fields = [document, host.shadowRoot].flatMap((root) =>
      [...root.querySelectorAll("input, textarea")].map((it) => it.value),
    );
    return [
      document.documentElement.outerHTML,
      document.title,
      location.href,
      host.shadowRoot.innerHTML,
      ...fields,
    ].join("\n");
  });
  for (const text of [held, ...widget.log.console, ...widget.log.errors])
    assert.ok(!text.includes("Sentinel7f3a"), text);
}

describeEachBrowser(
  "a page",
  (session) => {
    let wide;
    let narrow;
    before(async () => {
      const widget = await open(session, rows[0]);
      await widget.at(questions[0].text);
      wide = await drawn(widget);
      await widget.page.$eval(widget.host, (host) => {
        host.style.width = "240px";
      });
      narrow = await drawn(widget);
      await session.closePages();
    });

    // What a page does to the language and to the document is the same in both browsers but for these, and each build of
    // the widget meets it in the same way but for the first kind.
    for (const kind of [...FEW, ...OUT])
      assert.ok(
        rows.some(({ name }) => name.startsWith(`that ${kind}`)),
        kind,
      );
    const few = rows.filter(({ name }) =>
      FEW.some((kind) => name.startsWith(`that ${kind}, with the classic`)),
    );
    const each = rows.filter((row) => row.build === "classic" || row.first);
    for (const row of sample(rows, session.name === "chromium" ? each : few)) {
      const { name, after, ends, restarts } = row;
      test(`${name}: ${ends ? `the widget ${ends}, and the guidance is there` : "it works"}`, async () => {
        // What is done to a letter is done to one that the address leads to.
        const widget = await open(session, row, after && new URLSearchParams(answers));
        const place = await whereabouts(widget);
        if (after) await toLetter(widget, {});
        else if (!ends) await walk(widget, row.narrow ? narrow : wide);
        if (after || !ends) await begin(widget);
        if (!ends) {
          assertQuiet(session, widget);
          assert.equal(
            await widget.page.$eval(widget.host, (host) => host.engine),
            row.build === "compatibility" ? "compatibility" : "wasm",
          );
        }
        if (after) await widget.page.$eval(widget.host, after);
        if (ends) {
          const now = await waitFor(
            async () => {
              const seen = await visible(widget);
              return seen.given && (seen.own || !told[ends]) && seen;
            },
            async () => `the guidance and a notice, not ${JSON.stringify(await visible(widget))}`,
          );
          if (ends === "cannot start") {
            // The notice stands in the page, above the guidance.
            assert.ok(now.given.startsWith(unable), now.given);
            assert.ok(now.given.endsWith(`\n${guidance}`), now.given);
            assert.deepEqual(widget.log.errors, []);
          } else assert.equal(now.given, guidance);
          if (told[ends]) assert.ok(now.own.startsWith(told[ends]), now.own);
          if (after && ends === "stopped") await assertForgotten(widget);
        } else if (restarts) {
          await widget.at(words.outcome.heading); // the answers are in the address
          await assertForgotten(widget);
        } else if (after) {
          await widget.follow(words.common.back);
          await widget.at(words.outcome.heading);
          await widget.press(words.outcome["letter-button"]);
          await widget.at(words.letter.heading);
          await assertPreviewed(widget);
          await assertReadable(widget);
          assertQuiet(session, widget);
        }
        const letsOut =
          nightly || OUT.some((kind) => name.startsWith(`that ${kind}, with the classic`));
        if (!ends && !restarts && letsOut) await assertGoesOut(session, widget);
        assert.equal(await whereabouts(widget), place, "nothing led away from the page");
      });
    }

    test("that hides the element hides it, and shows it again", async () => {
      const widget = await open(session, rows[0]);
      await widget.at(questions[0].text);
      const seen = () =>
        widget.frame.$eval(widget.host, (host) =>
          host.shadowRoot
            .getElementById("gw-heading")
            .checkVisibility({ visibilityProperty: true }),
        );
      for (const [css, shown] of [
        ["", true],
        ["display: none", false],
        ["", true],
        ["visibility: hidden", false],
        ["", true],
      ]) {
        await widget.page.$eval(
          widget.host,
          (host, style) => {
            host.style = style;
          },
          css,
        );
        assert.equal(await seen(), shown, css);
      }
    });

    test("that names an image currentScript does not choose from where the reader of packs comes", async () => {
      const widget = await session.open("/image.html");
      await waitFor(
        async () =>
          (await visible(widget)).own.includes("The content that this page names cannot be used."),
        "the reader to find the content wanting",
      );
      const asked = widget.log.requests
        .map((url) => new URL(url).pathname)
        .filter((path) => path.includes("packs"));
      assert.deepEqual(asked, ["/guidance-packs.js"]);
    });
  },
  { pages, patient: true },
);
