// What custom-elements.json promises of the element: attributes, properties, methods, events, parts, and its life in a page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "smol-toml";
import { asked, journey, onScreens, questions, words } from "./content.mjs";
import { describeEachBrowser, waitFor } from "./harness.mjs";
import { dist } from "./server.mjs";
import { answer, assertQuiet, checkLetter, details, fillIn, status } from "./staff.mjs";

const manifest = JSON.parse(await readFile(join(dist, "custom-elements.json"), "utf8"));
const [element] = manifest.modules[0].declarations;
const classic = await readFile(join(dist, "guidance-widget.js"), "utf8");
const first = questions[0].text;

const script = '<script defer src="/guidance-widget.js"></script>';
const host = (
  body,
  head = script,
) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Portal</title>
  <link rel="icon" href="data:,">${head}</head><body>${body}</body></html>`;
const tag = (attributes = "") =>
  `<guidance-widget ${attributes}><p>The guidance</p></guidance-widget>`;
/** @type {any} */
const { workspace } = parse(await readFile("Cargo.toml", "utf8"));
const { version } = workspace.package;
/** The same script as if it were of another version. */
const newer = classic.replaceAll(version, "99.0.0");
const pages = {
  "/one.html": host(tag()),
  "/two.html": host(`${tag('id="one" history')}${tag('id="two" history')}`),
  "/nonsense.html": host(tag('heading-level="first" history="yes please"')),
  "/before.html": host(
    `${tag()}<script>Object.assign(document.querySelector("guidance-widget"), { headingLevel: 5 })</script>`,
  ),
  "/title.html": host(tag("page-title")),
  "/versions.html": host(tag(), `${script}<script defer src="/newer.js"></script>`),
  "/newer.js": { html: newer, headers: { "content-type": "text/javascript" } },
  "/twice.html": host(tag(), script + script),
  "/div.html": host('<div data-guidance-widget data-heading-level="3"><p>The guidance</p></div>'),
};

/** Records every event of the widgets on the page, and the parts and properties that are seen. */
const record = (widget) =>
  widget.frame.evaluate(
    (names) => {
      window.events = [];
      // Every event that a widget sends, also one that the manifest does not name.
      window.sent = new Set();
      const { dispatchEvent } = EventTarget.prototype;
      EventTarget.prototype.dispatchEvent = function dispatch(event) {
        if (this.localName === "guidance-widget") window.sent.add(event.type);
        return dispatchEvent.call(this, event);
      };
      for (const name of names)
        document.addEventListener(name, ({ type, detail }) => window.events.push([type, detail]));
    },
    element.events.map(({ name }) => name),
  );
const events = (widget) => widget.frame.evaluate(() => window.events);
/** Waits for an event of this kind; gives its detail. */
const heard = (widget, name) =>
  waitFor(
    async () => (await events(widget)).find(([type]) => type === name)?.[1],
    async () => `${name}, not only ${JSON.stringify(await events(widget))}`,
  );
const onWidget = (widget, work, ...given) => widget.frame.$eval(widget.host, work, ...given);
const warnings = (widget) => widget.log.console.filter((line) => line.startsWith("warn"));
/** Whether the static guidance is what the reader sees. */
const guidanceShown = (widget, selector = widget.host) =>
  widget.frame.$eval(selector, (it) => it.querySelector("p").checkVisibility());

describeEachBrowser(
  "the element",
  (session) => {
    test("is what its manifest says", async () => {
      const widget = await session.open("/one.html");
      await widget.at(first);
      const live = await onWidget(widget, (it) => {
        const type = it.constructor;
        const callbacks = [
          "constructor",
          "connectedCallback",
          "disconnectedCallback",
          "adoptedCallback",
          "attributeChangedCallback",
        ];
        const own = (of, without) =>
          Object.getOwnPropertyNames(of).filter((name) => !without.includes(name));
        return {
          attributes: type.observedAttributes,
          members: own(type.prototype, callbacks),
          statics: own(type, ["length", "name", "prototype", "observedAttributes"]),
          tag: it.localName,
          versions: [it.version, type.version],
          defaults: [it.standalone, it.history, it.pageTitle, it.headingLevel, it.pack, it.source],
          engine: it.engine,
          state: it.matches(":state(live)"),
          parts: [...it.shadowRoot.querySelectorAll("[part]")]
            .map((part) => part.part.value)
            .sort(),
          properties: [
            ...new Set(
              it.shadowRoot.adoptedStyleSheets
                .flatMap((sheet) => [...sheet.cssRules])
                .flatMap((rule) => rule.cssText.match(/--guidance-[\w-]+/g) ?? []),
            ),
          ].sort(),
        };
      });
      const named = (list) => list.map(({ name }) => name).sort();
      const members = (wanted) =>
        named(element.members.filter((it) => Boolean(it.static) === wanted));
      assert.deepEqual(live.attributes.toSorted(), named(element.attributes));
      assert.deepEqual(live.members.toSorted(), members(false));
      assert.deepEqual(live.statics.toSorted(), members(true));
      assert.equal(live.tag, element.tagName);
      assert.deepEqual(live.versions, [version, version]);
      assert.deepEqual(
        live.defaults,
        element.attributes.map((it) => JSON.parse(it.default)),
      );
      assert.equal(live.engine, "wasm");
      assert.ok(live.state);
      assert.deepEqual(live.parts, named(element.cssParts));
      assert.deepEqual(live.properties, named(element.cssProperties));
      assertQuiet(session, widget);
    });

    test("tells the page where the user is and what went out, by ids and never what was typed", async () => {
      const widget = await session.open("/one.html");
      await record(widget);
      const { answers } = journey("intending-no-room");
      await answer(widget, answers);
      await widget.at(words.outcome.heading);
      const codes = (given) => Object.entries(given).map((it) => it.join("="));
      const outcome = await heard(widget, "guidance-outcome");
      assert.deepEqual(outcome.answers, codes(onScreens(answers)));
      // Each answer on the outcome makes another one of it.
      const last = async () =>
        (await events(widget)).findLast(([type]) => type === "guidance-outcome")[1];
      await waitFor(
        async () => (await last()).answers.length === codes(answers).length,
        "the last answer",
      );
      assert.deepEqual(await last(), {
        answers: codes(answers),
        actions: journey("intending-no-room").expect.actions,
      });
      await widget.press(words.outcome["letter-button"]);
      await widget.at(words.letter.heading);
      await fillIn(widget, { ...details, "Claimant’s name": "Sentinel7f3a" });
      await checkLetter(widget);
      await widget.press(words.check.copy);
      await status(widget, words.check["copied-draft"]);
      assert.deepEqual(await heard(widget, "guidance-letter-output"), { output: "copy" });
      await session.save(() => widget.press(words.check.word));
      await waitFor(
        async () => (await events(widget)).some(([, detail]) => detail.output === "word"),
        "word of the file",
      );
      const all = await events(widget);
      const steps = all
        .filter(([type]) => type === "guidance-step")
        .map(([, { screen }]) => screen);
      assert.deepEqual(steps.slice(-3), ["outcome", "letter", "check"]);
      assert.deepEqual(
        steps.slice(0, -3).filter((step) => step !== questions[0].id),
        Object.keys(onScreens(answers)).slice(1),
      );
      const ids = new RegExp("^[\\w=-]+$");
      for (const [, detail] of all)
        for (const value of Object.values(detail).flat()) assert.match(value, ids);
      assert.ok(!JSON.stringify(all).includes("Sentinel7f3a"));
      const sent = await widget.frame.evaluate(() => [...window.sent]);
      const promised = element.events.map(({ name }) => name);
      assert.deepEqual(
        sent.filter((name) => !promised.includes(name)),
        [],
        "events that the manifest does not name",
      );
      assert.ok(sent.length > 2, sent.join());

      await onWidget(widget, (it) => it.reset());
      await widget.at(first);
      assertQuiet(session, widget);
    });

    test("ignores an attribute that makes no sense, and says which", async () => {
      const widget = await session.open("/nonsense.html");
      await widget.at(first);
      assert.deepEqual(
        await onWidget(widget, (it) => [
          it.headingLevel,
          it.history,
          it.shadowRoot.getElementById("gw-heading").localName,
        ]),
        [2, false, "h2"],
      );
      const said = warnings(widget);
      assert.equal(said.length, 2, said.join("\n"));
      assert.ok(
        said.some((line) => line.includes('heading-level="first"')),
        said.join("\n"),
      );
      assert.ok(
        said.some((line) => line.includes('history="yes please"')),
        said.join("\n"),
      );
    });

    test("takes in changed attributes without losing anything", async () => {
      const widget = await session.open("/one.html");
      const [[question, choice]] = Object.entries(journey("intending-no-room").answers);
      const picked = asked(question, choice).choice.label;
      await widget.at(first);
      await widget.choose(picked);
      await onWidget(widget, (it) => {
        it.headingLevel = 4;
      });
      await waitFor(
        () =>
          onWidget(widget, (it) => it.shadowRoot.getElementById("gw-heading").localName === "h4"),
        "another heading",
      );
      assert.ok(await widget.isChosen(picked));
      assert.equal(await widget.page.evaluate(() => document.title), "Portal");
      await onWidget(widget, (it) => {
        it.standalone = true;
      });
      await waitFor(
        async () => (await widget.page.title()) === `${first} - Portal`,
        "the title of the screen",
      );
      await widget.press(words.question.next);
      await waitFor(
        () => widget.page.url().endsWith(`#${question}=${choice}`),
        () => `the answer in ${widget.page.url()}`,
      );
      await onWidget(widget, (it) => it.removeAttribute("standalone"));
      await waitFor(async () => (await widget.page.title()) === "Portal", "the page’s own title");
      assertQuiet(session, widget);
    });

    test("takes properties that were set before its script came", async () => {
      const widget = await session.open("/before.html");
      await waitFor(
        () => onWidget(widget, (it) => it.shadowRoot.querySelector("h5#gw-heading") !== null),
        "a heading of that level",
      );
      assert.deepEqual(
        await onWidget(widget, (it) => [it.headingLevel, it.getAttribute("heading-level")]),
        [5, "5"],
      );
    });

    test("puts an error before the title of the page", async () => {
      const widget = await session.open("/title.html");
      await widget.at(first);
      await widget.press(words.question.next);
      await waitFor(
        async () =>
          (await widget.page.title()) === `${words.common["error-prefix"]}: ${first} - Portal`,
        "the error in the title",
      );
    });

    test("shares the address with nobody: the first widget has it", async () => {
      const widget = await session.open("/two.html");
      await waitFor(
        () => warnings(widget).some((line) => line.includes("history is ignored")),
        "a warning",
      );
      assertNoErrors(widget);
    });

    for (const [page, expected] of [
      ["versions", 1],
      ["twice", 0],
    ]) {
      test(`is registered once where its script stands ${page === "twice" ? "twice" : "in two versions"}`, async () => {
        const widget = await session.open(`/${page}.html`);
        await widget.at(first);
        assert.equal(await onWidget(widget, (it) => it.version), version);
        const said = warnings(widget);
        assert.equal(said.length, expected, said.join("\n"));
        for (const line of said) assert.ok(line.includes(version) && line.includes("99.0.0"), line);
        assertNoErrors(widget);
      });
    }

    test("stands in for a div where an editor strips unknown tags, also in one that comes later", async () => {
      const widget = await session.open("/div.html");
      await widget.at(first);
      assert.equal(await onWidget(widget, (it) => it.headingLevel), 3);
      assert.equal(await guidanceShown(widget), false);
      await widget.page.evaluate(() => {
        document.body.insertAdjacentHTML(
          "beforeend",
          '<div data-guidance-widget id="late"><p>The guidance</p></div>',
        );
        /** @type {any} */
        const { upgrade } = customElements.get("guidance-widget");
        upgrade();
        upgrade();
      });
      await waitFor(
        () => widget.page.evaluate(() => document.querySelector("#late > guidance-widget")?.engine),
        "the second widget",
      );
      assert.equal(
        await widget.page.evaluate(() => document.querySelectorAll("guidance-widget").length),
        2,
      );
      assertNoErrors(widget);
    });

    test("keeps everything when it is moved, and starts anew when it is cloned or put back", async () => {
      const widget = await session.open("/one.html");
      const { answers } = journey("intending-no-room");
      const [[question, choice], [next]] = Object.entries(answers);
      await answer(widget, { [question]: choice });
      const second = questions.find((it) => it.id === next).text;
      await widget.at(second);
      await onWidget(widget, (it) => {
        const place = document.body.appendChild(document.createElement("section"));
        place.append(it);
        document.body.insertBefore(it, place);
      });
      assert.equal(await widget.heading(), second);
      assert.equal(await onWidget(widget, (it) => it.engine), "wasm");

      // A clone is another widget.
      await onWidget(widget, (it) => document.body.append(it.cloneNode(true)));
      await waitFor(
        () => widget.page.evaluate(() => document.querySelectorAll("guidance-widget")[1]?.engine),
        "the clone",
      );
      const headings = () =>
        widget.page.evaluate(() =>
          [...document.querySelectorAll("guidance-widget")].map(
            (it) => it.shadowRoot.querySelector("h2")?.innerText,
          ),
        );
      await waitFor(
        async () => (await headings()).join() === [second, first].join(),
        async () => `both, not ${await headings()}`,
      );

      // Removed, it frees everything, and shows the guidance to whoever looks.
      await onWidget(widget, async (it) => {
        window.kept = it;
        it.remove();
        await null;
      });
      assert.deepEqual(
        await widget.page.evaluate(() => [window.kept.engine, window.kept.shadowRoot.innerHTML]),
        [null, "<slot></slot>"],
      );
      await widget.page.evaluate(() => document.body.prepend(window.kept));
      await widget.at(first);
      assertQuiet(session, widget);
    });

    test("shows the guidance in a document that has not loaded its script, and works when it comes back", async () => {
      const widget = await session.open("/one.html");
      await widget.at(first);
      await onWidget(widget, (it) => {
        const frame = document.body.appendChild(document.createElement("iframe"));
        frame.contentDocument.body.append(it);
        window.moved = it;
      });
      const shown = () =>
        widget.page.evaluate(() => [
          window.moved.engine,
          window.moved.shadowRoot.innerHTML,
          window.moved.querySelector(":scope > p").checkVisibility(),
        ]);
      assert.deepEqual(await shown(), [null, "<slot></slot>", true]);
      await waitFor(
        () =>
          warnings(widget).some((line) =>
            line.includes("a document that has not loaded its script"),
          ),
        "a warning",
      );
      assert.deepEqual(await shown(), [null, "<slot></slot>", true]);
      await widget.page.evaluate(() => document.body.append(window.moved));
      await widget.at(first);
      assertNoErrors(widget);
    });
  },
  { only: ["chromium"], pages },
);

function assertNoErrors(widget) {
  assert.deepEqual(widget.log.errors, []);
  assert.deepEqual(
    widget.log.console.filter((line) => line.startsWith("error")),
    [],
  );
}
