// The compatibility engine, where WebAssembly is off: the same journeys give the same outcomes, and the same letters to the byte.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fewJourneys, journey, journeys, words } from "./content.mjs";
import { describeEachBrowser, sample, Session } from "./harness.mjs";
import {
  answer,
  assertQuiet,
  checkLetter,
  copyAndPaste,
  details,
  fillIn,
  preview,
  reachOutcome,
  readOutcome,
} from "./staff.mjs";

describeEachBrowser(
  "without WebAssembly",
  (session) => {
    // The same browser, with WebAssembly.
    const other = new Session(session.name);
    before(() => other.start());
    after(() => other.stop());

    for (const { name, title, answers, expect } of sample(
      journeys,
      session.triesAll ? fewJourneys : fewJourneys.slice(0, 1),
    )) {
      test(`${title}: the same outcome and letter`, async () => {
        const slow = await session.open("/");
        await answer(slow, answers);
        await slow.at(words.outcome.heading);
        // A standalone page takes answers from its address.
        const codes = Object.entries(answers).map((answer) => answer.join("="));
        const fast = await other.open(`/#${codes.join("&")}`);
        await fast.at(words.outcome.heading);
        assert.deepEqual(await readOutcome(slow), await readOutcome(fast), name);
        if (!expect.letter.none) {
          for (const widget of [slow, fast]) {
            await widget.press(words.outcome["letter-button"]);
            await widget.at(words.letter.heading);
          }
          assert.deepEqual(await preview(slow), await preview(fast), name);
        }
        assert.equal(await slow.page.evaluate(() => typeof WebAssembly), "undefined");
        assertQuiet(session, slow);
        assertQuiet(other, fast);
        await fast.page.close();
      });
    }

    test("a letter that is copied and saved is the same, to the byte", async () => {
      const { answers } = journey("intending-no-room");
      const results = [];
      for (const browser of [session, other]) {
        const widget = await reachOutcome(browser, answers);
        await widget.press(words.outcome["letter-button"]);
        await widget.at(words.letter.heading);
        await fillIn(widget, { ...details, "Claimant’s name": "Zoë Łukasz 𝒜 😀" });
        await checkLetter(widget);
        const files = [];
        for (const button of ["word", "text", "page", "record"]) {
          files.push(
            (await browser.save(() => widget.press(words.check[button]))).bytes.toString("base64"),
          );
        }
        results.push({
          files,
          pasted: await copyAndPaste(browser, widget, words.check["copied-draft"]),
        });
        assertQuiet(browser, widget);
      }
      assert.ok(results[0].pasted.text.includes("Zoë Łukasz 𝒜 😀"), results[0].pasted.text);
      assert.deepEqual(results[0], results[1]);
    });
  },
  { wasm: false },
);
