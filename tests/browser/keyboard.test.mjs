// Whole journeys by keyboard alone, from the first question to a copied and to a printed letter, and where Tab stops on
// the way.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readFile, writeFile } from "node:fs/promises";
import { stopTheClock } from "./clock.mjs";
import { asked, flat, journey, onOutcome, onScreens, stepsOf, words } from "./content.mjs";
import { describeEachBrowser, readPdf } from "./harness.mjs";
import {
  assertQuiet,
  details,
  focusOn,
  focusOnErrors,
  focusOnHeading,
  preview,
  status,
} from "./staff.mjs";

const { letter: text } = words;

/** Goes from field to field by Tab and types each value, line by line. */
async function typeIn(widget, values) {
  const { keyboard } = widget.page;
  for (const [label, value] of Object.entries(values)) {
    await widget.tabTo(label);
    for (const [row, line] of value.split("\n").entries()) {
      if (row > 0) await keyboard.press("Enter");
      await keyboard.type(line);
    }
  }
}

describeEachBrowser("by keyboard alone", (session) => {
  test("a recorded telephone call, from the first question to a copied letter", async () => {
    const widget = await session.open("/");
    const { keyboard } = widget.page;
    const enterOn = async (name) => {
      await widget.tabTo(name);
      await keyboard.press("Enter");
    };

    const { answers } = journey("recorded-call");
    const steps = stepsOf(onScreens(answers));
    await widget.at(steps[0].question.text);
    assert.equal(
      (await widget.active()).tag,
      "body",
      "the widget does not take focus from the page it stands in",
    );

    for (const [row, { question, choice }] of steps.entries()) {
      if (row > 0) await focusOnHeading(widget, question.text);
      if (row === 1) {
        // Continue without an answer, then on from the summary to the choices.
        await enterOn(words.question.next);
        assert.equal(await focusOnErrors(widget), words.question.unanswered);
        await enterOn(words.question.unanswered);
        await focusOn(widget, ({ name }) => name === question.choice[0].label, "the first choice");
      } else {
        await widget.tabTo(question.choice[0].label);
      }
      await moveTo(widget, question, choice);
      // Enter continues from the choice itself as well as from the button.
      if (row === 0) await keyboard.press("Enter");
      else await enterOn(words.question.next);
    }

    await focusOnHeading(widget, words.outcome.heading);
    await enterOn("Why this? Issue the letter as soon as possible");
    await widget.sees(
      "(Or in the case of already recorded telephone conversations as soon as possible afterwards).",
    );
    await widget.tabTo("Show sentence G18 in the page");
    await keyboard.press(" ");
    await focusOn(widget, ({ id }) => id === "gw-sentence-G18", "sentence G18");
    await widget.tabTo(words.common["close-page"], { back: true });
    await keyboard.press("Enter");
    await focusOnHeading(widget, words.outcome.heading);
    await moveToEach(widget, answers);
    await enterOn(words.outcome["letter-button"]);
    await focusOnHeading(widget, text.heading);

    const typed = { "Opening sentence": "You told us that you recorded our call.", ...details };
    await typeIn(widget, typed);
    await enterOn(text.check);
    await focusOnHeading(widget, words.check.heading);
    await enterOn(words.check.copy);
    await status(widget, words.check["copied-draft"]);
    assert.equal((await widget.active()).name, words.check.copy, "focus stays where the user is");
    const shown = await preview(widget);
    const pasted = await session.paste();
    assert.equal(pasted.text.trim(), shown.map((block) => block.text).join("\n\n"));
    for (const value of Object.values(typed))
      assert.ok(pasted.text.includes(value), `${value} is missing from\n${pasted.text}`);
    assertQuiet(session, widget);
  });

  test("pressed without the focus, as some screen readers press: the next question takes it anew, so that it is read out", async () => {
    const widget = await session.open("/");
    const steps = stepsOf(onScreens(journey("intending-no-room").answers));
    await widget.at(steps[0].question.text);
    await widget.frame.$eval(widget.host, (host) => {
      window.taken = [];
      host.shadowRoot.addEventListener("focusin", ({ target }) =>
        window.taken.push(target.textContent),
      );
    });
    for (const { choice } of steps.slice(0, 3)) {
      const press = async (role, name) =>
        (await widget.byRole(role, name)).evaluate((element) => element.click());
      await press("radio", choice.label);
      await press("button", words.question.next);
    }
    await focusOnHeading(widget, steps[3].question.text);
    assert.deepEqual(
      await widget.page.evaluate(() => window.taken),
      steps.slice(1, 4).map(({ question }) => question.text),
    );
  });

  test("published, with worried staff, from the first question to a printed letter, each stop of Tab as written", {
    timeout: 300_000,
  }, async () => {
    // The letter has the day in it.
    const widget = await session.open("/", { before: stopTheClock });
    const { keyboard } = widget.page;
    const enterOn = async (name) => {
      await widget.tabTo(name);
      await keyboard.press("Enter");
    };
    const stops = [];
    const record = async (title) => {
      const order = await widget.tabOrder();
      stops.push(
        `# ${title}`,
        ...order.map(({ role, tag, name }) => `${role ?? tag}: ${name}`),
        "",
      );
      // Back to where the screen began.
      await widget.frame.$eval(widget.host, (host) =>
        host.shadowRoot.getElementById("gw-heading").focus(),
      );
    };
    const first = asked("situation", "published").question;
    await widget.at(first.text);
    await widget.tabTo(first.choice[0].label);
    const { answers } = journey("published-staff-concerned");
    for (const { question, choice } of stepsOf(onScreens(answers))) {
      if (question !== first) {
        await focusOnHeading(widget, question.text);
        await record(question.text);
        await widget.tabTo(question.choice[0].label);
      }
      await moveTo(widget, question, choice);
      await enterOn(words.question.next);
    }
    await focusOnHeading(widget, words.outcome.heading);
    await record(words.outcome.heading);
    await moveToEach(widget, answers);
    await enterOn(words.outcome["letter-button"]);
    await focusOnHeading(widget, text.heading);
    await record(text.heading);
    await typeIn(widget, details);
    await enterOn(text.check);
    await focusOnHeading(widget, words.check.heading);
    await record(words.check.heading);
    const shown = await preview(widget);
    const printed = await session.print(() => enterOn(words.check.print));
    const paper = flat((await readPdf(printed.bytes)).text);
    for (const block of shown.slice(0, 3))
      assert.ok(paper.includes(flat(block.text)), `${block.text} is missing from\n${paper}`);

    const file = "tests/browser/tab-order.txt";
    const order = stops.join("\n");
    if (process.env.UPDATE_EXPECT) await writeFile(file, order);
    assert.equal(order, await readFile(file, "utf8"), `${file}: UPDATE_EXPECT=1 writes it anew`);
    assertQuiet(session, widget);
  });
});

/** Answers on the outcome, one question after the other. The focus stays where the answer was given. */
async function moveToEach(widget, answers) {
  for (const { question, choice } of stepsOf(onOutcome(answers))) {
    await widget.tabTo(question.choice[0].label);
    await moveTo(widget, question, choice, { within: question.text });
  }
}

/** From the first choice of a question to this one: arrow keys select as they move, space selects where focus is. */
async function moveTo(widget, question, choice, place) {
  const { keyboard } = widget.page;
  const labels = question.choice.map((it) => it.label);
  for (let row = 0; row < labels.indexOf(choice.label); row += 1) await keyboard.press("ArrowDown");
  await focusOn(widget, ({ name }) => name === choice.label, choice.label);
  if (!(await widget.isChosen(choice.label, place))) await keyboard.press(" ");
  assert.ok(await widget.isChosen(choice.label, place), choice.label);
}
