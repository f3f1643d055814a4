// What a screen reader or a keyboard is told, and when: the focus where each screen begins, the status once, the preview never by itself, and details for reasons only.
import assert from "node:assert/strict";
import { test } from "node:test";
import { asked, fill, journey, onScreens, stepsOf, words } from "./content.mjs";
import { describeEachBrowser, waitFor } from "./harness.mjs";
import {
  answerInPlace,
  assertQuiet,
  checkLetter,
  details,
  fillIn,
  focusOn,
  focusOnErrors,
  focusOnHeading,
  insert,
  reachLetter,
  status,
} from "./staff.mjs";

const { answers } = journey("intending-no-room");
const steps = stepsOf(onScreens(answers));

describeEachBrowser(
  "what is told, and when",
  (session) => {
    test("leaves the focus to the page at first, and puts it on the heading of each screen after", async () => {
      const widget = await session.open("/");
      await widget.at(steps[0].question.text);
      assert.equal(
        (await widget.active()).inside,
        false,
        "the focus is taken though nobody came for it",
      );
      for (const [row, { choice }] of steps.entries()) {
        await widget.choose(choice.label);
        await widget.press(words.question.next);
        await focusOnHeading(widget, steps[row + 1]?.question.text ?? words.outcome.heading);
      }
      await answerInPlace(widget, answers);
      await widget.press(words.outcome["letter-button"]);
      await focusOnHeading(widget, words.letter.heading);
      await fillIn(widget, details);
      await widget.press(words.letter.check);
      await focusOnHeading(widget, words.check.heading);
      await widget.press(words.common["open-page"]);
      await focusOnHeading(widget, words.page.heading);
      await widget.press(words.common["close-page"]);
      await focusOnHeading(widget, words.check.heading);
      await widget.follow(words.common.back);
      await focusOnHeading(widget, words.letter.heading);
      assertQuiet(session, widget);
    });

    test("says nothing by itself while somebody types, and the status once", async () => {
      const widget = await reachLetter(session, answers);
      // Everything that a screen reader reads out by itself, each time that it changes.
      const regions = await widget.inHost((host) => {
        window.said = [];
        window.watching = [];
        const live = [
          ...host.shadowRoot.querySelectorAll("[aria-live], [role=status], [role=alert], output"),
        ];
        for (const region of live) {
          const watch = new MutationObserver(() => window.said.push(region.innerText.trim()));
          watch.observe(region, { childList: true, characterData: true, subtree: true });
          window.watching.push(watch);
        }
        return live.map((region) => [
          region.getAttribute("role"),
          region.getAttribute("aria-live"),
        ]);
      });
      await fillIn(widget, details);
      const said = () => widget.frame.evaluate(() => window.said.filter(Boolean));
      assert.deepEqual(await said(), [], `of ${JSON.stringify(regions)}`);
      const preview = await widget.byRole("region", words.letter["preview-label"]);
      assert.equal(
        await preview.evaluate((element) =>
          element.closest("[aria-live], [role=status], [role=alert], [role=log]"),
        ),
        null,
      );

      await checkLetter(widget);
      const node = await widget.byRole("status", /.*/);
      await node.evaluate((element) => {
        for (const watch of window.watching) watch.disconnect();
        window.said = [];
        new MutationObserver(() => window.said.push(element.innerText.trim())).observe(element, {
          childList: true,
          characterData: true,
          subtree: true,
        });
      });
      await widget.page.bringToFront();
      await widget.press(words.check.copy);
      await status(widget, words.check["copied-draft"]);
      assert.equal(
        (await said()).filter((it) => it.includes(words.check["copied-draft"])).length,
        1,
      );
      assert.equal(
        await node.evaluate((element) => element.isConnected),
        true,
        "the status is another element each time",
      );
    });

    test("hides nothing behind details that has to be filled in or decided", async () => {
      const widget = await reachLetter(session, answers);
      const inside = () =>
        widget.inHost((host) =>
          [
            ...host.shadowRoot.querySelectorAll(
              "details:not(.gw-fold) :is(input, select, [required]), .gw-fold [data-state=undecided]",
            ),
          ].map((it) => it.id || it.outerHTML),
        );
      assert.deepEqual(await inside(), []);
      await widget.press(words.letter.check);
      await waitFor(
        async () => (await widget.text()).includes(words.common["error-title"]),
        "the errors",
      );
      assert.deepEqual(await inside(), []);
    });

    test("brings each screen in new, and lets the one that was left go a moment later, out of reach", async () => {
      const widget = await session.open("/");
      await widget.at(steps[0].question.text);
      const go = async (role, name, heading) => {
        const control = await widget.byRole(role, name);
        const seen = await control.evaluate(leave);
        await focusOnHeading(widget, heading);
        const { top, room, ids, stops, pressed, kept, isNew, left } = seen;
        const end = await widget.inHost(placeOf);
        assert.deepEqual(
          { isNew, ids, stops, pressed, top, room },
          { isNew: true, ids: [], stops: [], pressed: false, top: end, room: 1 },
          `${name} to ${heading}`,
        );
        assert.ok(left, `${name}: what was pressed or had the focus is gone at once`);
        assert.ok(kept >= 50, `${name}: what was left went after ${kept} ms`);
      };
      for (const [row, { choice }] of steps.entries()) {
        if (row === 1) {
          await widget.press(words.question.next);
          await focusOnErrors(widget);
        }
        await widget.choose(choice.label);
        const next = steps[row + 1]?.question.text ?? words.outcome.heading;
        await go("button", words.question.next, next);
      }
      const key = steps[0].question.key.toLowerCase();
      await go("link", `${words.common.change} ${key}`, steps[0].question.text);
      await go("button", words.question.next, words.outcome.heading);
      await go("link", words.common.back, steps.at(-1).question.text);
      await go("button", words.question.next, words.outcome.heading);
      await go("button", words.common["open-page"], words.page.heading);
      await go("button", words.common["close-page"], words.outcome.heading);
      await answerInPlace(widget, answers);
      await go("button", words.outcome["letter-button"], words.letter.heading);
      await fillIn(widget, details);
      await go("button", words.letter.check, words.check.heading);
      await go("button", words.common["start-again"], steps[0].question.text);
      assertQuiet(session, widget);
    });

    test("names the error summary and says what it holds, each time, and nothing as an alert", async () => {
      const widget = await session.open("/");
      await widget.at(steps[0].question.text);
      for (let time = 0; time < 2; time += 1) {
        await widget.press(words.question.next);
        await focusOnErrors(widget);
        const { role, name } = await widget.active();
        assert.deepEqual([role, name], ["group", words.common["error-title"]]);
        assert.equal(await described(widget, ".govuk-error-summary"), words.question.unanswered);
      }
      assert.deepEqual(await widget.names("alert"), []);
      // The error is said with what the summary leads to.
      await widget.follow(words.question.unanswered);
      await focusOn(widget, ({ role }) => role === "radio", "the first answer");
      const error = `${words.common["error-prefix"]}: ${words.question.unanswered}`;
      assert.equal(await described(widget, ":focus"), error);
    });

    test("lists the errors of a letter in the order of the page", async () => {
      for (const name of ["recorded-call", "intending-no-room"]) {
        const widget = await reachLetter(session, journey(name).answers);
        for (const label of await widget.inHost(keepOptions)) {
          const law = words.letter["law-keep"];
          await widget.choose(law, { within: label });
        }
        await widget.press(words.letter.check);
        await focusOnErrors(widget);
        const rows = await widget.inHost((host) => {
          const root = host.shadowRoot;
          const links = [...root.querySelectorAll(".govuk-error-summary a")];
          const all = [...root.querySelectorAll("[id]")].map((it) => `#${it.id}`);
          return links.map((it) => all.indexOf(it.getAttribute("href")));
        });
        assert.ok(rows.length > 5 && !rows.includes(-1), JSON.stringify(rows));
        assert.deepEqual(
          rows,
          rows.toSorted((a, b) => a - b),
        );
      }
    });

    test("tells hints, examples and what is no longer true with what takes the focus", async () => {
      const { question } = asked("recorder", "claimant");
      const widget = await session.open("/#situation=recorded");
      await widget.at(question.text);
      assert.equal(await described(widget, "#gw-heading"), question.hint ?? "");
      const letter = await reachLetter(session, answers);
      const open = await letter.frame.$eval(letter.host, (host) =>
        host.shadowRoot.querySelector("#gw-note").innerText.replace(/\s+/g, " ").trim(),
      );
      assert.match(
        open,
        new RegExp(fill(words.letter["law-open"], { count: "\\d+" }).slice(0, 20)),
      );
      assert.equal(await described(letter, "#gw-heading"), open);
      await letter.unfold();
      assert.equal(await described(letter, "[id$=-day]"), words.letter["date-hint"]);
      // Where Tab leads to in a choice about the law: its note.
      const notes = await letter.frame.$eval(letter.host, (host) =>
        [...host.shadowRoot.querySelectorAll("p.gw-law")].map((note) => {
          const group = note.closest("fieldset");
          const stop = group.querySelector("input:checked") ?? group.querySelector("input");
          const by = stop.getAttribute("aria-describedby") ?? "";
          return by.split(" ").some((id) => document.getElementById(id) ?? note.closest(`#${id}`));
        }),
      );
      assert.ok(notes.length > 0 && notes.every(Boolean), JSON.stringify(notes));
    });

    test("says the same status again", async () => {
      const widget = await reachLetter(session, answers);
      await fillIn(widget, details);
      await checkLetter(widget);
      const node = await widget.byRole("status", /.*/);
      await node.evaluate((element) => {
        window.said = [];
        new MutationObserver(() => window.said.push(element.innerText)).observe(element, {
          childList: true,
          characterData: true,
          subtree: true,
        });
      });
      await widget.page.bringToFront();
      for (const times of [1, 2]) {
        await widget.press(words.check.copy);
        const said = await waitFor(async () => {
          const all = await widget.frame.evaluate(() => window.said);
          return all.length >= times && all;
        }, `the status for the ${times}. time`);
        assert.deepEqual(
          said.map((it) => it.trim()),
          Array(times).fill(words.check["copied-draft"]),
        );
        // Where nothing is new, a browser has nothing to tell.
        assert.equal(new Set(said).size, times);
      }
    });

    test("has nothing that a screen reader calls clickable and that is not", async () => {
      const widget = await session.open("/", {
        before: () => {
          const { addEventListener } = EventTarget.prototype;
          window.hearing = [];
          EventTarget.prototype.addEventListener = function hear(type, ...rest) {
            if (/^(click|mousedown|mouseup)$/.test(type)) window.hearing.push(this);
            return addEventListener.call(this, type, ...rest);
          };
        },
      });
      await widget.choose(steps[0].choice.label);
      await widget.press(words.question.next);
      await widget.at(steps[1].question.text);
      const { inside, all } = await widget.inHost((host) => {
        const elements = window.hearing.filter((it) => it instanceof Element && it.isConnected);
        return {
          all: window.hearing.length,
          inside: elements
            .filter((it) => it === host || it.getRootNode() === host.shadowRoot)
            .map((it) => it.outerHTML.slice(0, 80)),
        };
      });
      assert.ok(all > 0);
      assert.deepEqual(inside, []);
    });

    test("brings errors when a field is left, never into typing, and never from under a press", async () => {
      const widget = await reachLetter(session, answers);
      const { "Claimant’s address": address, ...others } = details;
      await fillIn(widget, others);
      await widget.press(words.letter.check);
      const missing = await focusOnErrors(widget);
      const errors = () =>
        widget.inHost((host) =>
          [...host.shadowRoot.querySelectorAll(".govuk-error-summary li")].map(
            (it) => it.innerText,
          ),
        );
      assert.deepEqual(await errors(), [missing]);
      await widget.type("Claimant’s address", address.split("\n")[0]);
      assert.deepEqual(await errors(), [missing], "while it is typed");
      await widget.page.keyboard.press("Tab");
      const short = await waitFor(
        async () => (await errors()).find((it) => it !== missing),
        "an error about the line that is there",
      );
      assert.deepEqual(await errors(), [short]);
      await insert(widget, "Claimant’s address", address);
      assert.deepEqual(await errors(), [short], "while it is typed");
      // The summary goes, and all below it moves up: not while the button is held.
      const field = await widget.fieldByLabel("Claimant’s address");
      await field.evaluate((it) => {
        it.focus();
        it.setSelectionRange(it.value.length, it.value.length);
      });
      await widget.page.keyboard.type("X");
      const button = await widget.byRole("button", words.letter.check);
      await button.evaluate((it) => it.scrollIntoView({ block: "center" }));
      const { x, y, width, height } = await button.boundingBox();
      await widget.page.mouse.move(x + width / 2, y + height / 2);
      await widget.page.mouse.down();
      await widget.page.evaluate(() => new Promise((done) => setTimeout(done, 200)));
      await widget.page.mouse.up();
      await focusOnHeading(widget, words.check.heading);
      assertQuiet(session, widget);
    });
  },
  { only: ["chromium"], patient: true },
);

/** In the page: presses this control, and looks at what is there at once, and for how long what was there stays. */
async function leave(control) {
  const root = control.getRootNode();
  const heading = () => root.querySelector("#gw-heading");
  const before = heading();
  const groups = () =>
    [...root.querySelectorAll("[role=group]")].filter((it) => !it.closest(".gw-left"));
  const [group] = groups();
  // Where errors went at once, a browser's caret would go from them to the heading before the focus does.
  const stay = [before, control, ...root.querySelectorAll(".govuk-error-summary")];
  control.focus();
  control.click();
  const pressed = performance.now();
  // Called right after all that the engine draws, before a frame is.
  await new Promise((done) => {
    const observer = new MutationObserver(() => {
      if ([null, before].includes(heading())) return;
      observer.disconnect();
      done(undefined);
    });
    observer.observe(root, { childList: true, subtree: true });
  });
  const now = heading();
  const ids = [...root.querySelectorAll("[id]")].map((it) => it.id);
  const stops = [...root.querySelectorAll(".gw-left :is(a, button, input, textarea, summary)")];
  const { top } = now.getBoundingClientRect();
  const kept = [...root.querySelectorAll("div.gw-left")].map((it) => it.offsetHeight);
  const words = now.textContent;
  for (const it of root.querySelectorAll(".gw-left :is(a, button)")) it.click();
  const seen = {
    isNew: now !== before && !groups().includes(group),
    left: stay.every((it) => it.isConnected),
    ids: ids.filter((id, row) => ids.indexOf(id) !== row),
    stops: stops.filter((it) => it.tabIndex >= 0).map((it) => it.outerHTML.slice(0, 80)),
    top: Math.round(top + scrollY),
    room: Math.max(...kept),
  };
  while (before.isConnected) await new Promise((done) => setTimeout(done, 5));
  return {
    ...seen,
    kept: performance.now() - pressed,
    pressed: heading().textContent !== words,
  };
}

/** In the page: where the heading begins. */
function placeOf({ shadowRoot }) {
  const { top } = shadowRoot.querySelector("#gw-heading").getBoundingClientRect();
  return Math.round(top + scrollY);
}

/** What the one element that fits is described by, in words. */
const described = (widget, selector) =>
  widget.inHost(({ shadowRoot }, selector) => {
    const by = shadowRoot.querySelector(selector).getAttribute("aria-describedby") ?? "";
    const words = by.split(" ").map((id) => shadowRoot.getElementById(id)?.innerText ?? "");
    return words.join(" ").replace(/\s+/g, " ").trim();
  }, selector);

/** In the page: the names of the choices about the law. */
function keepOptions({ shadowRoot }) {
  const choices = [...shadowRoot.querySelectorAll("input[value=keep]")];
  return choices.map((it) => it.closest("fieldset").querySelector("legend").textContent.trim());
}
