// Which presses count: no second click of a double click and no key held down does anything on what has come
// meanwhile, or twice, and each press of its own counts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { asked, fewJourneys, journey, journeys, onScreens, stepsOf, words } from "./content.mjs";
import { describeEachBrowser, sample, waitFor } from "./harness.mjs";
import { assertQuiet, details, fillIn, focusOnHeading, reachLetter } from "./staff.mjs";

const { common } = words;
const sizes = [
  { width: 1280, height: 900 },
  { width: 768, height: 1024 },
  { width: 320, height: 640 },
];

/** What would not be so if a press had counted that nobody meant: read once the screen is still. */
async function stateOf(widget) {
  await widget.frame.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => setTimeout(done))),
  );
  return widget.inHost((host) => {
    const root = host.shadowRoot;
    return {
      picked: [...root.querySelectorAll("input[name=choice]:checked")].map((it) => it.value),
      opened: root.querySelectorAll("details[open]").length,
      errors: root.querySelectorAll(".govuk-error-summary").length,
      status: root.querySelector("[role=status]").innerText,
      selected: String(getSelection()),
      codes: location.hash.slice(1),
    };
  });
}

/** Two clicks in one place, as fast as a browser takes them. */
async function double(widget, role, name) {
  await (await widget.byRole(role, name)).click({ count: 2 });
}

/** Counts what goes out, from here on. */
const countOutputs = (widget) =>
  widget.frame.evaluate(() => {
    window.outputs = [];
    addEventListener("guidance-letter-output", ({ detail }) => window.outputs.push(detail.output));
  });
const outputs = (widget) => widget.frame.evaluate(() => window.outputs);

describeEachBrowser(
  "a double click counts once",
  (session) => {
    // The rule knows neither what is pressed nor where: one journey at each size, the others where there is least room.
    const each = (journeys) => journeys.flatMap((it) => sizes.map((size) => ({ ...it, size })));
    const few = each(fewJourneys).filter(
      ({ size }, row) => size === sizes[2] || (session.triesAll && row < sizes.length),
    );
    const all = each(journeys).filter(
      ({ size }) => size === sizes[2] || session.name === "chromium",
    );
    for (const { title, answers, size } of sample(all, session.triesAll ? few : few.slice(0, 1))) {
      test(`${title}, ${size.width} pixels wide: on each Continue, Back and Change`, async () => {
        const widget = await session.open("/", size);
        const steps = stepsOf(onScreens(answers));
        const given = (count) =>
          String(new URLSearchParams(Object.entries(onScreens(answers)).slice(0, count)));
        const quiet = { opened: 0, errors: 0, status: "", selected: "" };
        const is = async (row, picked) => {
          const heading = steps[row]?.question.text ?? words.outcome.heading;
          // Nobody came for the focus at first.
          await (row > 0 || picked.length > 0
            ? focusOnHeading(widget, heading)
            : widget.at(heading));
          assert.deepEqual(await stateOf(widget), {
            ...quiet,
            picked,
            codes: given(picked.length ? steps.length : row),
          });
        };
        for (const [row, { question, choice }] of steps.entries()) {
          await is(row, []);
          // Nothing is picked: one error, and nothing else.
          if (row === 1) {
            await double(widget, "button", words.question.next);
            await widget.sees(common["error-title"]);
            assert.deepEqual(await stateOf(widget), {
              ...quiet,
              errors: 1,
              picked: [],
              codes: given(row),
            });
          }
          await widget.choose(choice.label);
          assert.equal(await widget.heading(), question.text);
          await double(widget, "button", words.question.next);
        }
        const last = steps.length - 1;
        await is(last + 1, []);
        await double(widget, "link", common.back);
        await is(last, [steps[last].choice.id]);
        await double(widget, "button", words.question.next);
        await is(last + 1, []);
        for (const [row, { question, choice }] of steps.entries()) {
          await double(widget, "link", `${common.change} ${question.key.toLowerCase()}`);
          await is(row, [choice.id]);
          await double(widget, "button", words.question.next);
          await is(last + 1, []);
        }
        assertQuiet(session, widget);
      });
    }

    test("to the letter and its check, on each output, on what opens, and on Start again", async () => {
      const { answers } = journey("intending-no-room");
      const widget = await session.open(`/#${new URLSearchParams(answers)}`);
      await widget.at(words.outcome.heading);
      const why = /^Why this\? Use a private interview room/;
      await double(widget, "button", why);
      assert.equal((await stateOf(widget)).opened, 1, "opened, and not closed again");
      await double(widget, "button", words.outcome["letter-button"]);
      await focusOnHeading(widget, words.letter.heading);
      await fillIn(widget, details);
      await countOutputs(widget);
      await double(widget, "button", words.letter.check);
      await focusOnHeading(widget, words.check.heading);
      assert.deepEqual(await outputs(widget), []);
      const { copy, word, text, page, record } = words.check;
      const expected = [];
      for (const [name, output] of Object.entries({
        [copy]: "copy",
        [word]: "word",
        [text]: "text",
        [page]: "page",
        [record]: "record",
      })) {
        await double(widget, "button", name);
        expected.push(output);
        await waitFor(async () => (await outputs(widget)).length >= expected.length, output);
        await stateOf(widget);
        assert.deepEqual(await outputs(widget), expected, "each once");
      }
      await double(widget, "button", common["start-again"]);
      const [first] = Object.keys(answers);
      await focusOnHeading(widget, asked(first, answers[first]).question.text);
      const { picked, errors } = await stateOf(widget);
      assert.deepEqual({ picked, errors }, { picked: [], errors: 0 });
      assertQuiet(session, widget);
    });

    test("but two clicks apart count twice, and so does one at once in another place", async () => {
      const { answers } = journey("intending-no-room");
      const steps = stepsOf(onScreens(answers));
      const widget = await session.open(`/#${new URLSearchParams(answers)}`);
      await widget.at(words.outcome.heading);
      const { mouse } = widget.page;
      const middle = async (role, name) => {
        const { x, y, width, height } = await (await widget.byRole(role, name)).boundingBox();
        return { x: x + width / 2, y: y + height / 2 };
      };
      // Each click is its own, though both are in one place.
      for (const row of [steps.length - 1, steps.length - 2]) {
        const place = await middle("link", common.back);
        await mouse.click(place.x, place.y);
        await focusOnHeading(widget, steps[row].question.text);
      }
      // At once, and elsewhere.
      const back = await middle("link", common.back);
      const page = await middle("button", common["open-page"]);
      await mouse.click(back.x, back.y);
      await mouse.click(page.x, page.y);
      await focusOnHeading(widget, words.page.heading);
      // What selects words goes on selecting them.
      const heading = await widget.byRole("heading", words.page.heading);
      await heading.click({ count: 2, offset: { x: 30, y: 12 } });
      assert.notEqual((await stateOf(widget)).selected, "");
      assertQuiet(session, widget);
    });
  },
  { patient: true },
);

describeEachBrowser(
  "a key that is held down counts once",
  (session) => {
    test("on Continue, on an answer, on what opens, on each output; and writes lines where it types", async () => {
      const widget = await reachLetter(session, journey("intending-no-room").answers);
      const { keyboard } = widget.page;
      /** Puppeteer tells the browser that a key that is down already is held. */
      const hold = async (times = 5) => {
        for (let time = 0; time < times; time += 1) await keyboard.down("Enter");
        await keyboard.up("Enter");
        await stateOf(widget);
      };
      const focus = async (role, name) =>
        (await widget.byRole(role, name)).evaluate((it) => it.focus());
      // Lines in a text are no presses.
      const address = await widget.fieldByLabel("Claimant’s address");
      await address.evaluate((it) => it.focus());
      await hold(3);
      assert.equal(await address.evaluate((it) => it.value), "\n\n\n");
      // From a link of the error summary into such a text: the held key is not the text's.
      await address.evaluate((it) => {
        it.value = "";
        it.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
      });
      await focus("button", words.letter.check);
      await hold();
      const [link] = (await widget.names("link")).filter((it) => /address/.test(it));
      await focus("link", link);
      await hold();
      assert.equal(await address.evaluate((it) => it.value), "");

      await fillIn(widget, details);
      await countOutputs(widget);
      await focus("button", words.letter.check);
      await hold();
      await focusOnHeading(widget, words.check.heading);
      const { copy, word } = words.check;
      for (const name of [copy, word]) {
        await focus("button", name);
        await hold();
      }
      assert.deepEqual(await outputs(widget), ["copy", "word"]);

      await focus("link", common.back);
      await hold();
      await focusOnHeading(widget, words.letter.heading);
      await focus("link", common.back);
      await hold();
      await focusOnHeading(widget, words.outcome.heading);
      await focus("button", /^Why this\? Use a private interview room/);
      await hold(4);
      assert.equal((await stateOf(widget)).opened, 1);
      assertQuiet(session, widget);
    });
  },
  { patient: true },
);
