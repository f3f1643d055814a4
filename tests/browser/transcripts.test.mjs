// What a screen reader would say on the main journeys, read from top to bottom: one transcript a journey, to be read as
// prose. A virtual reader follows the standards; no product is claimed by it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { stopTheClock } from "./clock.mjs";
import { journey, onScreens, stepsOf, words } from "./content.mjs";
import { describeEachBrowser, isFirst } from "./harness.mjs";
import {
  answerInPlace,
  checkLetter,
  details,
  fillIn,
  focusOnErrors,
  focusOnHeading,
  status,
} from "./staff.mjs";

const reader = await readFile(
  fileURLToPath(import.meta.resolve("@guidepup/virtual-screen-reader/browser.js")),
  "utf8",
);

/** In the page: reads the widget from its first word to its last. */
async function read(host, source) {
  window.virtualReader ??= (
    await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })))
  ).virtual;
  const virtual = window.virtualReader;
  const container = host.shadowRoot.querySelector(".gw-widget");
  // The virtual reader does not know that closed details are closed.
  const closed = [...container.querySelectorAll("details:not([open]) > :not(summary)")];
  for (const it of closed) it.ariaHidden = "true";
  // Nor that what is selected is not what the page was delivered with.
  const chosen = [...container.querySelectorAll(":checked")];
  for (const it of chosen) it.setAttribute("checked", "");
  await virtual.start({ container });
  const first = await virtual.lastSpokenPhrase();
  for (let step = 0; step < 2000; step += 1) {
    await virtual.next();
    if (step > 0 && (await virtual.lastSpokenPhrase()) === first) break;
  }
  const said = await virtual.spokenPhraseLog();
  await virtual.stop();
  for (const it of closed) it.ariaHidden = null;
  for (const it of chosen) it.removeAttribute("checked");
  return said.slice(0, -1);
}

/**
 * What is said, without what only repeats: where things end, what a control's name has said already, and the marks of
 * paragraphs, terms and weight.
 */
function prose(phrases) {
  const lines = [];
  for (const phrase of phrases) {
    const isMark =
      /^(paragraph|strong|emphasis|term|definition|group|list|:)$/.test(phrase) ||
      /^end( of|,)/.test(phrase);
    if (!isMark && !saysAlready(lines.at(-1) ?? "", phrase)) lines.push(phrase);
  }
  return lines.map((line) =>
    line
      .replace(/, level 1, position (\d+), set size (\d+)$/, " $1 of $2")
      .replace(/, position (\d+), set size (\d+)$/, ", $1 of $2"),
  );
}

/** A control says its label, which then stands beside it once more. */
const saysAlready = (line, phrase) =>
  line.endsWith(phrase) ||
  line.startsWith(`${phrase} `) ||
  (/^[a-z]+, /.test(line) && line.includes(`, ${phrase}`));

/** In the page: listens while something is done outside. */
async function listen(host) {
  await window.virtualReader.start({ container: host.shadowRoot.querySelector(".gw-widget") });
  await window.virtualReader.clearSpokenPhraseLog();
}

async function heard() {
  const said = await window.virtualReader.spokenPhraseLog();
  await window.virtualReader.stop();
  return said.filter((phrase) => /^(polite|assertive): /.test(phrase));
}

async function same(name, text) {
  const file = `tests/browser/transcripts/${name}.txt`;
  if (process.env.UPDATE_EXPECT) {
    await mkdir("tests/browser/transcripts", { recursive: true });
    await writeFile(file, text);
  }
  assert.equal(
    text,
    await readFile(file, "utf8"),
    `${file}: UPDATE_EXPECT=1 writes it anew; read it before you keep it`,
  );
}

if (isFirst) {
  describeEachBrowser("a transcript of", (session) => {
    if (session.name !== "chromium") return;
    /** @type {[string, boolean][]} */
    const transcripts = [
      ["recorded-call", true],
      ["intending-not-told-yet", true],
      ["companion", false],
    ];
    for (const [name, letter] of transcripts) {
      test(name, { timeout: 300_000 }, async () => {
        const widget = await session.open("/", { before: stopTheClock });
        const lines = [];
        const say = async (title) => {
          lines.push(
            `# ${title}`,
            ...prose(await widget.frame.$eval(widget.host, read, reader)),
            "",
          );
        };
        let first = true;
        const { answers } = journey(name);
        for (const { question, choice } of stepsOf(onScreens(answers))) {
          await widget.at(question.text);
          if (first) {
            await widget.press(words.question.next);
            await focusOnErrors(widget);
            await say(`${question.text} (not answered)`);
            first = false;
          } else {
            await say(question.text);
          }
          await widget.choose(choice.label);
          await widget.press(words.question.next);
        }
        await focusOnHeading(widget, words.outcome.heading);
        await say(words.outcome.heading);
        if (letter) {
          await answerInPlace(widget, answers);
          await widget.press(words.outcome["letter-button"]);
          await focusOnHeading(widget, words.letter.heading);
          await widget.press(words.letter.check);
          await focusOnErrors(widget);
          await say(`${words.letter.heading} (nothing filled in)`);
          const opening =
            name === "recorded-call"
              ? { "Opening sentence": "You told us that you recorded our call." }
              : {};
          await fillIn(widget, { ...opening, ...details });
          await checkLetter(widget);
          await say(words.check.heading);
          await widget.frame.$eval(widget.host, listen);
          await widget.press(words.check.copy);
          await status(widget, words.check["copied-draft"]);
          const told = await widget.frame.evaluate(heard);
          assert.deepEqual(told, [`polite: ${words.check["copied-draft"]}`], "announced once");
          lines.push(`# ${words.check.copy}`, ...told, "");
        }
        await same(name, lines.join("\n"));
      });
    }
  });
}
