// The custom element <guidance-widget>: its life in the page, its attributes and
// events, and what is shown when the engine cannot run. It knows nothing of flows,
// letters or Yew; the engine (src/element.rs) knows nothing of slots, attributes and
// re-parenting. What a page may rely on is in src/element/custom-elements.json.
//
// Contract with the engine:
//   shipped(), content(bytes) → content        what widgets can show
//   create(container) → place                  a place for widgets, one after the other
//   mount(place, root, content, ...options, tell)   draws in the container
//   update(place, ...options), reset(place)    nothing lost; start again
//   unmount(place)                             frees all that mount made
//   on_stop(callback)                          callback(reason) once the engine is dead
//   on_call(callback)                          callback(done) before and after all that it does
//   name                                       "wasm" or "compatibility"

import styles from "widget.css";
import { create } from "./element/create.js";
import { again, draw } from "./element/first.js";
import { clear, NOTICE_STYLE, notice, outside, sheet } from "./element/notice.js";
import { read } from "./element/pack.js";
import { restOfPress } from "./element/presses.js";
import { typed } from "./element/quiet.js";
import { DRAWN, forCopies, markForCopies, PRINTED, setState, STYLE } from "./element/saved.js";
import { say } from "./element/say.js";
import { settle, watch } from "./element/watch.js";

// These words cannot come from the content pack: they are shown when the engine
// that carries the pack is missing.
const WORDS = {
  cannotStart: "The step-by-step version of this guidance cannot start.",
  hasStopped: "The step-by-step version of this guidance has stopped working.",
  isStarting: "This is kept. The next screen is still loading.",
  isSlow: "The step-by-step version of this guidance has not started yet.",
  notLoaded:
    "One of its files did not load or is damaged, or the browser refused it. To try again, load the page again. If this is a saved copy, that will not help: open the page that it is a copy of.",
  lost: "Your answers and any letter text are lost. To try again, load the page again.",
  mayCome: "If it still starts, it will take the place of the guidance below.",
  tooOld:
    "This browser is too old for it, or something in this page is in its way. It works in Chrome and Edge from version 92 on, in Firefox from 115 on and in Safari from 16.4 on.",
  tryAgain: "To try again, load the page again.",
  useGuidance: "You can use the full guidance below.",
  badPack:
    "The content that this page names cannot be used. What you see is the content that came with the tool, which may be about something else.",
  tellOwner: "Please tell whoever looks after this page:",
};

const TAG = "guidance-widget";
const PRINTING = ["beforeprint", "afterprint"];
/** After so many milliseconds without it, the reader is told. */
const PATIENCE = 10_000;
const LEVELS = ["1", "2", "3", "4", "5", "6"];
/** Each attribute, with the values that it knows: null for any. */
const ATTRIBUTES = {
  standalone: ["", "standalone", "true"],
  history: ["", "history", "true"],
  "page-title": ["", "page-title", "true"],
  "heading-level": LEVELS,
  pack: null,
  source: null,
};
/** What a page can know of who writes the letter, in the engine's order. */
const SENDER = ["name", "jobTitle", "office", "contact", "service"];
/** What each event of the engine carries: ids only. */
const DETAILS = {
  ready: () => ({}),
  step: (screen) => ({ screen }),
  outcome: (answers, actions) => ({ answers: ids(answers), actions: ids(actions) }),
  "letter-output": (output) => ({ output }),
};
const ids = (text) => text.split("&").filter(Boolean);

/** The events that say what is typed. */
const TYPING = [
  "keydown",
  "keypress",
  "keyup",
  "beforeinput",
  "input",
  "compositionstart",
  "compositionupdate",
  "compositionend",
  "paste",
  "cut",
];

const CLICKS = ["mousedown", "click"];
const PRESSES = [...CLICKS, "keydown"];

/**
 * Registers the element. A second script on the page changes nothing: the first
 * one serves every widget.
 *
 * @param {(turn: Promise<void>) => Promise<Record<string, any>>} load gives the engine; called once, when there is a widget to show.
 *   What takes long on the page's own thread waits for its turn
 * @param {string} [here] the address of the script, beside which the reader of packs is
 */
export function define(load, here) {
  // A page without custom elements keeps its static guidance.
  if (!globalThis.customElements) return;
  /** @type {any} */
  const first = customElements.get(TAG);
  if (first) {
    if (first.version !== VERSION) {
      say(
        "warn",
        `<${TAG}>: version ${VERSION} was loaded, but version ${first.version} was there before and goes on serving this page.`,
      );
    }
    return;
  }

  // Each mounted element, with what takes it back to the static guidance.
  const live = new Map();
  // Once it has stopped, no call into the engine does anything, not even unmount.
  let dead = false;
  // Places that are free again, with their containers.
  const spare = [];
  // There is one address and one title: whoever has them, keeps them.
  const owners = {};

  let loading;
  const ready = () =>
    (loading ??= load(painted())
      .then((engine) => {
        engine.on_call(settle);
        engine.on_stop((reason) => {
          dead = true;
          // Only of which kind it is: its words could hold what was typed.
          say(
            "error",
            `<${TAG}> has stopped (${reason?.name}). To try again, load the page again.`,
          );
          for (const fail of [...live.values()]) fail();
        });
        return engine;
      })
      .catch((reason) => {
        say(
          "error",
          `<${TAG}> cannot start. Check that its files are whole and of one build, beside each other, and that no policy refuses them:`,
          reason,
        );
        throw reason;
      }));

  // What widgets can show, by the names that the page gives its packs.
  let shipped;
  const contents = new Map();
  const contentOf = (engine, pack) => {
    if (pack === null) return (shipped ??= engine.shipped());
    if (!contents.has(pack)) contents.set(pack, read(engine, pack, here));
    return contents.get(pack);
  };

  class GuidanceWidget extends HTMLElement {
    static version = VERSION;
    static observedAttributes = Object.keys(ATTRIBUTES);

    /**
     * Puts a widget into each <div data-guidance-widget>, around what stands there: for
     * editors that strip unknown tags. Done once by itself; call it for what comes later.
     */
    static upgrade(root = document) {
      for (const place of root.querySelectorAll(`[data-${TAG}]`)) {
        // A saved copy has one already.
        if (place.querySelector(TAG)) continue;
        const widget = create(TAG);
        for (const name of GuidanceWidget.observedAttributes) {
          const value = place.getAttribute(`data-${name}`);
          if (value !== null) widget.setAttribute(name, value);
        }
        widget.append(...place.childNodes);
        place.append(widget);
      }
    }

    #internals = this.attachInternals?.();
    #shadow;
    /** Whether it cannot even show that it starts: from then on it leaves the guidance alone. */
    #unable = false;
    #engine = null;
    #mounted = null;
    #unwatch;
    #starting = false;
    /** Gives what the user has done with the first screen, which is there before the engine. */
    #done = null;
    /** Runs out while its engine neither comes nor fails. */
    #patience;
    #isRest = restOfPress();
    /** Never an attribute: what stands in the page can be seen, and saved with it. */
    #sender = null;

    // On the root, before the engine: what it is not to hear it never does. And on the page,
    // where what is left by a click can bring something else under the pointer.
    #press = (event) => {
      const around = event.currentTarget === document;
      if (around && event.composedPath().includes(this)) return;
      const within = !around && this.#mounted.container.contains(event.target);
      if (this.#isRest(event, within)) {
        event.preventDefault();
        event.stopImmediatePropagation();
      } else if (within && event.type === "click") {
        for (const hear of this.#mounted.clicks) hear(event);
      }
    };

    #print = ({ type }) => {
      const root = this.#root();
      const others = root.adoptedStyleSheets.filter((it) => it !== sheet(PRINTED));
      root.adoptedStyleSheets = type === "beforeprint" ? [...others, sheet(PRINTED)] : others;
    };

    // Whoever comes back to this page need not be who left it. A browser that keeps it as
    // it was would show them what was typed, so it starts again, as if loaded anew.
    #leave = ({ persisted }) => {
      if (!persisted || !live.has(this)) return;
      this.#stop();
      addEventListener(
        "pageshow",
        () => {
          if (this.isConnected) this.connectedCallback();
        },
        { once: true },
      );
    };

    get engine() {
      return this.#engine?.name ?? null;
    }
    get version() {
      return VERSION;
    }

    get standalone() {
      return this.#known("standalone") !== null;
    }
    set standalone(on) {
      this.toggleAttribute("standalone", on);
    }
    get history() {
      return this.#known("history") !== null;
    }
    set history(on) {
      this.toggleAttribute("history", on);
    }
    get pageTitle() {
      return this.#known("page-title") !== null;
    }
    set pageTitle(on) {
      this.toggleAttribute("page-title", on);
    }
    get headingLevel() {
      return Number(this.#known("heading-level") ?? 2);
    }
    /** @param {any} level */
    set headingLevel(level) {
      this.setAttribute("heading-level", level);
    }
    get pack() {
      return this.getAttribute("pack");
    }
    set pack(name) {
      this.#set("pack", name);
    }
    get source() {
      return this.getAttribute("source");
    }
    set source(selector) {
      this.#set("source", selector);
    }

    get sender() {
      return this.#sender;
    }
    set sender(sender) {
      this.#sender = knownSender(sender);
      if (live.has(this)) this.#engine.update(this.#mounted.place, ...this.#options());
    }

    /** Starts again, as the user can. */
    reset() {
      if (live.has(this)) this.#engine.reset(this.#mounted.place);
    }

    connectedCallback() {
      // Moved, not removed: everything is kept as it is.
      if (this.#starting || this.#unable || live.has(this)) return;
      this.#adoptProperties();
      try {
        clear(this);
        this.#showGuidance();
        if (this.ownerDocument === document && !dead) {
          this.#dress();
          this.#showFirst();
        }
      } catch (reason) {
        return this.#tellUnable(reason);
      }
      this.#starting = true;
      this.#patience = setTimeout(() => this.#tellSlow(), PATIENCE);
      this.#prepare();
    }

    async #prepare() {
      const { pack } = this;
      let engine, content, problems;
      try {
        engine = await ready();
        try {
          content = await contentOf(engine, pack);
        } catch (reason) {
          problems = reason;
          content = await contentOf(engine, null);
        }
      } catch {
        return this.#failToStart();
      }
      // Another one was named meanwhile.
      if (this.pack !== pack) return this.#prepare();
      this.#start(engine, content, problems);
    }

    disconnectedCallback() {
      // Moving an element disconnects and connects it in one go; by the next
      // microtask it is known which of the two this is.
      queueMicrotask(() => {
        if (!this.isConnected) this.#stop();
      });
    }

    // The engine belongs to the document that loaded it.
    adoptedCallback() {
      this.#stop();
    }

    attributeChangedCallback(name, before, value) {
      if (value === before) return;
      if (value !== null && this.#known(name) === null) {
        say(
          "warn",
          `<${TAG}>: ${name}="${value}" is not understood and ignored. It can be ${ATTRIBUTES[name].map((known) => `"${known}"`).join(", ")}.`,
        );
      }
      if (!live.has(this)) return;
      if (name === "pack") {
        this.#stop();
        this.connectedCallback();
      } else {
        this.#engine.update(this.#mounted.place, ...this.#options());
      }
    }

    /** The attribute's value, if it is one that the attribute knows. */
    #known(name) {
      const value = this.getAttribute(name);
      return !ATTRIBUTES[name] || ATTRIBUTES[name].includes(value) ? value : null;
    }

    #set(name, value) {
      if (value === null || value === undefined) this.removeAttribute(name);
      else this.setAttribute(name, value);
    }

    #options() {
      return [
        this.#owns("history", this.standalone || this.history),
        this.#owns("page-title", this.standalone || this.pageTitle),
        this.headingLevel,
        this.#liveGuidance(),
        SENDER.map((part) => (this.#sender?.[part] ?? "").replaceAll("\t", " ")).join("\t"),
      ];
    }

    /** The words of the guidance as the page has them now, if the page says where. */
    #liveGuidance() {
      const { source } = this;
      if (source === null) return undefined;
      let places;
      try {
        places = [...document.querySelectorAll(source)];
      } catch {
        // It is no selector.
        places = [];
      }
      if (places.length === 0) {
        say(
          "warn",
          `<${TAG}>: source="${source}" names nothing on this page, so the guidance was not compared with the page.`,
        );
        return undefined;
      }
      return places.map(wordsOf).join(" ");
    }

    #owns(what, wanted) {
      const owner = owners[what];
      if (owner && owner !== this) {
        if (wanted)
          say("warn", `<${TAG}>: ${what} is ignored, because another one on this page has it.`);
        return false;
      }
      owners[what] = wanted ? this : undefined;
      return wanted;
    }

    // Properties that were set before the script came hide the class's own.
    #adoptProperties() {
      for (const name of [
        "standalone",
        "history",
        "pageTitle",
        "headingLevel",
        "pack",
        "source",
        "sender",
      ]) {
        if (!Object.prototype.hasOwnProperty.call(this, name)) continue;
        const value = this[name];
        delete this[name];
        this[name] = value;
      }
    }

    #start(engine, content, problems) {
      this.#starting = false;
      clearTimeout(this.#patience);
      if (!this.isConnected || live.has(this)) return;
      if (this.ownerDocument !== document) {
        return say(
          "warn",
          `<${TAG}>: it was moved into a document that has not loaded its script, and shows the guidance alone.`,
        );
      }
      if (dead) return this.#fail("cannot-start", WORDS.cannotStart, WORDS.tryAgain);
      const root = this.#root();
      const done = this.#done?.(root.activeElement);
      // Without the first screen, or the notice that it has not started.
      this.#showGuidance();
      this.#dress();
      // What is typed stays inside, and so do the keys that a control needs: a page that
      // listens for keys of its own would take them, since it cannot see what they go to.
      // Not on the container: there it can come before the engine, which passes over what
      // is stopped.
      for (const type of TYPING) root.addEventListener(type, keepTyping);
      root.addEventListener("input", typed, true);
      for (const type of PRESSES) root.addEventListener(type, this.#press, true);
      for (const type of CLICKS) document.addEventListener(type, this.#press, true);
      this.#engine = engine;
      addEventListener("pagehide", this.#leave);
      live.set(this, () => this.#fail("stopped", WORDS.hasStopped, WORDS.lost));
      try {
        const mounted = { ...(spare.pop() ?? makePlace(engine)), done };
        root.append(mounted.container);
        this.#mounted = mounted;
        this.#unwatch = watch(root, mounted.container, () => this.#damaged());
        engine.mount(mounted.place, root, content, ...this.#options(), (...event) => {
          // Not from within the engine: whoever listens may call it.
          queueMicrotask(() => this.#told(mounted, event));
        });
        if (problems) this.#tellOwner(problems);
      } catch {
        // After a panic its notice is already up, and this one says the same.
        this.#fail("cannot-start", WORDS.cannotStart, WORDS.tryAgain);
      }
    }

    #told(mounted, /** @type {any} */ [event, ...given]) {
      if (this.#mounted !== mounted) return;
      if (event === "ready") {
        this.#goLive();
        if (mounted.done) again(mounted.done, mounted.container);
      }
      this.#emit(event, DETAILS[event](...given));
    }

    #goLive() {
      this.#adopt(DRAWN);
      setState(this.#internals, "live");
      for (const type of PRINTING) addEventListener(type, this.#print);
      markForCopies(this);
    }

    /** The page's own pack cannot be used: for the page's owner, in the words of the check. */
    #tellOwner(problems) {
      say("error", `<${TAG}>: pack="${this.pack}" cannot be used:\n${problems.join("\n")}`);
      const box = notice("notice problems", WORDS.badPack, WORDS.tellOwner);
      const list = create("ul");
      for (const problem of problems.slice(0, 50)) {
        const item = create("li");
        item.textContent = problem;
        list.append(item);
      }
      box.append(list);
      this.#root().prepend(box);
      this.#emit("error", { reason: "bad-pack" });
    }

    /** Its place is not used again: the engine does not know what has become of it. */
    #damaged() {
      if (!live.has(this)) return;
      const engine = this.#engine,
        { place, container } = this.#mounted;
      say(
        "error",
        `<${TAG}> has stopped: a script of this page or an extension took something out of what it shows.`,
      );
      this.#fail("stopped", WORDS.hasStopped, WORDS.lost);
      container.parentNode?.removeChild(container);
      engine.unmount(place);
    }

    #stop() {
      removeEventListener("pagehide", this.#leave);
      if (this.#unable) return;
      if (live.delete(this)) {
        this.#engine.unmount(this.#mounted.place);
        const { done: _, ...free } = this.#mounted;
        spare.push(free);
      }
      this.#showGuidance();
    }

    #tellSlow() {
      if (!this.isConnected || this.ownerDocument !== document) return;
      say(
        "warn",
        `<${TAG}> has not started in ${PATIENCE / 1000} seconds. Its engine has neither loaded nor failed: check what the page is still waiting for.`,
      );
      this.#root().replaceChildren(create("slot"));
      this.#showNotice(WORDS.isSlow, WORDS.mayCome);
    }

    #failToStart() {
      this.#starting = false;
      clearTimeout(this.#patience);
      if (this.ownerDocument === document)
        this.#fail("cannot-start", WORDS.cannotStart, WORDS.notLoaded);
    }

    // The static guidance again, under a notice that says what happened and why.
    #fail(reason, what, why) {
      live.delete(this);
      const root = this.#root();
      const hadFocus = root.activeElement !== null;
      this.#showGuidance();
      const told = this.#showNotice(what, why);
      // What had focus is gone: a keyboard user must not land at the page's top.
      if (hadFocus) told.focus();
      this.#emit("error", { reason });
    }

    /** Where not even a notice can be shown in the widget's own way: above the guidance, in the page's. */
    #tellUnable(reason) {
      this.#unable = true;
      say("error", `<${TAG}> cannot start in this browser, or on this page:`, reason);
      this.prepend(outside(WORDS.cannotStart, WORDS.tooOld, WORDS.useGuidance));
      this.#emit("error", { reason: "cannot-start" });
    }

    /** Above the guidance, which takes its look from the page, not from the widget. */
    #showNotice(what, why) {
      const root = this.#root();
      const told = notice("notice", what, why, WORDS.useGuidance);
      told.setAttribute("role", "status");
      told.tabIndex = -1;
      root.adoptedStyleSheets = [sheet(NOTICE_STYLE)];
      root.prepend(told);
      return told;
    }

    #showGuidance() {
      // First, since by itself it brings the guidance back, whatever fails after it.
      setState(this.#internals, null);
      for (const type of PRINTING) removeEventListener(type, this.#print);
      this.#unwatch?.();
      for (const type of PRESSES) {
        this.#root().removeEventListener(type, this.#press, true);
        document.removeEventListener(type, this.#press, true);
      }
      this.#engine = this.#mounted = this.#done = null;
      for (const what in owners) if (owners[what] === this) owners[what] = undefined;
      const root = this.#root();
      root.adoptedStyleSheets = [];
      const before = [...root.children];
      root.replaceChildren(create("slot"));
      for (const gone of before) freeRadios(root, gone);
    }

    /** Not where the page may want another screen: with its own pack, words or answers, or a link into the guidance. */
    #showFirst() {
      const { hash } = location;
      const answers =
        (this.standalone || this.history) && (/[=%]/.test(hash) || history.state?.guidance);
      const linked = hash && this.querySelector(`[id="${CSS.escape(hash.slice(1))}"]`);
      if (answers || linked || this.pack !== null || this.source !== null) return;
      const container = makeContainer();
      this.#done = draw(container, this.headingLevel, WORDS.isStarting);
      const root = this.#root();
      this.#adopt(DRAWN);
      root.append(container);
    }

    /** Set as a whole: in older browsers nothing can be added to the list. */
    #adopt(rules) {
      const root = this.#root();
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet(rules)];
    }

    /** All that a widget needs to be seen, and a copy of it not to be. */
    #dress() {
      const root = this.#root();
      root.adoptedStyleSheets = [look(), sheet(NOTICE_STYLE), sheet(STYLE)];
      root.prepend(forCopies());
      setState(this.#internals, "starting");
    }

    #emit(name, detail) {
      this.dispatchEvent(
        new CustomEvent(`guidance-${name}`, { bubbles: true, composed: true, detail }),
      );
    }

    // A saved copy of the page can bring a shadow root of its own, and a page can have
    // made attachShadow close them all.
    #root() {
      return (this.#shadow ??= this.#internals?.shadowRoot ?? this.shadowRoot ?? this.#attach());
    }

    /** Whatever comes after it: the guidance shows through. */
    #attach() {
      const root = this.attachShadow({ mode: "open" });
      root.append(create("slot"));
      return root;
    }
  }

  customElements.define(TAG, GuidanceWidget);
  const upgrade = () => GuidanceWidget.upgrade();
  if (document.readyState === "loading")
    document.addEventListener("DOMContentLoaded", upgrade, { once: true });
  else upgrade();
}

/** Of what the page says of the sender, what is known and words; nothing else, and none of it is told. */
function knownSender(sender) {
  if (sender === null || sender === undefined) return null;
  const parts = typeof sender === "object" ? Object.entries(sender) : [["", ""]];
  const fits = ([part, value]) => SENDER.includes(part) && typeof value === "string";
  if (!parts.every(fits)) {
    say(
      "warn",
      `<${TAG}>: sender is not understood and ignored. It can be an object with any of ${SENDER.join(", ")}, each a string.`,
    );
    return null;
  }
  return Object.freeze(Object.fromEntries(parts));
}

/** A place for widgets, with the container that it draws in. */
function makePlace(engine) {
  const container = makeContainer();
  // What the engine hears clicks with stands on the root: screen readers call all that is
  // inside of an element that hears clicks clickable, each heading too.
  const clicks = [];
  const { addEventListener } = container;
  Object.defineProperty(container, "addEventListener", {
    value: (type, hear, options) => {
      if (type === "click") clicks.push(hear);
      else addEventListener.call(container, type, hear, options);
    },
  });
  new MutationObserver((changes) => {
    for (const { removedNodes } of changes)
      for (const gone of removedNodes) freeRadios(container, gone);
  }).observe(container, { childList: true, subtree: true });
  container.addEventListener("keyup", showFocus);
  return { container, clicks, place: engine.create(container) };
}

function makeContainer() {
  const container = create("div");
  container.className = "gw";
  container.part = "widget";
  // Whichever way the page around it is read.
  container.dir = "ltr";
  // The widget's styles show it. A copy that has lost them does not.
  container.hidden = true;
  return container;
}

/** Where Tab leads to a text field, Chromium scrolls to its caret alone, and a header that stays can cover the rest. */
function showFocus({ key, target }) {
  if (key === "Tab") target.scrollIntoView({ block: "nearest" });
}

/**
 * Lets Chromium forget radios that are gone. In a shadow root it keeps each that was taken out together with what is
 * around it, and so the whole screen, in the group of its name, until the shadow root itself goes.
 */
function freeRadios(place, gone) {
  const root = place.getRootNode();
  const radios = !gone.isConnected && gone.querySelectorAll?.("input[type=radio]");
  if (!radios?.length || !(root instanceof ShadowRoot)) return;
  // Where nothing is laid out.
  const aside = create("div");
  aside.hidden = true;
  root.append(aside);
  for (const radio of radios) {
    // Not to take the place of the one that is selected now.
    radio.checked = false;
    aside.append(radio);
    radio.name = "";
  }
  aside.remove();
}

/** The next frame has been shown, or there will be none soon. */
function painted() {
  return new Promise((done) => {
    requestAnimationFrame(() => setTimeout(done));
    setTimeout(done, document.hidden ? 0 : 200);
  });
}

function keepTyping(event) {
  const { key = "", target, currentTarget } = event;
  // What stands in the slot is the page's.
  if (!currentTarget.contains(target)) return;
  const isField = target.matches("textarea, input:not([type=radio], [type=checkbox])");
  const isCommand = event.ctrlKey || event.metaKey || /^(Tab|Escape|F\d+)$/.test(key);
  if (isField ? !isCommand : /^(Enter| |Arrow.+)$/.test(key)) event.stopPropagation();
}

/** The words that stand in a part of the page, without a widget inside it, and without what guide.html adds to it. */
function wordsOf(part) {
  const copy = part.cloneNode(true);
  for (const other of copy.querySelectorAll(`${TAG}, script, style, .gw-missing, .gw-law`))
    other.remove();
  return copy.textContent;
}

let widgetStyles;

/** The widget's style sheet, one for all: adopted ones apply under policies that forbid <style> and style="…". */
function look() {
  if (!widgetStyles) {
    // A length that is worked out once, on the host: sizes then follow the reader's own,
    // not the root of the page. Where this is not known, or was done before, nothing is lost.
    try {
      CSS.registerProperty({
        name: "--w-rem",
        syntax: "<length>",
        inherits: true,
        initialValue: "16px",
      });
    } catch {
      /* See above. */
    }
    widgetStyles = sheet(styles);
  }
  return widgetStyles;
}
