// Owns what a screen reader says on a whole journey by keyboard, from the first question to a
// copied letter, with an error and a change on the way: Orca, in each browser.
// `node tests/screen-reader/run.mjs chromium firefox` prints it, and compares it with the transcript
// beside this file, chromium.txt or firefox.txt; UPDATE_EXPECT=1 writes that.
// Needs Debian's orca, at-spi2-core, dbus-daemon, openbox, speech-dispatcher, xdotool and xvfb, and
// a build in dist/, or in GUIDANCE_DIST. Must not know how anything is drawn.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { asked, journey, onScreens, stepsOf, words } from "../browser/content.mjs";
import { serve } from "../browser/server.mjs";
import { Desk } from "./desk.mjs";

/** Of the example page. */
const TITLE = "Recordings by claimants during interviews";

/** What a letter about a recorded call needs. */
const TYPED = {
  "Opening sentence": "You told us that you recorded our call.",
  "Claimant’s name": "Alex Example",
  "Claimant’s address": "1 Example Street\nExampleton",
  "Name of your service": "Example Service",
  "Your name": "Sam Sample",
  "Your office and its address": "Jobcentre Exampleton\n2 Sample Road",
  "How the claimant can contact you": "0300 000 0000",
};

/** Somebody who has to find everything by what is said. */
class Listener {
  transcript = [];

  constructor(desk) {
    this.desk = desk;
  }

  /** What follows in the transcript is about this. */
  about(title) {
    this.transcript.push("", `# ${title}`);
  }

  #note(done, said) {
    this.last = said;
    this.transcript.push(`> ${done}`, ...(said.length > 0 ? said : ["(nothing)"]));
    return said;
  }

  async press(key) {
    return this.#note(key, await this.desk.press(key));
  }

  /** Presses Tab until something is said that begins so. */
  async tabTo(name, most = 120) {
    const passed = [];
    for (let times = 1; times <= most; times += 1) {
      const said = await this.desk.press("Tab");
      if (said.some((line) => line.startsWith(name)))
        return this.#note(times > 1 ? `Tab, ${times} times` : "Tab", said);
      passed.push(...said);
    }
    throw new Error(`Tab never came to “${name}”, only to\n${passed.join("\n")}`);
  }

  async enterOn(name) {
    await this.tabTo(name);
    return this.press("Return");
  }

  async type(label, text) {
    await this.tabTo(label);
    const said = await this.desk.type(text);
    // Now and then Orca says letters that are typed.
    const isEcho = (line) => text.includes(line.replace(/\(cut off\)$/, "").trim());
    this.#note(
      `types into ${label}`,
      said.filter((line) => !isEcho(line)),
    );
  }

  /** From the first choice to another, line by line, and selects it. */
  async choose(label, most = 40) {
    for (let times = 0; times < most; times += 1) {
      if (this.last.some((line) => line.startsWith(label))) return this.press("space");
      await this.press("Down");
    }
    throw new Error(`“${label}” was never said`);
  }

  /** From the heading of a question to its next screen. */
  async answer({ question, choice }) {
    await this.tabTo(question.choice[0].label);
    await this.choose(choice.label);
    await this.enterOn(words.question.next);
  }
}

async function walk(listener) {
  const { answers } = journey("recorded-call");
  const steps = stepsOf(onScreens(answers));
  listener.about("The first question");
  await listener.answer(steps[0]);
  listener.about("Continue without an answer, twice");
  await listener.enterOn(words.question.next);
  await listener.enterOn(words.question.next);
  await listener.tabTo(words.question.unanswered, 40);
  await listener.press("Return");
  listener.about("From the error to an answer");
  await listener.choose(steps[1].choice.label);
  await listener.enterOn(words.question.next);
  listener.about("Change an answer");
  await listener.enterOn(`${words.common.change} ${steps[1].question.key.toLowerCase()}`);
  await listener.enterOn(words.question.next);
  for (const step of steps.slice(2)) {
    listener.about(step.question.text);
    await listener.answer(step);
  }
  listener.about(words.outcome.heading);
  const waiting = asked("unhappy", "yes");
  await listener.tabTo(waiting.question.choice[0].label);
  await listener.choose(waiting.choice.label);
  await listener.enterOn(words.outcome["letter-button"]);
  listener.about(words.letter.heading);
  await listener.enterOn(words.letter["law-all-out"]);
  await listener.enterOn(words.letter.check);
  listener.about("With nothing filled in");
  for (const [label, text] of Object.entries(TYPED)) await listener.type(label, text);
  listener.about("From the preview to a field, and back");
  await listener.enterOn(TYPED["Your name"]);
  await listener.enterOn(words.letter["to-preview"]);
  await listener.enterOn(words.letter.check);
  listener.about(words.check.heading);
  await listener.enterOn(words.check.copy);
  await listener.press("Return");
}

/** What is heard on the whole walk. */
async function hear(browser) {
  const server = await serve();
  const desk = await Desk.open(browser, server.origin, TITLE);
  const listener = new Listener(desk);
  const heard = () => `${listener.transcript.join("\n").trim()}\n`;
  try {
    await walk(listener);
  } catch (cause) {
    throw new Error(`${browser}, after\n${heard()}`, { cause });
  } finally {
    await desk.close();
    await server.close();
  }
  console.log(`${browser}\n${heard()}`);
  return heard();
}

const browsers = /** @type {("chromium" | "firefox")[]} */ (process.argv.slice(2));
for (const browser of browsers) {
  const file = join(import.meta.dirname, `${browser}.txt`);
  let heard = await hear(browser);
  if (process.env.UPDATE_EXPECT) await writeFile(file, heard);
  const known = await readFile(file, "utf8");
  // Orca leaves out what it comes too late for: what is not heard twice is missing.
  if (heard !== known) heard = await hear(browser);
  assert.equal(heard, known, `${file}: something else was said`);
}
