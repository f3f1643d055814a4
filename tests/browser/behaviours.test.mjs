// What a screen reader or a keyboard is told, and when: the focus where each screen begins, the status once, the preview never by itself, and details for reasons only.
import assert from "node:assert/strict";
import { test } from "node:test";
import { asked, journey, words } from "./content.mjs";
import { describeEachBrowser, waitFor } from "./harness.mjs";
import {
  assertQuiet,
  checkLetter,
  details,
  fillIn,
  focusOnHeading,
  reachLetter,
  status,
} from "./staff.mjs";

const { answers } = journey("intending-no-room");
const steps = Object.entries(answers).map(([question, choice]) => asked(question, choice));

describeEachBrowser("what is told, and when", (session) => {
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
    const regions = await widget.frame.$eval(widget.host, (host) => {
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
      return live.map((region) => [region.getAttribute("role"), region.getAttribute("aria-live")]);
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
    assert.equal((await said()).filter((it) => it.includes(words.check["copied-draft"])).length, 1);
    assert.equal(
      await node.evaluate((element) => element.isConnected),
      true,
      "the status is another element each time",
    );
  });

  test("hides nothing behind details that has to be filled in or decided", async () => {
    const widget = await reachLetter(session, answers);
    const inside = () =>
      widget.frame.$eval(widget.host, (host) =>
        [...host.shadowRoot.querySelectorAll("details :is(input, select, [required])")].map(
          (it) => it.id || it.outerHTML,
        ),
      );
    assert.deepEqual(await inside(), []);
    await widget.press(words.letter.check);
    await waitFor(
      async () => (await widget.text()).includes(words.common["error-title"]),
      "the errors",
    );
    assert.deepEqual(await inside(), []);
  });
});
