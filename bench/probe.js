// Runs in every page before its own scripts, the same for all: finds what a user would
// see, also inside open shadow roots, and tells when the frame that shows it is done.
// Must not know of any library.
(() => {
  const roots = [document];
  const tries = new Set();
  const observe = (root) =>
    new MutationObserver(() => {
      for (const attempt of tries) attempt();
    }).observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
  observe(document);
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function attach(options) {
    const root = attachShadow.call(this, options);
    roots.push(root);
    observe(root);
    return root;
  };

  const words = (element) => element.textContent.replace(/\s+/g, " ").trim();
  const shown = (element) => element.getClientRects().length > 0;
  const all = (selector) => roots.flatMap((root) => [...root.querySelectorAll(selector)]);
  // What was drawn last is looked at first, so that the looking costs no build more than another.
  const has = (selector, text) => {
    for (const root of roots.toReversed()) {
      for (const it of root.querySelectorAll(selector)) {
        if ((it.value || (it.textContent.includes(text) && words(it))) === text && shown(it))
          return it;
      }
    }
  };

  /** The frame that is next is done: layout and paint too. */
  const frame = () =>
    new Promise((done) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => done(performance.now());
        port2.postMessage(null);
      }),
    );

  /** When the frame is done in which `check` first holds. Looked at whenever the page changes. */
  function until(check, what) {
    return new Promise((resolve, reject) => {
      let waits = false;
      const end = setTimeout(() => {
        tries.delete(attempt);
        reject(new Error(`never came: ${what}`));
      }, 30_000);
      function attempt() {
        if (waits) return;
        waits = true;
        requestAnimationFrame(() => {
          waits = false;
          if (!check()) return;
          clearTimeout(end);
          tries.delete(attempt);
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve(performance.now());
          port2.postMessage(null);
        });
      }
      tries.add(attempt);
      attempt();
    });
  }

  /** When the last frame was done in which something was drawn, from this one on: two follow without a change. */
  async function settled(since) {
    let last = since;
    let changed = false;
    const note = () => {
      changed = true;
    };
    tries.add(note);
    for (let quiet = 0; quiet < 2; ) {
      changed = false;
      const done = await frame();
      quiet = changed ? 0 : quiet + 1;
      if (changed) last = done;
    }
    tries.delete(note);
    return last;
  }

  /** A user's pause, in which what a library has put off is done. It counts for nobody. */
  let pace = 30;
  const pause = () =>
    new Promise((done) => setTimeout(() => requestIdleCallback(done, { timeout: 2_000 }), pace));

  const heading = (text) => has("h1, h2, h3, h4, h5, h6, legend, label, span", text);
  const radios = () => all("input[type=radio]").filter((it) => [...it.labels].some(shown));
  const button = (text) => has("button, input[type=button]", text);

  /** The text field with this name. */
  const named = (name) =>
    all("input, textarea").find(
      (it) =>
        shown(it) &&
        [...it.labels, ...(it.ariaLabelledByElements ?? [])].some((label) =>
          words(label).startsWith(name),
        ),
    );

  globalThis.bench = {
    /** How long the pauses are at least, in milliseconds. */
    setPace(least) {
      pace = least;
    },

    /**
     * So many questions stand there with all their radios: when, since the navigation began. Asked before the page's own
     * scripts run, so that it does not matter when the one who measures gets a word in.
     */
    expect({ text, choices }, count) {
      this.answerable = until(
        () => radios().length >= count * choices.length && heading(text),
        text,
      );
    },

    /**
     * Picks a choice and continues; gives how long the frame with the choice and the one with the next heading took, and
     * `whole`, the same to the one with the last item of that screen.
     */
    async step(from, row, onward, to) {
      await pause();
      if (!heading(from.text)) throw new Error(`not at: ${from.text}`);
      const radio = radios()[row];
      const label = radio && [...radio.labels].map(words).join(" ");
      if (!label?.startsWith(from.choices[row].label))
        throw new Error(`${from.text} has no “${from.choices[row].label}” but “${label}”`);
      const picked = performance.now();
      radio.click();
      const drawn = (await frame()) - picked;
      await pause();
      const next = button(onward);
      const pressed = performance.now();
      next.click();
      const there = await until(() => heading(to), to);
      const whole = await settled(there);
      return { heading: drawn + there - pressed, whole: drawn + whole - pressed };
    },

    /** Picks a choice of a question that is asked on this screen; gives how long the frame with the last change took. */
    async answerInPlace(text, choice) {
      await pause();
      const group = all("fieldset").find((it) => words(it).startsWith(text) && shown(it));
      if (!group) throw new Error(`not asked here: ${text}`);
      const radio = [...group.querySelectorAll("input")].find((it) =>
        [...it.labels].some((label) => words(label) === choice),
      );
      const picked = performance.now();
      radio.click();
      return (await settled(picked)) - picked;
    },

    /**
     * Presses whichever of these buttons there is; gives how long it took to the frame with the last item of the screen
     * that has the field of this name.
     */
    async press(names, to) {
      await pause();
      const pressed = performance.now();
      names.map(button).find(Boolean).click();
      return (await settled(await until(() => named(to), to))) - pressed;
    },

    /** Types letter by letter; gives how long each took to the frame in which the preview has it. */
    async type(label, text, preview) {
      named(label).focus();
      const times = [];
      let typed = "";
      for (const letter of text) {
        typed += letter;
        await pause();
        const start = performance.now();
        document.execCommand("insertText", false, letter);
        const wanted = typed;
        times.push(
          (await until(
            () => all(preview).some((it) => words(it).includes(wanted)),
            `${wanted} in the preview`,
          )) - start,
        );
      }
      return times;
    },
  };
})();
