// What becomes of what is typed, put in or pasted into a letter before it leaves, and of its date; and when the browser
// asks before it is lost.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTheClock } from "./clock.mjs";
import { journey, passages, words } from "./content.mjs";
import { describeEachBrowser, waitFor } from "./harness.mjs";
import {
  assertQuiet,
  checkLetter,
  confirmWith,
  copyAndPaste,
  details,
  fileName,
  fillIn,
  focusOn,
  focusOnErrors,
  preview,
  reachLetter,
  status,
  toLetter,
} from "./staff.mjs";

const { letter: text, check, common, outcome } = words;
const { answers } = journey("intending-no-room");
const shown = async (widget) => (await preview(widget)).map((block) => block.text);
const held = async (widget, label) =>
  (await widget.fieldByLabel(label)).evaluate((field) => field.value);
const dateParts = (widget) =>
  Promise.all(
    [text["date-day"], text["date-month"], text["date-year"]].map((part) => held(widget, part)),
  );
const DATE_LINE = "#gw-fold--field-date > summary";
/** What the line says that opens to the date. */
const dateLine = (widget) =>
  widget.inHost(
    (host, line) => host.shadowRoot.querySelector(line).innerText.replace(/\s+/g, " ").trim(),
    DATE_LINE,
  );

describeEachBrowser(
  "today",
  (session) => {
    const friday = Date.UTC(2026, 10, 27, 12);
    const days = (count) => friday + count * 86_400_000;
    const is = (widget, day) =>
      widget.page.evaluate((now) => {
        globalThis.clock.now = now;
      }, day);

    test("is the day on which the letter leaves, not that on which the page was loaded", async () => {
      const widget = await session.open("/", { before: setTheClock });
      await is(widget, friday);
      await toLetter(widget, answers);
      await fillIn(widget, details);
      await widget.choose("Braille");
      assert.ok((await shown(widget)).includes("27 November 2026"));

      await is(widget, days(3));
      await checkLetter(widget);
      const pasted = await copyAndPaste(session, widget, check["copied-draft"]);
      assert.match(pasted.text, /^30 November 2026$/m);
      await widget.page.bringToFront();
      const said = [
        await session.save(() => widget.press(check.record)),
        await session.save(() => widget.press(check["request-save"])),
      ].map((saved) => saved.bytes.toString("utf8"));
      for (const saved of said) {
        assert.ok(saved.includes("Made on 30 November 2026."), saved);
        assert.ok(!saved.includes("27 November"), saved);
      }

      await is(widget, days(4));
      await widget.press(common["start-again"]);
      await toLetter(widget, answers);
      assert.deepEqual(await dateParts(widget), ["1", "12", "2026"]);
      assertQuiet(session, widget);
    });

    test("changes at midnight while the builder is open, unless a date was typed", async () => {
      const widget = await session.open("/", { before: setTheClock });
      await is(widget, friday);
      await toLetter(widget, answers);
      await is(widget, days(1));
      await waitFor(
        async () => (await shown(widget)).includes("28 November 2026"),
        "the preview to have the new day",
      );
      assert.equal(await dateLine(widget), "Date of the letter 28 November 2026 Change");
      assert.deepEqual(await dateParts(widget), ["28", "11", "2026"]);

      await widget.type(text["date-day"], "28");
      await is(widget, days(2));
      await widget.type("Your name", "Sam Sample");
      assert.deepEqual(await dateParts(widget), ["28", "11", "2026"]);
      assertQuiet(session, widget);
    });
  },
  { only: ["chromium"] },
);

describeEachBrowser(
  "a date",
  (session) => {
    test("fills its three fields where it is typed or pasted whole into one, as people write it", async () => {
      const widget = await session.open("/", { before: setTheClock });
      await toLetter(widget, answers);
      for (const [label, typed, parts, date] of [
        [text["date-day"], "3 Nov 2026", ["3", "Nov", "2026"], "3 November 2026"],
        [text["date-day"], "04/11/2026", ["04", "11", "2026"], "4 November 2026"],
        [text["date-month"], "2026-11-15", ["15", "11", "2026"], "15 November 2026"],
        [text["date-month"], "December", ["15", "December", "2026"], "15 December 2026"],
      ]) {
        await widget.type(label, typed);
        assert.deepEqual(await dateParts(widget), parts, typed);
        assert.ok((await shown(widget)).includes(date), `${date} for ${typed}`);
        assert.equal(await dateLine(widget), `Date of the letter ${date} Change`);
      }
      assertQuiet(session, widget);
    });

    test("of a year that cannot be meant is told, and leads to its field", async () => {
      const tooFar = "Date of the letter must be within 6 months of today";
      const widget = await session.open("/", { before: setTheClock });
      await toLetter(widget, answers);
      await fillIn(widget, details);
      for (const year of ["2062", "1926", "0026"]) {
        await widget.type(text["date-year"], year);
        await widget.press(text.check);
        assert.equal(await focusOnErrors(widget), tooFar, year);
        // The line can have been closed meanwhile: it says so, and opens.
        await widget.inHost((host, line) => host.shadowRoot.querySelector(line).click(), DATE_LINE);
        assert.match(await dateLine(widget), new RegExp(`${Number(year)} Change .*${tooFar}$`));
        await widget.follow(tooFar);
        await focusOn(
          widget,
          ({ name }) => name === text["date-day"],
          "the first part of the date",
        );
      }
      await widget.type(text["date-year"], "2026");
      await checkLetter(widget);
      assertQuiet(session, widget);
    });
  },
  { only: ["chromium"] },
);

describeEachBrowser("leaving", (session) => {
  /** Whether the browser asks when the user wants to go, who then stays. */
  const asks = async (widget) => {
    const { page, log } = widget;
    const before = log.asked;
    widget.goes = false;
    const began = await page.evaluate(() => performance.timeOrigin);
    // The browser's own: once somebody has stayed, Firefox ignores that of a script.
    page.reload().catch(() => {});
    return waitFor(async () => {
      if (log.asked > before) return "asks";
      const now = await page.evaluate(() => performance.timeOrigin).catch(() => began);
      return now !== began && "goes";
    }, "the browser to ask or to go");
  };

  test("asks while typed words would be lost, and at no other time", async () => {
    const untouched = await reachLetter(session, answers);
    await untouched.choose(text["state-out"], { within: passages.get("offence").label });
    assert.equal(await asks(untouched), "goes", "after answers and choices alone");

    const widget = await reachLetter(session, answers);
    await widget.type("Your name", "S");
    assert.equal(await asks(widget), "asks", "after one letter");
    assert.equal(await held(widget, "Your name"), "S", "who stays has it still");
    await fillIn(widget, details);
    await widget.follow(common.back);
    await widget.at(outcome.heading);
    assert.equal(await asks(widget), "asks", "on another screen");
    await widget.press(outcome["letter-button"]);
    await checkLetter(widget);
    await session.save(() => widget.press(check.record));
    assert.equal(await asks(widget), "asks", "the record has none of it");
    await session.save(() => widget.press(check.text));
    await status(widget, fileName("file-text", "^", ""));
    await widget.follow(common.back);
    await widget.at(text.heading);
    await confirmWith(widget, passages.get("offence").label, "Legal team");
    assert.equal(await asks(widget), "asks", "after more words");
    await widget.press(common["start-again"]);
    assert.equal(await asks(widget), "goes", "nothing is left to lose");
  });

  const leaves = {
    copied: (widget) => copyAndPaste(session, widget, check["copied-draft"]),
    printed: (widget) => session.print(() => widget.press(check.print)),
    saved: (widget) => session.save(() => widget.press(check.word)),
  };
  for (const [what, leave] of Object.entries(leaves)) {
    test(`does not ask once the letter is ${what}`, async () => {
      const widget = await reachLetter(session, answers);
      await fillIn(widget, details);
      await checkLetter(widget);
      assert.equal(await asks(widget), "asks");
      await leave(widget);
      await widget.page.bringToFront();
      assert.equal(await asks(widget), "goes");
    });
  }

  test("does not ask for a widget that is gone, nor where the page says so", async () => {
    const widget = await reachLetter(session, answers);
    await widget.type("Your name", "Sam");
    await widget.page.$eval("guidance-widget", (host) => host.remove());
    assert.equal(await asks(widget), "goes", "taken out");

    const told = await reachLetter(session, answers, {
      before: () => addEventListener("beforeunload", (event) => event.stopImmediatePropagation()),
    });
    await told.type("Your name", "Sam");
    assert.equal(await asks(told), "goes", "the page keeps it from asking");
  });
});

describeEachBrowser("what a tool puts into a field without a word", (session) => {
  const quietly = async (widget, label, value) =>
    (await widget.fieldByLabel(label)).evaluate((field, given) => {
      field.value = given;
    }, value);

  test("is in the letter, and stays while others are typed into", async () => {
    const widget = await reachLetter(session, answers);
    await fillIn(widget, details);
    await widget.press(text.check);
    await widget.at(check.heading);
    await widget.follow(common.back);
    await widget.at(text.heading);
    await confirmWith(widget, passages.get("offence").label, "Legal team");
    const put = {
      "Claimant’s name": "Robin Sample",
      "Claimant’s address": "3 New Street\nNewton",
      [`${text["law-keep-label"]}: ${passages.get("offence").label}`]: "Head of law",
    };
    for (const [label, value] of Object.entries(put)) await quietly(widget, label, value);
    await widget.type("Your name", "Alex Other");
    for (const [label, value] of Object.entries(put))
      assert.equal(await held(widget, label), value, "before another was typed into");
    assert.ok(
      (await shown(widget)).some((block) => block.startsWith("Robin Sample\n3 New Street")),
    );

    await quietly(widget, "Your office and its address", "Late Office\n1 Late Road");
    await checkLetter(widget);
    await widget.sees("confirmed with Head of law");
    const { text: copied } = await copyAndPaste(session, widget, check["copied-draft"]);
    for (const words of ["Dear Robin Sample", "Newton", "Alex Other", "1 Late Road"])
      assert.ok(copied.includes(words), `${words} is missing from\n${copied}`);
    assertQuiet(session, widget);
  });
});

describeEachBrowser(
  "an unfinished preview",
  (session) => {
    /** Selects the preview, or a part of it, and copies it by the keys of the browser. */
    const copyByHand = async (widget, from = "p") => {
      await (await widget.byRole("region", text["preview-label"])).evaluate((region, first) => {
        const start = [...region.querySelectorAll("p")].find(
          (it) => first === "p" || it.textContent.startsWith(first),
        );
        region.focus();
        getSelection().setBaseAndExtent(start, 0, region, region.childNodes.length);
      }, from);
      await widget.page.keyboard.down("Control");
      await widget.page.keyboard.press("c", { commands: ["Copy"] });
      await widget.page.keyboard.up("Control");
      const pasted = await session.paste();
      await widget.page.bringToFront();
      return [pasted.text, pasted.html.replaceAll(/<[^>]*>/g, "")];
    };

    test("says so in what is copied from it by hand, and a finished one does not", async () => {
      const widget = await reachLetter(session, answers);
      for (const copied of await copyByHand(widget)) {
        assert.ok(copied.trim().startsWith(text.unfinished), copied);
        assert.ok(copied.includes("Dear [Claimant’s name]"), copied);
      }
      for (const copied of await copyByHand(widget, "Dear"))
        assert.ok(copied.trim().startsWith("Dear [Claimant’s name]"), copied);
      await fillIn(widget, details);
      for (const copied of await copyByHand(widget)) {
        assert.ok(!copied.includes(text.unfinished) && !copied.includes("["), copied);
        assert.ok(copied.includes("Dear Alex Example"), copied);
      }
      await widget.type(text["date-day"], "32");
      for (const copied of await copyByHand(widget))
        assert.ok(copied.trim().startsWith(text.unfinished), copied);
      assertQuiet(session, widget);
    });
  },
  { only: ["chromium"] },
);
