// The custom element <guidance-widget>: its life in the page, and what is shown
// when the engine cannot run. It knows nothing of flows, letters or Yew; the
// engine (src/element.rs) knows nothing of slots and re-parenting.
//
// Contract with the engine:
//   mount(host, container) → handle   draws inside the container, styles the root
//   unmount(handle)                   frees everything that mount made
//   on_panic(callback)                callback() once the engine is dead
//   name                              "wasm" or "compatibility"

// These words cannot come from the content pack: they are shown when the engine
// that carries the pack is missing.
const WORDS = {
  cannotStart: "The step-by-step version of this guidance cannot start.",
  hasStopped: "The step-by-step version of this guidance has stopped working.",
  notLoaded: "One of its files did not load, or is damaged. To try again, load the page again.",
  lost: "Your answers and any letter text are lost. To try again, load the page again.",
  tryAgain: "To try again, load the page again.",
  useGuidance: "You can use the full guidance below.",
};

const TAG = "guidance-widget";

// Applies under a policy that forbids <style> and style="…".
const NOTICE_STYLE = `
  .notice {
    margin: 0 0 1.5em;
    padding: 1em;
    border: 1px solid;
    border-inline-start-width: 0.5em;
    color: #0b0c0c;
    background: #fff;
  }
  .notice p { margin: 0; }
  .notice p + p { margin-block-start: 0.5em; }
`;

/**
 * Registers the element. A second script on the page changes nothing: the first
 * one serves every widget.
 *
 * @param {() => Promise<object>} load gives the engine; called once, when there is a widget to show
 */
export function define(load) {
  // A page without custom elements keeps its static guidance.
  if (!globalThis.customElements || customElements.get(TAG)) return;

  // Each mounted element, with what takes it back to the static guidance.
  const live = new Map();
  // After a panic no call into the engine is safe, not even unmount.
  let dead = false;

  let loading;
  const ready = () => (loading ??= load().then((engine) => {
    engine.on_panic(() => {
      dead = true;
      for (const fail of [...live.values()]) fail();
    });
    return engine;
  }).catch((reason) => {
    console.error(`<${TAG}> cannot start:`, reason);
    throw reason;
  }));

  class GuidanceWidget extends HTMLElement {
    #engine = null;
    #handle = null;
    #starting = false;

    connectedCallback() {
      // Moved, not removed: everything is kept as it is.
      if (this.#starting || live.has(this)) return;
      this.#starting = true;
      this.#showGuidance();
      ready().then(
        (loaded) => this.#start(loaded),
        () => this.#failToStart(),
      );
    }

    disconnectedCallback() {
      // Moving an element disconnects and connects it in one go; by the next
      // microtask it is known which of the two this is.
      queueMicrotask(() => {
        if (!this.isConnected) this.#stop();
      });
    }

    #start(loaded) {
      this.#starting = false;
      if (!this.isConnected) return;
      if (dead) return this.#fail(WORDS.cannotStart, WORDS.tryAgain);
      const container = document.createElement("div");
      container.className = "gw";
      live.set(this, () => this.#fail(WORDS.hasStopped, WORDS.lost));
      try {
        this.#root().append(container);
        this.#handle = loaded.mount(this, container);
        this.#engine = loaded;
      } catch {
        // After a panic its notice is already up, and this one says the same.
        this.#fail(WORDS.cannotStart, WORDS.tryAgain);
      }
      if (live.has(this)) this.#root().replaceChildren(container);
    }

    #stop() {
      if (live.delete(this)) this.#engine.unmount(this.#handle);
      this.#engine = this.#handle = null;
      this.#showGuidance();
    }

    #failToStart() {
      this.#starting = false;
      this.#fail(WORDS.cannotStart, WORDS.notLoaded);
    }

    // The static guidance again, under a notice that says what happened and why.
    #fail(what, why) {
      live.delete(this);
      const root = this.#root();
      const hadFocus = root.activeElement !== null;
      const notice = document.createElement("div");
      notice.className = "notice";
      notice.setAttribute("role", "status");
      notice.tabIndex = -1;
      const heading = document.createElement("strong");
      heading.textContent = what;
      for (const content of [heading, why, WORDS.useGuidance]) {
        const line = document.createElement("p");
        line.append(content);
        notice.append(line);
      }
      // The guidance takes its look from the page, not from the widget.
      const style = new CSSStyleSheet();
      style.replaceSync(NOTICE_STYLE);
      root.adoptedStyleSheets = [style];
      root.replaceChildren(notice, document.createElement("slot"));
      // What had focus is gone: a keyboard user must not land at the page's top.
      if (hadFocus) notice.focus();
    }

    #showGuidance() {
      const root = this.#root();
      root.adoptedStyleSheets = [];
      root.replaceChildren(document.createElement("slot"));
    }

    // A saved copy of the page can bring a shadow root of its own.
    #root() {
      return this.shadowRoot ?? this.attachShadow({ mode: "open" });
    }
  }

  customElements.define(TAG, GuidanceWidget);
}
