// Every journey of tests/journeys, answered as a user does, with what the outcome screen then shows.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  actions,
  flat,
  fewJourneys,
  fill,
  groups,
  journeys,
  noLetters,
  passages,
  signposts,
  silences,
  words,
} from "./content.mjs";
import { describeEachBrowser, sample } from "./harness.mjs";
import { answer, assertQuiet, readOutcome } from "./staff.mjs";

describeEachBrowser("every journey comes out right", (session) => {
  // Outcomes are proved natively; the screens that show them are the same code in both browsers.
  const walked = sample(journeys, fewJourneys, session.name === "chromium");
  for (const journey of walked) {
    const { title, answers, expect } = journey;
    test(title, async () => {
      // Few are walked by hand; a standalone page takes the answers of the others from its address.
      const byHand = sample(journeys, fewJourneys).includes(journey);
      const widget = await session.open(byHand ? "/" : `/#${new URLSearchParams(answers)}`);
      if (byHand) await answer(widget, answers);
      await widget.at(words.outcome.heading);
      const outcome = await readOutcome(widget);

      assert.deepEqual(ids(outcome.actions), expect.actions, "actions, from top to bottom");
      assert.deepEqual(ids(outcome.silences), expect.silences, "silences");
      assert.deepEqual(ids(outcome.signposts), expect.signposts, "signposts");
      for (const shown of outcome.actions) assert.deepEqual(shown, actionAsRead(shown.id));
      for (const shown of outcome.silences) {
        const { text } = silences.get(shown.id);
        assert.equal(shown.text, why(text));
      }
      for (const shown of outcome.signposts) {
        assert.ok(shown.text.startsWith(signposts.get(shown.id).title), shown.text);
      }
      assert.equal(
        (await widget.text()).includes(words.outcome["nothing-to-do"]),
        expect.actions.length === 0,
      );
      assert.equal(
        (await widget.text()).includes(words.outcome["silences-ask"]),
        expect.silences.length > 0,
      );
      assertLetterPanel(outcome.letter, expect.letter);
      assertQuiet(session, widget);
    });
  }
});

const ids = (items) => items.map((item) => item.id);
/** An item with its closed details, whose summary repeats what the item is. */
const why = (...lines) => flat([...lines, words.outcome.why, lines[0]].join(" "));

function actionAsRead(id) {
  const { title, detail = "", strength, group } = actions.get(id);
  return {
    id,
    text: `${words.strength[strength]} ${why(title, detail)}`,
    heading: groups.find((it) => it.id === group).title,
  };
}

function assertLetterPanel(panel, { none, opening }) {
  if (none) {
    assert.ok(panel.startsWith(words.outcome["no-letter-heading"]), panel);
    const reasons = [...noLetters.values()].filter((it) => panel.includes(it.reason));
    assert.deepEqual(ids(reasons), none);
    assert.ok(!panel.includes(words.outcome["letter-button"]), panel);
    return;
  }
  const label =
    passages.get("opening").option.find((it) => it.id === opening)?.label ??
    words.letter["state-undecided"];
  assert.ok(
    panel.startsWith(
      `${words.outcome["letter-heading"]} ${fill(words.outcome["letter-offered"], { opening: label })}`,
    ),
    panel,
  );
  assert.ok(panel.includes(words.outcome["letter-button"]), panel);
}
