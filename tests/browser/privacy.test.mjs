// Nothing that is typed is kept, shown in an address, written to the console or sent anywhere; and what was typed is gone
// once the user starts again or leaves. What is looked through, and how, is tried with deliberate leaks.
import assert from "node:assert/strict";
import { test } from "node:test";
import { journey, moved, questions, typedInto, words } from "./content.mjs";
import { describeEachBrowser, nightly, sample, waitFor } from "./harness.mjs";
import {
  checkLetter,
  focusOnErrors,
  passagesIn,
  putIn,
  reachLetter,
  status,
  toLetter,
} from "./staff.mjs";

const { letter: text, check, common, outcome, page } = words;

// A value of its own for each control, so that what is found tells where it was typed.

const values = new Map();
const sentinel = (id) => {
  if (!values.has(id)) values.set(id, `Zq${String(values.size).padStart(3, "0")}Jx`);
  return values.get(id);
};

/**
 * Puts a value of its own into everything that can be typed into (except what `without` says); gives the ids. By the
 * keys into one control of each kind, and at night into all.
 */
async function typeEverywhere(widget, without = (/** @type {string} */ _id) => false) {
  await widget.unfold();
  const controls = await widget.inHost((host) =>
    [...host.shadowRoot.querySelectorAll("input:not([type=radio], [type=checkbox]), textarea")]
      .filter((it) => it.checkVisibility())
      .map(({ id, localName }) => ({ id, localName })),
  );
  const given = controls.filter(({ id }) => !without(id));
  for (const [row, { id, localName }] of given.entries()) {
    // An address has at least two lines; lines are no more than text in a wording.
    const value = /address|office/.test(id) ? `${sentinel(id)}\n${sentinel(id)}` : sentinel(id);
    const first = given.findIndex((it) => it.localName === localName) === row;
    await (nightly || first ? typeInto : putInto)(widget, id, value);
  }
  return given.map(({ id }) => id);
}

async function typeInto(widget, id, typed) {
  await widget.inHost((host, id) => {
    const field = host.shadowRoot.getElementById(id);
    field.focus();
    field.select();
  }, id);
  await widget.page.keyboard.press("Backspace");
  await widget.page.keyboard.type(typed);
}

/** At once, as pasting does. */
async function putInto(widget, id, value) {
  const field = await widget.frame.evaluateHandle(
    (host, id) => document.querySelector(host).shadowRoot.getElementById(id),
    widget.host,
    id,
  );
  await field.evaluate(putIn, value);
}

/** Presses everything that fits, one after the other, until there is no more of it. */
const pressAll = (widget, selector, start = "") =>
  widget.inHost(
    async (host, selector, start) => {
      for (;;) {
        const [next] = [...host.shadowRoot.querySelectorAll(selector)].filter(
          (it) => it.textContent.startsWith(start) && !it.checked && !it.disabled,
        );
        if (!next) return;
        next.click();
        await new Promise((drawn) => {
          setTimeout(drawn);
        });
      }
    },
    selector,
    start,
  );

// Where anything might be found.

/** Runs before the page: notes whatever passes by and is gone afterwards. */
function watch() {
  const seen = {};
  Object.defineProperty(window, Symbol.for("seen"), { value: seen });
  const told = (what) => {
    if (what instanceof Error) return `${what.stack} ${what.message}`;
    if (what instanceof Event) return told([what.type, what.detail, what.data, what.message]);
    if (
      what instanceof URLSearchParams ||
      what instanceof URL ||
      typeof what !== "object" ||
      what === null
    )
      return String(what);
    if (what instanceof FormData || what instanceof Headers) return told([...what]);
    if (Array.isArray(what)) return what.map(told).join(" ");
    return JSON.stringify(what);
  };
  const note = (channel, ...what) => {
    (seen[channel] ??= []).push(told(what));
  };
  const watched = (channel, owner, ...names) => {
    for (const name of names) {
      const own = owner[name];
      owner[name] = function watched(...given) {
        note(channel, name, given);
        return new.target ? Reflect.construct(own, given) : own.apply(this, given);
      };
      owner[name].prototype = own.prototype;
    }
  };
  watched(
    "console",
    console,
    ...Object.keys(console).filter((name) => typeof console[name] === "function"),
  );
  watched("events", EventTarget.prototype, "dispatchEvent");
  watched("history", History.prototype, "pushState", "replaceState");
  watched("network", window, "fetch", "WebSocket", "EventSource", "Worker");
  watched("network", Navigator.prototype, "sendBeacon");
  watched("network", XMLHttpRequest.prototype, "open", "send", "setRequestHeader");
  watched("network", WebSocket.prototype, "send");
  watched("messages", window, "postMessage");
  watched("messages", BroadcastChannel.prototype, "postMessage");
  watched("messages", MessagePort.prototype, "postMessage");
  addEventListener(
    "error",
    ({ message, filename, error }) => note("errors", message, filename, error),
    true,
  );
  addEventListener("unhandledrejection", ({ reason }) => note("errors", reason));
  for (const type of ["popstate", "hashchange"])
    addEventListener(type, () => note("history", location.href, history.state));
  // What is typed one key after the other, as a page's own listeners hear it.
  for (const [type, part] of [
    ["keydown", "key"],
    ["keypress", "key"],
    ["keyup", "key"],
    ["beforeinput", "data"],
    ["input", "data"],
    ["change", "data"],
  ]) {
    seen[type] = "";
    addEventListener(type, (event) => {
      if (event[part]?.length === 1) seen[type] += event[part];
    });
  }
  new MutationObserver((records) => {
    for (const { type, target, attributeName, addedNodes, oldValue } of records) {
      if (type === "attributes")
        note("page", attributeName, oldValue, target.getAttribute(attributeName));
      else if (type === "characterData") note("page", target.data);
      else for (const node of addedNodes) note("page", node.outerHTML ?? node.data);
    }
  }).observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeOldValue: true,
    characterData: true,
  });
}

/** In the page: everything that it keeps, shows, or was noted of it. */
async function lookThrough(selector) {
  const all = (request) =>
    new Promise((done, failed) => {
      request.onsuccess = () => done(request.result);
      request.onerror = failed;
    });
  const databases = [];
  for (const { name } of await indexedDB.databases()) {
    const database = await all(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const held = database.transaction(store).objectStore(store);
      databases.push(name, store, await all(held.getAllKeys()), await all(held.getAll()));
    }
    database.close();
  }
  const cached = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys())
      cached.push(name, request.url, await (await cache.match(request)).text());
  }
  const host = document.querySelector(selector);
  const properties = [];
  for (
    let type = host;
    type && type !== HTMLElement.prototype;
    type = Object.getPrototypeOf(type)
  ) {
    for (const name of Reflect.ownKeys(type)) properties.push(String(name), host[name]);
  }
  const strings = Object.getOwnPropertyNames(window)
    .filter((name) => name !== "name")
    .map((name) => {
      try {
        return window[name];
      } catch {
        return "";
      }
    });
  return {
    // @ts-expect-error what the test has put there
    ...window[Symbol.for("seen")],
    address: [location.href, document.referrer, document.URL],
    "history entries": [
      history.state,
      ...(globalThis.navigation?.entries() ?? []).map((entry) => [entry.url, entry.getState()]),
    ],
    "local storage": { ...localStorage },
    "session storage": { ...sessionStorage },
    cookies: document.cookie,
    databases,
    caches: cached,
    "window.name": window.name,
    title: document.title,
    markup: document.documentElement.outerHTML,
    properties: properties.filter((it) => typeof it !== "function").map(String),
    globals: strings.filter((it) => typeof it === "string"),
    timings: performance.getEntries().map((entry) => JSON.stringify(entry)),
  };
}

/** What was typed and can be found outside: `[where, what]` each. `more` are places that only the test can reach. */
async function found(session, widget, more = {}) {
  const places = {
    ...(await widget.page.evaluate(lookThrough, widget.host)),
    "console of the browser": widget.log.console,
    "errors of the browser": widget.log.errors,
    requests: widget.log.requests,
    received: session.options.received,
    "cookies of the browser": await session.browser.cookies(),
    ...more,
  };
  const ids = [...values];
  return Object.entries(places).flatMap(([place, what]) => {
    const text = JSON.stringify(what) ?? "";
    return ids.filter(([, value]) => text.includes(value)).map(([id]) => `${id} in ${place}`);
  });
}

const assertNotFound = async (session, widget, when, more) =>
  assert.deepEqual(await found(session, widget, more), [], when);

/** What the widget itself shows or holds of what was typed. */
const shown = async (widget) => {
  const own = await widget.inHost((host) => {
    const fields = [...host.shadowRoot.querySelectorAll("input, textarea")].map((it) => it.value);
    return [host.shadowRoot.innerHTML, host.shadowRoot.textContent, ...fields].join("\n");
  });
  return [...values].filter(([, value]) => own.includes(value)).map(([id]) => id);
};

/** Copies words by a button of the page's own. */
async function copyFrom(page, words) {
  const button = await page.evaluateHandle((said) => {
    const [text, made] = ["p", "button"].map((tag) =>
      document.body.appendChild(document.createElement(tag)),
    );
    text.textContent = said;
    made.textContent = "Copy";
    made.addEventListener("click", () => {
      getSelection().selectAllChildren(text);
      document.execCommand("copy");
    });
    return made;
  }, words);
  await button.click();
}

/** Puts words on the clipboard that are nobody's. */
async function copyNothing(session) {
  const other = await session.browser.newPage();
  await other.bringToFront();
  await copyFrom(other, "Nothing of anybody");
  await other.close();
}

/** The browser reports what breaks it, and nothing does unless a test wants it. */
const policy = "script-src 'self' 'wasm-unsafe-eval' 'report-sample'; report-uri /reports";
const options = { headers: { "content-security-policy-report-only": policy }, received: [] };
const open = (session, name, more) =>
  reachLetter(session, { ...journey(name).answers, ...more }, { before: watch });

describeEachBrowser(
  "what is typed",
  (session) => {
    // The recorded call has the user's own opening, the other one the most passages.
    /** @type {[string, object][]} */
    const letters = [
      ["recorded-call", { unhappy: "yes" }],
      ["published-staff-concerned", { unhappy: "yes" }],
    ];
    for (const [name, more] of sample(letters, letters.slice(1))) {
      test(`stays on the screen and goes with the letter, nowhere else: ${name}`, {
        skip: session.elsewhere,
      }, async () => {
        session.options.received.length = 0;
        await copyNothing(session);
        const widget = await open(session, name, more);
        await widget.page.bringToFront();
        const typed = new Set();
        const typeAll = async (without) => {
          for (const id of await typeEverywhere(widget, without)) typed.add(id);
        };

        // Every wish with its detail, and first every passage kept by somebody, with a date that is none.
        await pressAll(widget, "input[type=checkbox]");
        await pressAll(widget, "input[type=radio][value=keep]");
        const kept = (await passagesIn(widget))
          .filter((id) => moved.has(id))
          .map((id) => `gw-confirmed-${id}`);
        assert.ok(kept.length > 2, kept.join());
        await typeAll();
        await assertNotFound(session, widget, "while it is typed");
        await widget.press(text.check);
        await focusOnErrors(widget);
        await assertNotFound(session, widget, "beside errors");
        const [year, month, day] = new Date().toISOString().slice(0, 10).split("-");
        for (const [part, number] of Object.entries({ day, month, year }))
          await typeInto(widget, `gw-field-date-${part}`, number);
        await checkLetter(widget);
        await assertNotFound(session, widget, "on the check, kept by somebody");

        // Then every passage in words of the user's own.
        await widget.follow(common.back);
        await widget.at(text.heading);
        await pressAll(widget, "input[type=radio][value=reword]");
        await pressAll(widget, "button.gw-link", text.edit);
        await typeAll((id) => !id.startsWith("gw-edit-"));
        await widget.page.goBack();
        await widget.page.goForward();
        const came = await waitFor(async () => {
          const heading = await widget.heading();
          return [check.heading, text.heading].includes(heading) && heading;
        }, "the letter or its check to come again");
        if (came === text.heading) await checkLetter(widget);
        await widget.press(common["open-page"]);
        await widget.at(page.heading);
        await widget.press(common["close-page"]);
        await widget.at(check.heading);
        await widget.follow(common.back);
        await widget.at(text.heading);
        await widget.follow(common.back);
        await widget.at(outcome.heading);
        await widget.press(outcome["letter-button"]);
        await checkLetter(widget);
        const clipboard = await session.paste();
        await widget.page.bringToFront();
        await assertNotFound(session, widget, "on the check, before anything goes out", {
          clipboard,
        });

        // Now it goes out, by each way; nowhere else does it show.
        await widget.press(check.copy);
        // Everything bold was chosen, too.
        await status(widget, `${check.copied} ${check["copied-format"]}`);
        const pasted = JSON.stringify(await session.paste());
        // What stands in a passage has been reworded with it.
        const wanted = [...typed].filter(
          (id) => !/-date-|gw-confirmed-|gw-detail-|own-words|service/.test(id),
        );
        for (const id of wanted)
          assert.ok(pasted.includes(sentinel(id)), `${id} is not in the letter\n${pasted}`);
        await widget.page.bringToFront();
        const files = [];
        for (const button of ["word", "text", "page", "record", "request-save"]) {
          const file = await session.save(() => widget.press(check[button]));
          files.push(file.name);
          assert.equal(
            file.bytes.includes(sentinel("gw-field-claimant-name")),
            button !== "record",
            button,
          );
        }
        const printed = await session.print(() => widget.press(check.print));
        await status(widget, check.printing);
        await assertNotFound(session, widget, "after it went out", {
          files: [...files, printed.name],
        });

        const asked = typedInto.filter(
          (id) => name === "recorded-call" || !id.includes("own-words"),
        );
        for (const id of [...asked, ...kept])
          assert.ok(typed.has(id), `nothing was typed into ${id}`);
        assert.ok(
          [...typed].filter((id) => id.startsWith("gw-edit-")).length > 3,
          [...typed].join(),
        );

        // Start again, and it is gone, also for whoever goes back to the letter, but for what is the writer's own.
        await widget.press(common["start-again"]);
        await widget.at(questions[0].text);
        assert.deepEqual(await shown(widget), [], "after starting again");
        await toLetter(widget, { ...journey(name).answers, ...more });
        const ofSender = ["service", "sender-name", "job-title", "office", "contact"];
        assert.deepEqual(
          (await shown(widget)).toSorted(),
          ofSender.map((it) => `gw-field-${it}`).toSorted(),
          "in another letter",
        );
        await assertNotFound(session, widget, "after starting again", { files });
      });
    }

    test("would be found wherever it leaked", async () => {
      session.options.received.length = 0;
      const widget = await open(session, "recorded-call");
      const id = "gw-field-claimant-name";
      await typeInto(widget, id, sentinel(id));
      const places = async (more) =>
        (await found(session, widget, more))
          .filter((it) => it.startsWith(`${id} in `))
          .map((it) => it.slice(id.length + 4));
      assert.deepEqual(await places(), []);
      for (const [place, leak] of Object.entries(leaks)) {
        await widget.inHost(leak, sentinel(id));
        await waitFor(
          async () => (await places()).includes(place),
          async () => `what leaked into ${place} to be found, not only in ${await places()}`,
        );
      }

      // What leaves with the user's own hand, when it should not.
      await copyFrom(widget.page, sentinel(id));
      const clipboard = await session.paste();
      const { name } = await session.save(() =>
        widget.frame.evaluate((value) => {
          Object.assign(document.createElement("a"), {
            href: "data:,nothing",
            download: `${value}.txt`,
          }).click();
        }, sentinel(id)),
      );
      const leaked = await places({ clipboard, files: [name] });
      assert.ok(leaked.includes("clipboard") && leaked.includes("files"), leaked.join());
    });
  },
  options,
);

/** By the place that it is found in: how a page could let out what was typed. Run in the page, in this order. */
const leaks = {
  console: (_, value) => console.debug({ value }),
  "console of the browser": (_, value) => console.info(value),
  events: (host, value) =>
    host.dispatchEvent(new CustomEvent("guidance-step", { detail: { screen: value } })),
  input: (host) => {
    // What the widget keeps to itself, sent past it.
    for (const data of host.shadowRoot.getElementById("gw-field-claimant-name").value)
      host.dispatchEvent(new InputEvent("input", { bubbles: true, data }));
  },
  keydown: (host) => {
    for (const key of host.shadowRoot.getElementById("gw-field-claimant-name").value)
      host.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, key }));
  },
  // Chromium would tell the page no words of an error that a test itself reports.
  errors: (_, value) => dispatchEvent(new ErrorEvent("error", { message: value })),
  "errors of the browser": (_, value) => {
    Promise.reject(new Error(value));
  },
  properties: (host, value) => {
    host.note = value;
  },
  page: (host, value) => {
    host.setAttribute("data-note", value);
    host.removeAttribute("data-note");
  },
  markup: (host, value) => {
    host.append(value);
  },
  title: (_, value) => {
    document.title = value;
  },
  globals: (_, value) => {
    window.leaked = value;
  },
  "window.name": (_, value) => {
    window.name = value;
  },
  "local storage": (_, value) => localStorage.setItem("note", value),
  "session storage": (_, value) => {
    sessionStorage[value] = "note";
  },
  cookies: (_, value) => {
    document.cookie = `note=${value}`;
  },
  "cookies of the browser": () => {},
  databases: (_, value) =>
    new Promise((done, failed) => {
      const opened = indexedDB.open("leak", 1);
      opened.onupgradeneeded = () => opened.result.createObjectStore("notes").put({ value }, 1);
      opened.onsuccess = () => {
        opened.result.close();
        done(undefined);
      };
      opened.onerror = failed;
    }),
  caches: async (_, value) => (await caches.open("leak")).put("/nothing", new Response(value)),
  timings: (_, value) => {
    performance.mark(value);
  },
  messages: (_, value) => new BroadcastChannel("leak").postMessage({ value }),
  network: (_, value) => {
    try {
      new WebSocket("ws://127.0.0.1:9/").send(value);
    } catch {
      /* it is not open */
    }
  },
  received: (_, value) => {
    navigator.sendBeacon("/nothing", value);
  },
  requests: (_, value) => {
    new Image().src = `/nothing?${value}`;
  },
  history: (_, value) => {
    history.replaceState({ value }, "");
  },
  "history entries": () => {},
  address: (_, value) => {
    location.hash = value;
  },
};
