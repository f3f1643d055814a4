// Owns what a member of staff does and reads on a screen of the widget, and what no page may do meanwhile.
import assert from "node:assert/strict";
import { flat, onOutcome, onScreens, stepsOf, words } from "./content.mjs";
import { checkAccessibility } from "./accessibility.mjs";
import { nightly } from "./browsers.mjs";
import { waitFor } from "./widget.mjs";

/** Gives these answers (question id → choice id), each question being the one that is shown, or on the outcome. */
export async function answer(widget, answers) {
  for (const { question, choice } of stepsOf(onScreens(answers))) {
    await widget.at(question.text);
    await widget.choose(choice.label);
    await widget.press(words.question.next);
  }
  await answerInPlace(widget, answers);
}

/** Those of the answers that are given on the outcome. */
export async function answerInPlace(widget, answers) {
  const steps = stepsOf(onOutcome(answers));
  if (steps.length === 0) return;
  await widget.at(words.outcome.heading);
  await widget.inHost(
    ({ shadowRoot }, given) => {
      const said = (element) => element.innerText.replace(/\s+/g, " ").trim();
      for (const [question, choice] of given) {
        const groups = [...shadowRoot.querySelectorAll(".gw-open fieldset")];
        const group = groups.find((it) => said(it.querySelector("legend")) === question);
        [...group.querySelectorAll("label")].find((it) => said(it) === choice).click();
      }
    },
    steps.map(({ question, choice }) => [question.text, choice.label]),
  );
  for (const { question, choice } of steps)
    await waitFor(
      () => widget.isChosen(choice.label, { within: question.text }),
      `“${choice.label}” to “${question.text}”`,
    );
}

/** The same in one go, for tests that are about what comes after. */
async function answerInPage(widget, answers) {
  const steps = stepsOf(onScreens(answers)).map(({ question, choice }) => [
    question.text,
    choice.label,
  ]);
  if (steps.length === 0) return;
  await widget.at(steps[0][0]);
  await widget.inHost(
    async ({ shadowRoot }, given, next) => {
      const said = (element) => element?.innerText.replace(/\s+/g, " ").trim();
      const press = (selector, words) =>
        [...shadowRoot.querySelectorAll(selector)].find((it) => said(it) === words).click();
      const at = (heading) => said(shadowRoot.getElementById("gw-heading")) === heading;
      for (const [question, choice] of given) {
        while (!at(question)) await new Promise((done) => setTimeout(done));
        press("label", choice);
        press("button", next);
      }
    },
    steps,
    words.question.next,
  );
  await answerInPlace(widget, answers);
}

/** Opens the page at what to do: by its address, and in the nightly run answer by answer, as a user gets there. */
export async function reachOutcome(session, answers, size) {
  const widget = await session.open(nightly ? "/" : `/#${new URLSearchParams(answers)}`, size);
  if (nightly) await answer(widget, answers);
  await widget.at(words.outcome.heading);
  return widget;
}

/** The same, and opens the letter builder. */
export async function reachLetter(session, answers, size) {
  const widget = await reachOutcome(session, answers, size);
  await widget.press(words.outcome["letter-button"]);
  await widget.at(words.letter.heading);
  return widget;
}

/** From the first question to the letter builder: by hand at night, else by clicks that the page itself makes. */
export async function toLetter(widget, answers, { byHand = nightly } = {}) {
  if (byHand) await answer(widget, answers);
  else await answerInPage(widget, answers);
  await widget.at(words.outcome.heading);
  await widget.press(words.outcome["letter-button"]);
  await widget.at(words.letter.heading);
}

/** Everything that the outcome screen shows, each item by its id with its visible words. */
export function readOutcome(widget) {
  return widget.inHost((host) => {
    const root = host.shadowRoot;
    const flat = (element) => element.innerText.replace(/\s+/g, " ").trim();
    // What the last answer has brought is marked as new.
    for (const mark of root.querySelectorAll(".gw-new")) mark.hidden = true;
    const items = (name) =>
      [...root.querySelectorAll(`[data-${name}]`)].map((item) => ({
        id: item.dataset[name],
        text: flat(item),
        heading: flat(item.closest("section").querySelector("h2,h3,h4")),
      }));
    return {
      actions: items("action"),
      silences: items("silence"),
      signposts: items("signpost"),
      // The panel about the letter, by its heading.
      letter: (([heading]) => heading && flat(heading.closest("section")))(
        [...root.querySelectorAll("section > :is(h2,h3,h4)")].filter((it) =>
          /letter/i.test(it.innerText),
        ),
      ),
    };
  });
}

/** The details of a letter that every kind of letter asks for. */
export const details = {
  "Claimant’s name": "Alex Example",
  "Claimant’s address": "1 Example Street\nExampleton\nEX1 1EX",
  "Your name": "Sam Sample",
  "Your office and its address": "Jobcentre Exampleton\n2 Sample Road",
  "How the claimant can contact you": "0300 000 0000",
};

/** Fills in fields, each at once: tests of typing type. */
export async function fillIn(widget, values) {
  for (const [label, text] of Object.entries(values)) await insert(widget, label, text);
}

/** The ids of the passages that the builder shows and that are in the letter. */
export function passagesIn(widget) {
  return widget.inHost((host) =>
    [...host.shadowRoot.querySelectorAll("[data-passage][data-state=in]")].map(
      (it) => it.dataset.passage,
    ),
  );
}

/** Says who confirmed that a passage may stay as released, by its label. */
export async function confirmWith(widget, label, by) {
  await widget.choose(words.letter["law-keep"], { within: label });
  await widget.type(`${words.letter["law-keep-label"]}: ${label}`, by);
}

/** Puts a text in the field at once, as pasting does, in place of what is there. */
export async function insert(widget, label, text) {
  await (await widget.fieldByLabel(label)).evaluate(putIn, text);
}

/** The same, in the page. */
export function putIn(field, text) {
  field.focus();
  // Not execCommand, which some pages of the tests forbid.
  field.setRangeText(text, 0, field.value.length, "end");
  field.dispatchEvent(
    new InputEvent("input", { bubbles: true, composed: true, inputType: "insertFromPaste" }),
  );
}

/** The preview: each block of the letter as `{ text, bold }`, with the passages that are bold. */
export function preview(widget) {
  return widget.byRole("region", words.letter["preview-label"]).then((region) =>
    region.evaluate((element) =>
      [...element.querySelectorAll("p")].map((block) => ({
        text: block.innerText.trim(),
        bold: [...block.querySelectorAll("strong")].map((it) => it.innerText.trim()),
      })),
    ),
  );
}

/** The blocks of a letter as pasted into an editor, as `preview` gives them. */
export function readRich(widget, html) {
  return widget.page.evaluate((source) => {
    const body = document.body.appendChild(document.createElement("div"));
    body.innerHTML = source;
    const bold = (text) => Number(getComputedStyle(text.parentElement).fontWeight) >= 600;
    const blocks = [...body.querySelectorAll("p")].map((block) => {
      const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
      const parts = [];
      while (walker.nextNode())
        if (bold(walker.currentNode)) parts.push(walker.currentNode.data.trim());
      return { text: block.innerText.trim(), bold: parts };
    });
    body.remove();
    return blocks;
  }, html);
}

/** From the letter builder to the check of a letter in which nothing is open. */
export async function checkLetter(widget) {
  // Its parts come in the frame after its heading, and move what is below them.
  await widget.at(words.letter.heading);
  await widget.press(words.letter.check);
  await widget.at(words.check.heading);
}

/** Checks the letter, presses Copy, waits until the status line says that it is done, and pastes. */
export async function copyAndPaste(session, widget, said = words.check.copied) {
  if ((await widget.heading()) === words.letter.heading) await checkLetter(widget);
  // The newer way of copying asks for the focus, which another window of the browser may have.
  await widget.page.bringToFront();
  await widget.press(words.check.copy);
  await status(widget, said);
  return session.paste();
}

/** What a file that the widget saves is called: what it is, and when it was saved. */
export const fileName = (key, before = "^", behind = "$") => {
  const plain = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const [start, end] = words.check[key].split("{time}");
  return new RegExp(`${before}${plain(start)}\\d{4}-\\d\\d-\\d\\d-\\d{6}${plain(end)}${behind}`);
};

/** Waits until the status line says this: all of it, or what a pattern asks for. */
export function status(widget, said) {
  const line = () =>
    widget.inHost((host) => host.shadowRoot.querySelector("[role=status]").innerText.trim());
  return waitFor(
    async () => {
      const read = await line();
      return said instanceof RegExp ? said.test(read) : read === said;
    },
    async () => `the status “${said}”, not “${await line()}”`,
  );
}

/** What a reader sees of the element: what it shows itself, and its static content where that is shown. */
export const visible = (widget) =>
  widget.inHost((host) => {
    const text = (parts) =>
      [...parts]
        .filter((it) => it.localName !== "slot" && it.checkVisibility())
        .map((it) => it.innerText)
        .join("\n")
        .trim();
    return { own: text(host.shadowRoot?.children ?? []), given: text(host.children) };
  });

/** Waits until focus is on the heading of the screen, which must be this one. */
export async function focusOnHeading(widget, heading) {
  await widget.at(heading);
  await focusOn(
    widget,
    ({ role, name }) => role === "heading" && name === heading,
    `the heading “${heading}”`,
  );
}

/** Waits until focus is on the error summary; gives its words. */
export async function focusOnErrors(widget) {
  const summary = () =>
    widget.inHost((host) => {
      const active = host.shadowRoot.activeElement;
      return active?.matches(".govuk-error-summary") ? active.innerText : "";
    });
  const text = await waitFor(
    summary,
    async () => `focus on the error summary, not on ${JSON.stringify(await widget.active())}`,
  );
  assert.ok(text.startsWith(words.common["error-title"]), text);
  return flat(text.slice(words.common["error-title"].length));
}

export async function focusOn(widget, matches, what) {
  await waitFor(
    async () => matches(await widget.active()),
    async () => `focus on ${what}, not on ${JSON.stringify(await widget.active())}`,
  );
}

/** Fails if the page wrote to the console, broke, or asked anything of anybody but the test's own server. */
export function assertQuiet(session, widget) {
  assert.deepEqual(widget.log.console, [], "console messages");
  assert.deepEqual(widget.log.errors, [], "uncaught errors");
  // An address that holds its own data is no request to anybody: axe-core has a font in one.
  const elsewhere = widget.log.requests.filter(
    (url) => !url.startsWith("data:") && !url.startsWith(`${session.server.origin}/`),
  );
  assert.deepEqual(elsewhere, [], "requests to others");
}

export async function assertAccessible(widget, screen) {
  const { violations, incomplete } = await checkAccessibility(widget);
  assert.deepEqual(violations, [], `axe-core on ${screen}`);
  assert.deepEqual(incomplete, [], `axe-core is not sure about ${screen}`);
}
