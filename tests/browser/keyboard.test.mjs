// One whole journey by keyboard alone, from the first question to a copied letter.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asked, journey, words } from './content.mjs';
import { describeEachBrowser } from './harness.mjs';
import { assertQuiet, details, focusOn, focusOnErrors, focusOnHeading, preview, status } from './staff.mjs';

const { letter: text } = words;

describeEachBrowser('by keyboard alone', (session) => {
  test('a recorded telephone call, from the first question to a copied letter', async () => {
    const widget = await session.open('/');
    const { keyboard } = widget.page;
    const enterOn = async (name) => { await widget.tabTo(name); await keyboard.press('Enter'); };

    const steps = Object.entries(journey('recorded-call').answers).map(([question, choice]) => asked(question, choice));
    await widget.at(steps[0].question.text);
    assert.equal((await widget.active()).tag, 'body', 'the widget does not take focus from the page it stands in');

    for (const [row, { question, choice }] of steps.entries()) {
      if (row > 0) await focusOnHeading(widget, question.text);
      if (row === 1) {
        // Continue without an answer, then on from the summary to the choices.
        await enterOn(words.question.next);
        assert.equal(await focusOnErrors(widget), words.question.unanswered);
        await enterOn(words.question.unanswered);
        await focusOn(widget, ({ name }) => name === question.choice[0].label, 'the first choice');
      } else {
        await widget.tabTo(question.choice[0].label);
      }
      await moveTo(widget, question, choice);
      // Enter continues from the choice itself as well as from the button.
      if (row === 0) await keyboard.press('Enter');
      else await enterOn(words.question.next);
    }

    await focusOnHeading(widget, words.outcome.heading);
    await enterOn('Why this? Issue the letter as soon as possible');
    await widget.sees('(Or in the case of already recorded telephone conversations as soon as possible afterwards).');
    await widget.tabTo('Show sentence G18 in the page');
    await keyboard.press(' ');
    await focusOn(widget, ({ id }) => id === 'gw-sentence-G18', 'sentence G18');
    await widget.tabTo(words.common['close-page'], { back: true });
    await keyboard.press('Enter');
    await focusOnHeading(widget, words.outcome.heading);
    await enterOn(words.outcome['letter-button']);
    await focusOnHeading(widget, text.heading);

    const typed = { 'Opening sentence': 'You told us that you recorded our call.', ...details };
    for (const [label, value] of Object.entries(typed)) {
      await widget.tabTo(label);
      for (const [row, line] of value.split('\n').entries()) {
        if (row > 0) await keyboard.press('Enter');
        await keyboard.type(line);
      }
    }
    await enterOn(text.check);
    await focusOnHeading(widget, words.check.heading);
    await enterOn(words.check.copy);
    await status(widget, words.check['copied-draft']);
    assert.equal((await widget.active()).name, words.check.copy, 'focus stays where the user is');
    const shown = await preview(widget);
    const pasted = await session.paste();
    assert.equal(pasted.text.trim(), shown.map((block) => block.text).join('\n\n'));
    for (const value of Object.values(typed)) assert.ok(pasted.text.includes(value), `${value} is missing from\n${pasted.text}`);
    assertQuiet(session, widget);
  });
});

/** From the first choice of a question to this one: arrow keys select as they move, space selects where focus is. */
async function moveTo(widget, question, choice) {
  const { keyboard } = widget.page;
  const labels = question.choice.map((it) => it.label);
  for (let row = 0; row < labels.indexOf(choice.label); row += 1) await keyboard.press('ArrowDown');
  await focusOn(widget, ({ name }) => name === choice.label, choice.label);
  if (!(await widget.isChosen(choice.label))) await keyboard.press(' ');
  assert.ok(await widget.isChosen(choice.label), choice.label);
}
