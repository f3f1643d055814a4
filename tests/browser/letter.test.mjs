// Whole journeys to a letter that is copied or printed, and what keeps a letter from leaving.
import assert from "node:assert/strict";
import { test } from "node:test";
import { flat, fill, journey, moved, passages, words } from "./content.mjs";
import { describeEachBrowser, readPdf } from "./harness.mjs";
import {
  assertAccessible,
  assertQuiet,
  checkLetter,
  confirmWith,
  copyAndPaste,
  details,
  fileName,
  fillIn,
  focusOn,
  focusOnErrors,
  passagesIn,
  preview,
  reachLetter,
  reachOutcome,
  readOutcome,
  readRich,
  status,
} from "./staff.mjs";

const { letter: text } = words;
const draftLine = text["draft-line"];
const right = "It is your right to do so.";
const leaveOut = (widget, id) =>
  widget.choose(text["state-out"], { within: passages.get(id).label });
const wholeText = (blocks) => blocks.map((block) => block.text).join("\n\n");

/** Whether a paragraph stands on a page, or ends one and goes on where the next begins. Which depends on the fonts. */
function isInOrder(paragraph, pages) {
  const parts = paragraph.split(" ");
  return pages.some(
    (page, row) =>
      page.includes(paragraph) ||
      parts.some(
        (_, cut) =>
          cut > 0 &&
          page.includes(parts.slice(0, cut).join(" ")) &&
          pages[row + 1]?.startsWith(parts.slice(cut).join(" ")),
      ),
  );
}

describeEachBrowser("a letter", (session) => {
  test("an intending claimant with no room: copied as rich and as plain text", async () => {
    const widget = await reachLetter(session, journey("intending-no-room").answers);
    await fillIn(widget, details);
    const shown = await preview(widget);
    const pasted = await copyAndPaste(session, widget, words.check["copied-draft"]);

    assert.equal(pasted.text.trim(), wholeText(shown));
    const rich = await readRich(widget, pasted.html);
    assert.deepEqual(
      rich.map((block) => block.text),
      shown.map((block) => block.text),
      "paragraphs",
    );
    assert.deepEqual(
      rich.map((block) => block.bold),
      shown.map((block) => block.bold),
      "bold",
    );
    const bold = rich.flatMap((block) => block.bold);
    assert.ok(
      bold.some(
        (it) =>
          it.startsWith("It is a criminal offence") && it.endsWith("Information Commissioner."),
      ),
      bold.join("\n"),
    );
    assert.ok(bold.includes("domestic purposes only"), bold.join("\n"));
    assert.equal(rich[0].text, draftLine);
    assert.ok(
      pasted.text.includes(
        `You have asked to have your interview with Departmental officials recorded. ${right}`,
      ),
    );
    assert.ok(!pasted.text.includes("Please confirm to me"), "no paragraph about the internet");
    for (const typed of Object.values(details))
      assert.ok(pasted.text.includes(typed), `${typed} is missing from\n${pasted.text}`);
    assertFinished(pasted.text);
    assertQuiet(session, widget);
  });

  test("a reasonable adjustment with uncomfortable staff: recording goes ahead with someone else, and the letter with it", {
    skip: session.elsewhere,
  }, async () => {
    const { answers } = journey("adjustment-uncomfortable-staff");
    const widget = await reachOutcome(session, answers);
    const shown = (await readOutcome(widget)).actions.map((action) => action.id);
    for (const id of [
      "adjustment-can-be-recorded",
      "another-member-of-staff",
      "alert-claimant",
      "letter-before-interview",
    ]) {
      assert.ok(shown.includes(id), `${id} is missing from ${shown}`);
    }
    await widget.sees("The page does not make discomfort a reason to refuse.");
    await widget.press(words.outcome["letter-button"]);
    await widget.at(text.heading);
    await fillIn(widget, details);
    if (answers.unhappy === "not-sure") await leaveOut(widget, "meeting");
    if (answers.unhappy === "yes") await widget.type("Name of your service", "Jobcentre Plus");
    const pasted = await copyAndPaste(session, widget, words.check["copied-draft"]);
    assert.ok(
      pasted.text.includes(
        `You have asked to have your interview with Departmental officials recorded. ${right}`,
      ),
    );
    assertFinished(pasted.text);
    assertQuiet(session, widget);
  });

  test("a recorded telephone call: no opening on the page is true, so the user writes one", {
    skip: session.elsewhere,
  }, async () => {
    const opening = "You told us that you recorded your telephone call with us on 3 March.";
    const widget = await reachLetter(session, journey("recorded-call").answers);
    const label = "Opening sentence";
    assert.equal(await (await widget.fieldByLabel(label)).evaluate((field) => field.value), "");
    for (const false_ of [
      "You have asked to have your interview",
      right,
      "It has come to the attention",
    ]) {
      assert.ok(!wholeText(await preview(widget)).includes(false_), false_);
    }
    await fillIn(widget, details);
    await widget.press(text.check);

    const missing = "Enter the opening sentence";
    assert.equal(await focusOnErrors(widget), missing);
    const field = await widget.fieldByLabel(label);
    assert.ok(
      flat(await field.evaluate(description)).endsWith(
        `${words.common["error-prefix"]}: ${missing}`,
      ),
      "the same words beside the field",
    );
    await widget.follow(missing);
    await focusOn(widget, ({ name }) => name === label, label);
    await widget.page.keyboard.type(opening);

    const pasted = await copyAndPaste(session, widget, words.check["copied-draft"]);
    assert.ok(!(await widget.text()).includes(words.common["error-title"]), "no error stays");
    assert.ok(pasted.text.includes(`\n\n${opening}\n\nHowever, you should know`), pasted.text);
    assert.ok(!pasted.text.includes(right));
    assertFinished(pasted.text);
    assertQuiet(session, widget);
  });

  test("a claimant who says they will publish: “you intend to publish”", {
    skip: session.elsewhere,
  }, async () => {
    const { answers } = journey("will-publish-interview");
    const widget = await reachLetter(session, answers);
    await fillIn(widget, { ...details, "Name of your service": "Jobcentre Plus" });
    const { text: copied } = await copyAndPaste(session, widget, words.check["copied-draft"]);
    assert.ok(
      copied.includes(
        "that you intend to publish on the internet recordings of your business with DWP.",
      ),
      copied,
    );
    assert.ok(copied.includes("that no use of the material will be made on the internet."), copied);
    assert.ok(
      copied.includes(
        "the service that you have experienced from Jobcentre Plus then arrangements",
      ),
      copied,
    );
    assert.ok(!copied.includes("further"), copied);
    assert.ok(!copied.includes(right), copied);
    await backToBuilder(session, widget);
    await widget.choose("The claimant intends to publish", { within: "Opening" });
    await widget.sees("because after this opening it would permit publication");
    assertFinished(copied);
    assertQuiet(session, widget);
  });

  test("a claimant who has published, staff concerned: printed, all of the letter and nothing else", async () => {
    const { answers } = journey("published-staff-concerned");
    const widget = await reachOutcome(session, answers);
    await widget.sees("Advice from the Complex Case Advisory Service");
    await widget.press(words.outcome["letter-button"]);
    await widget.at(text.heading);
    await fillIn(widget, details);
    const shown = wholeText(await preview(widget));
    assert.ok(shown.includes("that you have published on the internet"), shown);
    assert.ok(shown.includes("that no further use of the material will be made"), shown);
    assert.ok(!shown.includes(right), shown);

    await checkLetter(widget);
    const title = await widget.page.title();
    const printed = await session.print(() => widget.press(words.check.print));
    const pdf = await readPdf(printed.bytes);
    if (session.name === "chromium") assert.equal(pdf.title, text.title); // Firefox gives its PDFs no title
    // Chromium prints the page numbers of the letter's own style sheet.
    const onPaper = pdf.pages.map((page, number) =>
      flat(page.text).replace(`Page ${number + 1} of ${pdf.pages.length}`, ""),
    );
    assert.deepEqual(wordList(onPaper.join(" ")), wordList(shown));
    for (const block of shown.split("\n\n").slice(-8)) {
      assert.ok(isInOrder(flat(block), onPaper.map(flat)), `not in one piece: ${block}`);
    }
    for (const page of pdf.pages) {
      assert.ok(
        Math.abs(page.width - 210) < 1 && Math.abs(page.height - 297) < 1,
        `A4, not ${page.width} by ${page.height} mm`,
      );
      for (const run of page.runs) assert.ok(run.size >= 13.9, `${run.size} pt: ${run.text}`);
    }
    assert.equal(await widget.page.title(), title, "the page has its own title again");
    assertQuiet(session, widget);
  });

  test("saved as Word, plain text and a web page, each the letter word for word, and a record without it", async () => {
    const widget = await reachLetter(session, journey("intending-no-room").answers);
    await fillIn(widget, details);
    await widget.choose(fill(text["size-points"], { points: "18" }));
    const shown = wordList(wholeText(await preview(widget)));
    await checkLetter(widget);
    const save = async (button, file) => {
      const saved = await session.save(() => widget.press(words.check[button]));
      assert.match(saved.name, fileName(file));
      await status(widget, fill(words.check.saved, { file: saved.name }));
      return saved.bytes.toString("utf8");
    };
    assert.deepEqual(wordList(await save("text", "file-text")), shown);

    const page = await save("page", "file-page");
    assert.match(page, /--letter-size:18pt/);
    assert.deepEqual(
      wordList(await asRead(widget, page.split("<body>")[1].split("</body>")[0])),
      shown,
    );

    // The parts of the document are stored as they are; the letter is the one that has paragraphs of its own.
    const document = (await save("word", "file-word")).split("<w:body>")[1].split("</w:body>")[0];
    assert.deepEqual(
      wordList(await asRead(widget, document.replaceAll(/<\/w:p>|<w:br\/>/g, " "))),
      shown,
    );

    const record = await save("record", "file-record");
    assert.ok(
      record.includes(words.record.title) && record.includes("G6: “If the claimant insists"),
      record,
    );
    for (const typed of Object.values(details))
      assert.ok(!record.includes(typed.split("\n")[0]), typed);
    assertQuiet(session, widget);
  });

  test("a companion: no letter, and the reason", { skip: session.elsewhere }, async () => {
    const widget = await reachOutcome(session, journey("companion").answers);
    const { letter, actions } = await readOutcome(widget);
    assert.deepEqual(actions, []);
    assert.ok(
      letter.includes("The page’s letter is written to the claimant. It does not fit anyone else."),
      letter,
    );
    assert.deepEqual(
      await widget
        .names("button")
        .then((names) => names.filter((name) => name === words.outcome["letter-button"])),
      [],
    );
    assertQuiet(session, widget);
  });

  test("DWP’s own recording: where to look, and nothing else", {
    skip: session.elsewhere,
  }, async () => {
    const widget = await reachOutcome(session, journey("own-recording").answers);
    const { letter, actions, silences, signposts } = await readOutcome(widget);
    assert.deepEqual([actions, silences], [[], []]);
    assert.match(
      signposts[0].text,
      /routine recording of telephone calls with claimants \(link not in the released page\)/,
    );
    assert.ok(letter.startsWith(words.outcome["no-letter-heading"]), letter);
    assertQuiet(session, widget);
  });

  test("is a draft while any passage whose law has moved is in and not confirmed", {
    skip: session.elsewhere,
  }, async () => {
    const widget = await reachLetter(session, journey("published-staff-concerned").answers);
    await fillIn(widget, details);
    const isDraft = async () => (await preview(widget))[0].text === draftLine;
    const [last, ...others] = (await passagesIn(widget)).filter((id) => moved.has(id));
    assert.ok(others.length >= 3, `several passages are out of date: ${last}, ${others}`);
    for (const id of others) {
      assert.ok(await isDraft(), `a draft while “${id}” is in`);
      await leaveOut(widget, id);
    }
    assert.ok(await isDraft(), `a draft while only “${last}” is in`);
    await confirmWith(widget, passages.get(last).label, "Local management");
    await widget.sees(text["law-none-open"]);
    assert.ok(!(await isDraft()), "confirmed");
    const { text: copied } = await copyAndPaste(session, widget);
    assert.ok(!copied.includes("DRAFT"), copied);

    await backToBuilder(session, widget);
    await leaveOut(widget, last);
    assert.ok(!(await isDraft()), "all left out");
    await widget.choose(text["law-unchecked"], { within: passages.get(last).label });
    assert.ok(await isDraft(), "back in without a confirmation");
    await widget.choose(text["law-reword"], { within: passages.get(last).label });
    assert.ok(await isDraft(), "reworded, but with the same words");
    await widget.type(`${text["edit-label"]}: ${passages.get(last).label}`, "Other words.");
    assert.ok(!(await isDraft()), "reworded");
    await widget.choose(text["law-keep"], { within: passages.get(last).label });
    assert.equal(
      await (
        await widget.fieldByLabel(`${text["law-keep-label"]}: ${passages.get(last).label}`)
      ).evaluate((field) => field.value),
      "Local management",
      "what was typed comes back",
    );
    assertQuiet(session, widget);
  });

  test("what is out of date is left out in one go, said, and each still changed by itself", async () => {
    const widget = await reachLetter(session, journey("intending-no-room").answers);
    await fillIn(widget, details);
    const out = [...moved].filter((id) => id !== "confirm");
    await widget.press(text["law-all-out"]);
    const labels = out.map((id) => passages.get(id).label).join("; ");
    await status(widget, fill(text["law-left-out"], { passages: labels }));
    const { label } = passages.get("offence");
    await widget.choose(text["law-keep"], { within: label });
    await widget.press(text.check);
    const missing = fill(text["law-keep-missing"], { passage: label });
    assert.equal(await focusOnErrors(widget), missing);
    // The line can have been closed meanwhile: it says so, and opens.
    const line = `#gw-fold-offence`;
    await widget.inHost(
      ({ shadowRoot }, selector) => shadowRoot.querySelector(`${selector} > summary`).click(),
      line,
    );
    const said = () =>
      widget.inHost(
        ({ shadowRoot }, selector) => shadowRoot.querySelector(`${selector} > summary`).innerText,
        line,
      );
    assert.ok((await said()).includes(missing), await said());
    await widget.follow(missing);
    await focusOn(
      widget,
      ({ name }) => name === `${text["law-keep-label"]}: ${label}`,
      "the field",
    );
    await widget.page.keyboard.type("Legal team");
    await checkLetter(widget);
    assertQuiet(session, widget);
  });

  test("leads from a gap and from a sentence of the preview to what decides about it, and back", async () => {
    const widget = await reachLetter(session, journey("intending-no-room").answers);
    const enterOn = async (name) => {
      await (await widget.byRole("link", name)).focus();
      await widget.page.keyboard.press("Enter");
    };
    await enterOn("[Your name]");
    await focusOn(widget, ({ name }) => name === "Your name", "the field");
    await widget.page.keyboard.type("Sam Sample");
    await widget.press(text["to-preview"]);
    await focusOn(widget, ({ role, name }) => role === "link" && name === "Sam Sample", "the name");
    const { label } = passages.get("publishing");
    await enterOn(flat(passages.get("publishing").text));
    await focusOn(widget, ({ name }) => name.startsWith(label), `the line about “${label}”`);
    await widget.press(text["to-preview"]);
    await focusOn(widget, ({ role }) => role === "link", "the sentence");
    assertQuiet(session, widget);
  });

  test("does not leave while the offer of a meeting is not decided", {
    skip: session.elsewhere,
  }, async () => {
    const widget = await reachLetter(session, journey("will-publish-call").answers);
    await fillIn(widget, details);
    const { label } = passages.get("meeting");
    await widget.press(text.check);
    assert.equal(await focusOnErrors(widget), fill(text.decide, { passage: label }));
    await widget.follow(fill(text.decide, { passage: label }));
    await focusOn(
      widget,
      ({ role, name }) => role === "radio" && name === text["state-in"],
      "the first choice",
    );
    await widget.choose(text["state-in"], { within: label });
    await widget.press(text.check);
    assert.equal(await focusOnErrors(widget), "Enter the name of your service");
    await leaveOut(widget, "meeting");
    const { text: copied } = await copyAndPaste(session, widget, words.check["copied-draft"]);
    assert.ok(!copied.includes("senior manager"), copied);
    assertFinished(copied);
    assertQuiet(session, widget);
  });

  test("is copied with eight actions from what to do, where the defaults are right", {
    skip: session.elsewhere,
  }, async () => {
    const widget = await reachOutcome(session, journey("intending-no-room").answers);
    let actions = 0;
    // A press, or a field that is filled in.
    const act = (done) => {
      actions += 1;
      return done;
    };
    await act(widget.press(words.outcome["letter-button"]));
    await widget.at(text.heading);
    for (const [label, value] of Object.entries(details)) await act(widget.type(label, value));
    await act(widget.press(text.check));
    await widget.at(words.check.heading);
    await act(widget.press(words.check.copy));
    await status(widget, words.check["copied-draft"]);
    const pasted = await session.paste();
    for (const typed of Object.values(details)) assert.ok(pasted.text.includes(typed), typed);
    assertFinished(pasted.text);
    assert.ok(actions <= 8, `${actions} actions`);
  });

  test("says what was pasted: a word processor’s hyphen, paragraphs, and the name once", {
    skip: session.elsewhere,
  }, async () => {
    const widget = await reachLetter(session, journey("recorded-call").answers);
    const name = details["Claimant’s name"];
    await fillIn(widget, {
      ...details,
      "Claimant’s address": `${name}\nFlat 10\u001e12\u000bLong Lane\u202e\n\nLeeds`,
      "Opening sentence": "First\u0085 of it.\n\nSecond \u0093of\u0094 it.",
    });
    const pasted = await copyAndPaste(session, widget, words.check["copied-draft"]);
    for (const expected of [
      `\n\n${name}\nFlat 10-12\nLong Lane\nLeeds\n\n`,
      "\n\nFirst… of it.\n\nSecond “of” it.\n\nHowever",
    ])
      assert.ok(pasted.text.includes(expected), JSON.stringify(pasted.text));
    const shown = await preview(widget);
    assert.equal(pasted.text.trim(), wholeText(shown));
    assert.deepEqual(await readRich(widget, pasted.html), shown);
    assertQuiet(session, widget);
  });

  test("does not leave with a sign of the released page, until it is taken out or meant", {
    skip: session.elsewhere,
  }, async () => {
    const widget = await reachLetter(session, journey("intending-no-room").answers);
    const label = "Claimant’s name";
    await fillIn(widget, { ...details, [label]: "Alex* [Name]" });
    await widget.press(text.check);
    const told = (mark) => fill(text["error-marked"], { mark, field: label });
    assert.equal(await focusOnErrors(widget), told("["));
    await widget.follow(told("["));
    await focusOn(widget, ({ name }) => name === label, label);
    await fillIn(widget, { [label]: "Alex*" });
    await widget.press(text.check);
    assert.equal(await focusOnErrors(widget), told("*"));
    await assertAccessible(widget, "the builder with a sign to confirm");
    await widget.choose(`${fill(text.meant, { mark: "*" })}: ${label}`);
    const { text: copied } = await copyAndPaste(session, widget, words.check["copied-draft"]);
    assert.ok(copied.includes("Dear Alex*"), copied);
    assertQuiet(session, widget);
  });

  test("is copied with a word about the format where it is not the usual one", {
    skip: session.elsewhere,
  }, async () => {
    const widget = await reachLetter(session, journey("intending-no-room").answers);
    await fillIn(widget, details);
    await widget.choose(fill(text["size-points"], { points: "18" }));
    const said = `${words.check["copied-draft"]} ${words.check["copied-format"]}`;
    const { html } = await copyAndPaste(session, widget, said);
    assert.ok(html.includes("18pt"), html);
    assertQuiet(session, widget);
  });

  test("in another format: asked for with a note that has the letter in it", {
    skip: session.elsewhere,
  }, async () => {
    const widget = await reachLetter(session, journey("intending-no-room").answers);
    await fillIn(widget, details);
    for (const label of ["Braille", "Another format", "Coloured paper", "Welsh"])
      await widget.choose(label);
    await widget.press(text.check);
    assert.equal(
      await focusOnErrors(widget),
      "Enter the colour of the paper Enter the name of the format",
    );
    await widget.follow("Enter the name of the format");
    await focusOn(widget, ({ name }) => name === "Name of the format", "the field");
    await widget.page.keyboard.type("Easy Read");
    await widget.type("Colour of the paper", "yellow");
    await widget.choose(text["law-keep"], { within: passages.get("offence").label });
    await widget.choose(text["law-reword"], { within: passages.get("commissioner").label });
    await assertAccessible(widget, "the builder with everything that a choice brings");
    assert.equal(await widget.overflow(320), 0, "the builder at 320 pixels");
    await widget.choose(text["state-out"], { within: passages.get("offence").label });
    await checkLetter(widget);
    await assertAccessible(widget, "the check with a request note");
    assert.equal(await widget.overflow(320), 0, "the check at 320 pixels");
    await widget.sees("Print it on coloured paper: yellow.");
    const shown = flat(await widget.textOf("region", words.request.title));
    const letter = wholeText(await preview(widget));
    for (const said of [
      "Braille",
      "Easy Read",
      "Welsh",
      `Asked for by - ${details["Your name"]}`,
      flat(letter),
    ]) {
      assert.ok(shown.includes(said), `${said} is missing from\n${shown}`);
    }
    await widget.press(words.check["request-copy"]);
    await status(widget, words.check["request-copied"]);
    const pasted = await session.paste();
    assert.equal(flat(pasted.text), shown);
    await widget.page.bringToFront();
    const saved = await session.save(() => widget.press(words.check["request-save"]));
    assert.match(saved.name, fileName("file-request"));
    assert.equal(flat(saved.bytes.toString("utf8")), shown);
    assertQuiet(session, widget);
  });

  test("names every missing detail at once, each linked to its field", {
    skip: session.elsewhere,
  }, async () => {
    const widget = await reachLetter(session, journey("intending-no-room").answers);
    await widget.press(text.check);
    await focusOnErrors(widget);
    const links = await widget.names("link");
    const missing = [
      "Enter the claimant’s name",
      "Enter the claimant’s address",
      "Enter your name",
      "Enter your office",
      "Enter how the claimant can contact you",
    ];
    assert.deepEqual(
      links.filter((name) => missing.includes(name)),
      missing,
    );
    for (const [row, label] of Object.keys(details).entries()) {
      await widget.follow(missing[row]);
      await focusOn(widget, ({ name }) => name === label, label);
    }
    assertQuiet(session, widget);
  });
});

async function backToBuilder(session, widget) {
  await widget.page.bringToFront();
  await widget.follow(words.common.back);
  await widget.at(text.heading);
}

/** None of the marks of the released letter may reach a finished one. */
function assertFinished(copied) {
  for (const mark of [
    "*",
    "[",
    "]",
    "delete as appropriate",
    "intend to/have",
    "intend to published",
    "{",
    "}",
  ]) {
    assert.ok(!copied.includes(mark), `“${mark}” is in\n${copied}`);
  }
}

/** The words of markup, line breaks as spaces. */
const asRead = (widget, markup) =>
  widget.page.evaluate((source) => {
    const read = new DOMParser().parseFromString(
      source.replaceAll(/<br>|<\/p>/g, " "),
      "text/html",
    );
    return read.body.textContent;
  }, markup);

const wordList = (letter) => letter.split(/\s+/).filter(Boolean).sort();

/** What a screen reader reads after the name of a field. */
function description(field) {
  const ids = (field.getAttribute("aria-describedby") ?? "").split(" ");
  return ids.map((id) => field.getRootNode().getElementById(id)?.innerText).join(" ");
}
