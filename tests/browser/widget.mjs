// Owns the user's view of one widget: what is on the screen, and acting on it by the words that a user reads or hears.
import { build } from "esbuild";

const patience = 30_000;

/** For the page: roles and accessible names as the standards have them, without a checker's half megabyte in each. */
const { outputFiles } = await build({
  stdin: {
    contents: `
      import { computeAccessibleName, getRole } from "dom-accessibility-api";
      // What is visually hidden is a block to it, with a blank before.
      export const nameOf = (element) =>
        computeAccessibleName(element).replace(/\\s+(?=[:,.]|$)/g, "").replace(/\\s+/g, " ").trim();
      export const roleOf = (element) =>
        element.localName === "summary" ? "button" : getRole(element);`,
    resolveDir: import.meta.dirname,
  },
  bundle: true,
  minify: true,
  write: false,
  globalName: "accessible",
  footer: { js: "globalThis.accessible = accessible;" },
});
const accessible = outputFiles[0].text;

/** Repeats `check` until it gives something true; says what it waited for if it never does. */
export async function waitFor(check, what, limit = patience) {
  const end = Date.now() + limit;
  let trouble;
  do {
    try {
      const result = await check();
      if (result) return result;
      trouble = undefined;
    } catch (error) {
      trouble = error;
    }
    await new Promise((again) => setTimeout(again, 30));
  } while (Date.now() < end);
  throw new Error(
    `Waited ${limit / 1000} seconds for ${typeof what === "function" ? await what() : what}`,
    { cause: trouble },
  );
}

/** One page (or frame in it) that shows a widget, and a record of what the page did. */
export class Widget {
  constructor(page, { frame = page.mainFrame(), host = "guidance-widget" } = {}) {
    this.page = page;
    this.frame = frame;
    this.host = host;
    /** Every console line, uncaught error and requested address since the page was made. */
    this.log = { console: [], errors: [], requests: [], asked: 0 };
    /** Whether the user goes all the same when the browser asks before the page is left. */
    this.goes = true;
    page.on("console", (line) => this.log.console.push(`${line.type()}: ${line.text()}`));
    page.on("pageerror", (error) => this.log.errors.push(String(error?.stack ?? error)));
    page.on("request", (request) => this.log.requests.push(request.url()));
  }

  /**
   * Gives `act(host, ...given)`, done in the page, in one call: `$eval` takes several, of which Firefox takes 70 ms.
   *
   * @param {(host: any, ...given: any[]) => any} act
   */
  inHost(act, ...given) {
    const host = JSON.stringify(this.host);
    return this.frame.evaluate(
      `(${act})(document.querySelector(${host}), ...${JSON.stringify(given)})`,
    );
  }

  // What is on the screen.

  /** All text that is rendered inside the shadow root, visually hidden words included. */
  text() {
    return this.inHost((host) =>
      [...host.shadowRoot.children]
        .filter((child) => child.checkVisibility())
        .map((child) => child.innerText ?? "")
        .filter(Boolean)
        .join("\n"),
    );
  }

  /** The heading of the screen: the one that takes focus, else the first. */
  heading() {
    return this.inHost((host) => {
      const heading =
        host.shadowRoot.querySelector(':is(h1,h2,h3,h4)[tabindex="-1"]') ??
        host.shadowRoot.querySelector("h1,h2,h3,h4");
      return heading?.innerText.trim();
    });
  }

  /** The element that has focus, however deep: `{ tag, id, role, name, inside }`. */
  async active() {
    await this.#ready();
    return this.frame.evaluate((hostSelector) => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      const inside = element.getRootNode() === document.querySelector(hostSelector)?.shadowRoot;
      const { accessible } = globalThis;
      return {
        tag: element.localName,
        id: element.id,
        role: accessible.roleOf(element),
        name: accessible.nameOf(element),
        inside,
      };
    }, this.host);
  }

  /** The accessible names of everything with one of these roles, in order. */
  async names(...roles) {
    await this.#ready();
    const found = await this.#find(roles, {});
    const names = await found.evaluate(({ names: all }) => all);
    await found.dispose();
    return names;
  }

  /** Waits until the screen has this heading, and is whole. */
  async at(heading) {
    await waitFor(
      async () => (await this.heading()) === heading,
      async () => `the heading “${heading}”. ${await this.#describe()}`,
    );
    await this.#whole();
  }

  async #whole() {
    // The list of answers comes in the frame after the heading, or after a second where no frame comes; and what was
    // there before stays for a moment. Waited for in a world apart, since a page may have changed its own.
    const world = this.frame.isolatedRealm?.() ?? this.frame;
    await world.evaluate(
      (host) =>
        new Promise((done) => {
          const look = () => {
            if (document.querySelector(host)?.shadowRoot?.querySelector(".gw-left"))
              setTimeout(look, 10);
            else done(undefined);
          };
          requestAnimationFrame(() => setTimeout(look));
          setTimeout(look, 1_100);
        }),
      this.host,
    );
  }

  /** Waits until the screen shows these words, however they are broken into lines. */
  async sees(words) {
    await waitFor(
      async () => (await this.text()).replace(/\s+/g, " ").includes(words),
      async () => `the words “${words}”. ${await this.#describe()}`,
    );
    await this.#whole();
  }

  /**
   * The one element with this role (or one of several) and accessible name, `within` the group of that name if one is
   * given: waits, and fails if there are two.
   */
  async byRole(role, name, { within = undefined } = {}) {
    const roles = [role].flat();
    return waitFor(
      async () => {
        const found = await this.#find(roles, { name, within });
        const element = (await found.getProperty("element")).asElement();
        if (element) {
          await found.dispose();
          return element;
        }
        const { ready, count } = await found.evaluate((it) => ({
          ready: !it.missing,
          count: it.count,
        }));
        await found.dispose();
        if (!ready) await this.#ready();
        if (count > 1) throw new Error(`${count} of role ${roles} are named “${name}”`);
        await this.unfold();
      },
      async () =>
        `one ${roles.join(" or ")} named “${name}” among ${JSON.stringify(await this.names(...roles))}. ${await this.#describe()}`,
    );
  }

  /** Opens the lines of the letter builder, as whoever looks for something in them does. */
  unfold() {
    return this.inHost((host) => {
      const closed = host.shadowRoot?.querySelectorAll(".gw-fold:not([open]) > summary") ?? [];
      for (const line of closed) line.click();
    });
  }

  /** The text of the part of the screen with this role and name. */
  async textOf(role, name) {
    return (await this.byRole(role, name)).evaluate((element) => element.innerText);
  }

  /** The field that this label names. */
  fieldByLabel(label) {
    return this.byRole(["textbox", "searchbox", "spinbutton", "combobox"], label);
  }

  /** Whether this radio or checkbox is selected. */
  async isChosen(label, options) {
    return (await this.byRole(["radio", "checkbox"], label, options)).evaluate(
      (input) => input.checked,
    );
  }

  // Acting as a user does, with the real mouse and keyboard. For keys by themselves, `page.keyboard.press('Enter')`;
  // the space bar is `' '`, which both browsers know.

  /** Presses the button (or opens the details) with this name. */
  async press(name) {
    await this.#click(await this.byRole("button", name));
  }

  /** Follows the link with this name. */
  async follow(name) {
    await this.#click(await this.byRole("link", name));
  }

  /** Selects a radio, or turns a checkbox over, by a click on its label. */
  async choose(label, options) {
    const input = await this.byRole(["radio", "checkbox"], label, options);
    const target = await input.evaluateHandle((element) => element.labels?.[0] ?? element);
    await this.#click(target);
  }

  /** With the real mouse, as puppeteer clicks, which asks the page six times where. */
  async #click(element) {
    // What the key or press before has changed is drawn, and moves nothing away any more.
    await this.#whole();
    if (this.frame !== this.page.mainFrame()) return element.click();
    const { x, y } = await element.evaluate((it) => {
      const whole = it.getBoundingClientRect();
      if (whole.top < 0 || whole.bottom > innerHeight)
        it.scrollIntoView({ block: "center", behavior: "instant" });
      const [{ left, top, width, height }] = it.getClientRects();
      return { x: left + width / 2, y: top + height / 2 };
    });
    await this.page.mouse.click(x, y);
  }

  /** Puts this text in the field, in place of what is there. */
  async type(label, text) {
    const field = await this.fieldByLabel(label);
    await field.click();
    await field.evaluate((element) => element.select());
    await this.page.keyboard.press("Backspace");
    await this.page.keyboard.type(text);
  }

  /** Presses Tab until the named thing has focus: for journeys by keyboard alone. */
  async tabTo(name, { limit = 200, back = false } = {}) {
    const passed = [];
    for (let step = 0; step < limit; step += 1) {
      if (back) await this.page.keyboard.down("Shift");
      await this.page.keyboard.press("Tab");
      if (back) await this.page.keyboard.up("Shift");
      const now = await this.active();
      if (now.name === name) return now;
      passed.push(now.name);
    }
    throw new Error(`Tab never reached “${name}”, only ${JSON.stringify(passed)}`);
  }

  /** Everything Tab stops at from here until it leaves the widget. */
  async tabOrder(limit = 200) {
    const stops = [];
    while (stops.length < limit) {
      await this.page.keyboard.press("Tab");
      const stop = await this.active();
      if (!stop.inside) return stops;
      stops.push(stop);
    }
    throw new Error(`Tab is still inside the widget after ${limit} stops`);
  }

  // Pictures and sizes.

  /** Saves a picture of the whole page at this width. */
  async screenshot(path, width = 1280) {
    const before = this.page.viewport();
    await this.page.setViewport({ width, height: 900 });
    await this.page.screenshot({ path, fullPage: true });
    if (before) await this.page.setViewport(before);
  }

  /** By how many pixels the page is wider than the window, at this width: 0 when nothing scrolls sideways. */
  async overflow(width) {
    const before = this.page.viewport();
    await this.page.setViewport({ width, height: 900 });
    const extra = await this.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (before) await this.page.setViewport(before);
    return extra;
  }

  // Roles and names are those that a browser computes for a screen reader.

  async #ready() {
    if (!(await this.frame.evaluate(() => Boolean(globalThis.accessible))))
      await this.frame.evaluate(accessible);
  }

  /**
   * In the page: `{ names, count, element }` of what has one of these roles; with a `name`, how many are named so, and
   * the element if it is one; `{ missing }` where `accessible` is not there yet. One call: a test asks this more often
   * than anything else.
   */
  async #find(roles, { name = undefined, within = undefined }) {
    const wanted = name instanceof RegExp ? { pattern: name.source, flags: name.flags } : { name };
    return this.frame.evaluateHandle(find, this.host, roles, wanted, within);
  }

  async #describe() {
    const text = await this.text().catch((error) => `(unreadable: ${error.message})`);
    return `On the screen:\n${text}\nErrors: ${JSON.stringify(this.log.errors)}`;
  }
}

/** In the page. */
function find(hostSelector, roles, { name, pattern, flags }, within) {
  const { accessible } = globalThis;
  if (!accessible) return { missing: true, element: null };
  const { nameOf, roleOf } = accessible;
  const inGroup = (element) => {
    const group = element.closest("fieldset, [role=group]");
    return group && nameOf(group) === within;
  };
  const root = document.querySelector(hostSelector)?.shadowRoot;
  const found = [...(root?.querySelectorAll("*") ?? [])].filter(
    (element) =>
      roles.includes(roleOf(element)) &&
      element.checkVisibility({ visibilityProperty: true }) &&
      !element.closest("[aria-hidden=true], [inert]") &&
      (within === undefined || inGroup(element)),
  );
  const names = found.map(nameOf);
  const regular = pattern === undefined ? undefined : new RegExp(pattern, flags);
  const fits = (text) => (regular ? regular.test(text) : text === name);
  const fitting = found.filter((_, at) => fits(names[at]));
  return { names, count: fitting.length, element: fitting.length === 1 ? fitting[0] : null };
}
