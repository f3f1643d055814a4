// What every screen owes its user: errors, Back and Change, the address, the page view.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  actions,
  asked,
  fill,
  journey,
  onScreens,
  signposts,
  silences,
  stepsOf,
  words,
} from "./content.mjs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describeEachBrowser, waitFor } from "./harness.mjs";
import {
  answer,
  assertQuiet,
  fileName,
  focusOn,
  focusOnErrors,
  focusOnHeading,
  insert,
  reachLetter,
  reachOutcome,
  readOutcome,
  status,
  toLetter,
} from "./staff.mjs";

const { common } = words;
const { answers } = journey("intending-no-room");
const steps = stepsOf(onScreens(answers));
const text = (row) => steps[row].question.text;
const codes = (given) => new URLSearchParams(given).toString();
const hash = (widget) => widget.page.evaluate(() => location.hash.slice(1));
const change = (row) => `${common.change} ${steps[row].question.key.toLowerCase()}`;

/** What is already clear, each with its strength. */
const readClear = (widget) =>
  widget.inHost(({ shadowRoot }) =>
    [...shadowRoot.querySelectorAll(".gw-clear [data-action]")].map((it) =>
      [".gw-action__strength", ".gw-action__title"]
        .map((part) => it.querySelector(part).innerText.trim())
        .join(" "),
    ),
  );

describeEachBrowser(
  "a screen",
  (session) => {
    test("says that an answer is missing, once Continue is pressed", async () => {
      const widget = await session.open("/");
      await widget.at(text(0));
      for (const { label } of steps[0].question.choice)
        assert.equal(await widget.isChosen(label), false, `“${label}” is preselected`);
      await widget.choose(steps[0].choice.label);
      assert.equal(await widget.heading(), text(0), "selecting does not move on");
      await widget.press(words.question.next);
      await focusOnHeading(widget, text(1));

      for (let time = 0; time < 2; time += 1) {
        await widget.press(words.question.next);
        assert.equal(await focusOnErrors(widget), words.question.unanswered);
      }
      const first = await widget.byRole("radio", steps[1].question.choice[0].label, {
        within: text(1),
      });
      const beside = await first.evaluate(
        (element) =>
          element.getRootNode().getElementById(
            element
              .getAttribute("aria-describedby")
              .split(" ")
              .find((id) => id.endsWith("error")),
          ).innerText,
      );
      assert.equal(
        beside.replace(/\s+/g, " "),
        `${common["error-prefix"]}: ${words.question.unanswered}`,
      );
      await widget.follow(words.question.unanswered);
      await focusOn(
        widget,
        ({ name }) => name === steps[1].question.choice[0].label,
        "the first choice",
      );
      await widget.choose(steps[1].choice.label);
      await widget.press(words.question.next);
      await focusOnHeading(widget, text(2));
      assert.ok(!(await widget.text()).includes(common["error-title"]));
      assertQuiet(session, widget);
    });

    test("goes back with the answer still selected", async () => {
      const widget = await session.open("/");
      await answer(widget, Object.fromEntries(Object.entries(answers).slice(0, 3)));
      await widget.at(text(3));
      for (const row of [2, 1, 0]) {
        await widget.follow(common.back);
        await focusOnHeading(widget, text(row));
        assert.ok(await widget.isChosen(steps[row].choice.label));
      }
      assert.deepEqual(
        (await widget.names("link")).filter((name) => name === common.back),
        [],
        "nothing before the first question",
      );
      for (const row of [1, 2]) {
        await widget.press(words.question.next);
        await focusOnHeading(widget, text(row));
        assert.ok(await widget.isChosen(steps[row].choice.label));
      }
      assertQuiet(session, widget);
    });

    test("changes one answer and keeps the later ones", async () => {
      const widget = await reachOutcome(session, answers);
      const row = steps.findIndex((step) => step.question.id === "situation");
      await widget.follow(change(row));
      await focusOnHeading(widget, text(row));
      assert.ok(await widget.isChosen(steps[row].choice.label));
      const other = asked("situation", "wants").choice;
      await widget.choose(other.label);
      // What else changes is told before it is accepted.
      await widget.sees(words.question["letter-changes"]);
      await widget.press(words.question.next);
      await focusOnHeading(widget, words.outcome.heading);
      assert.equal(await hash(widget), codes({ ...answers, situation: other.id }));

      // A change that leads elsewhere asks what is new; what was answered comes back with the way to it.
      const insists = steps.findIndex((step) => step.question.id === "insists");
      await widget.follow(change(insists));
      await focusOnHeading(widget, text(insists));
      await widget.choose(asked("insists", "no").choice.label);
      await widget.sees(words.question.lost);
      await widget.press(words.question.next);
      await focusOnHeading(widget, words.outcome.heading);
      assert.ok(!(await hash(widget)).includes("room"), "not asked where nothing is recorded");
      await widget.follow(change(insists));
      await focusOnHeading(widget, text(insists));
      await widget.choose(steps[insists].choice.label);
      await widget.press(words.question.next);
      await focusOnHeading(widget, words.outcome.heading);
      assert.equal(await hash(widget), codes({ ...answers, situation: other.id }));
      assertQuiet(session, widget);
    });

    test("marks and tells what an answer on the outcome has changed", async () => {
      const { outcome } = words;
      const widget = await session.open(`/#${codes(onScreens(answers))}`);
      await widget.at(outcome.heading);
      const { question, choice } = asked("comfortable", "no");
      const marked = () =>
        widget.inHost((host) =>
          [...host.shadowRoot.querySelectorAll("[data-action]")]
            .filter((it) => it.querySelector(".gw-new")?.checkVisibility())
            .map((it) => it.dataset.action),
        );
      assert.deepEqual(await marked(), []);
      await widget.choose(choice.label, { within: question.text });
      await widget.sees(outcome.changed);
      const came = ["raise-with-management", "another-member-of-staff", "future-appointment"];
      assert.deepEqual(await marked(), came);
      const gone = actions.get("raise-with-management-if-uncomfortable").title;
      await widget.sees(fill(outcome["no-longer"], { items: gone }));
      const told = await (await widget.byRole("status", /.*/)).evaluate((it) => it.textContent);
      for (const title of [gone, ...came.map((id) => actions.get(id).title)])
        assert.equal(told.split(title).length, 2, `“${title}” is told once in “${told}”`);
      assert.equal((await widget.active()).name, choice.label, "focus stays where the user is");
      assertQuiet(session, widget);
    });

    test("says beside a question what is already clear, and why", async () => {
      const widget = await session.open("/#situation=asks&recorder=claimant&contact=open-plan");
      const heading = words.question["clear-heading"];
      await widget.at(asked("insists", "yes").question.text);
      await widget.sees(heading);
      const shown = await readClear(widget);
      const rule = actions.get("open-plan-not-acceptable");
      assert.deepEqual(shown, [
        `${words.strength["must-not"]} ${rule.title}`,
        `${words.strength.should} ${actions.get("stop-in-open-plan").title}`,
      ]);
      await widget.press(`${words.outcome.why} ${rule.title}`);
      await widget.sees("This is not acceptable.");
      await widget.follow(common.back);
      await widget.at(asked("contact", "open-plan").question.text);
      assert.deepEqual(await readClear(widget), []);
      assertQuiet(session, widget);
    });

    test("starting again is taken back once, and not after the next answer", async () => {
      const widget = await reachLetter(session, answers);
      await widget.type("Claimant’s name", "Alex Example");
      await widget.type("Your name", "Sam Sample");
      await widget.press(common["start-again"]);
      await focusOnHeading(widget, text(0));
      await widget.press(common.undo);
      await focusOnHeading(widget, words.letter.heading);
      const value = async (label) =>
        (await widget.fieldByLabel(label)).evaluate((field) => field.value);
      assert.equal(await value("Claimant’s name"), "Alex Example");
      await widget.press(common["start-again"]);
      await answer(widget, answers);
      await widget.at(words.outcome.heading);
      assert.ok(!(await widget.names("button")).includes(common.undo));
      await widget.press(words.outcome["letter-button"]);
      assert.equal(await value("Claimant’s name"), "");
      assert.equal(await value("Your name"), "Sam Sample", "the sender is the same");
      assertQuiet(session, widget);
    });

    test("a case is kept in a file and opened again, and what no longer fits is told", {
      skip: session.name === "chromium" ? false : "files are chosen in Chromium alone",
    }, async () => {
      const widget = await reachLetter(session, answers);
      const name = "A “name” with <b>, & and *";
      await insert(widget, "Claimant’s name", name);
      await widget.press(words.letter["law-all-out"]);
      const saved = await session.save(() => widget.press(common["save-case"]));
      assert.match(saved.name, fileName("file-case"));
      const entries = JSON.parse(saved.bytes.toString("utf8"));
      const open = async (content) => {
        const later = await session.open("/");
        const file = join(session.saved, "opened.json");
        await writeFile(file, content);
        await later.at(text(0));
        const [chooser] = await Promise.all([
          later.page.waitForFileChooser(),
          later.press(common["open-case"]),
        ]);
        await chooser.accept([file]);
        return later;
      };
      const later = await open(JSON.stringify([...entries, ["field", "<img src=x>", "44"]]));
      await later.at(words.outcome.heading);
      await later.sees(words.dropped.title);
      await later.sees("field <img src=x>");
      await later.press(words.outcome["letter-button"]);
      await later.at(words.letter.heading);
      const field = await later.fieldByLabel("Claimant’s name");
      assert.equal(await field.evaluate((it) => it.value), name);
      assertQuiet(session, later);
      for (const wrong of ["", "no case", "[1, 2]", '{"a": 1}', "[".repeat(2_000_000)]) {
        const refused = await open(wrong);
        await status(refused, words.check["case-refused"]);
        assert.equal(await refused.heading(), text(0));
        assertQuiet(session, refused);
        await refused.page.close();
      }
    });

    test("a record of advice is saved where no letter is offered", async () => {
      const widget = await reachOutcome(session, journey("companion").answers);
      const saved = await session.save(() => widget.press(words.check.record));
      assert.match(saved.name, fileName("file-record"));
      const record = saved.bytes.toString("utf8");
      assert.ok(record.includes(silences.get("not-the-claimant").text), record);
      assertQuiet(session, widget);
    });

    test("starts again with nothing", async () => {
      const widget = await reachLetter(session, answers);
      await widget.type("Claimant’s name", "Alex Example");
      await widget.press(common["start-again"]);
      await focusOnHeading(widget, text(0));
      assert.equal(await hash(widget), "");
      assert.ok(!(await widget.text()).includes(common["answers-heading"]));
      await answer(widget, answers);
      await widget.at(words.outcome.heading);
      await widget.press(words.outcome["letter-button"]);
      assert.equal(
        await (await widget.fieldByLabel("Claimant’s name")).evaluate((field) => field.value),
        "",
      );
      assertQuiet(session, widget);
    });

    test("follows the browser back and forward", async () => {
      const short = journey("recorded-call").answers;
      // By hand, so that there is a way back.
      const widget = await session.open("/");
      await toLetter(widget, short);
      const headings = [
        ...stepsOf(onScreens(short)).map(({ question }) => question.text),
        words.outcome.heading,
        words.letter.heading,
      ];
      for (const heading of headings.slice(0, -1).reverse()) {
        await widget.page.evaluate(() => history.back());
        await focusOnHeading(widget, heading);
      }
      assert.equal(await hash(widget), "");
      for (const heading of headings.slice(1)) {
        await widget.page.evaluate(() => history.forward());
        await focusOnHeading(widget, heading);
      }
      assert.equal(await hash(widget), codes(short));
      assertQuiet(session, widget);
    });

    test("opens from an address, at the same place", async () => {
      const widget = await session.open(`/#${codes(answers)}`);
      await widget.at(words.outcome.heading);
      assert.deepEqual(
        (await readOutcome(widget)).actions.map((action) => action.id),
        journey("intending-no-room").expect.actions,
      );
      assert.ok(!(await widget.text()).includes(words.dropped.title));
      assert.equal(
        (await widget.active()).tag,
        "body",
        "the widget does not take focus from the page it stands in",
      );
      assertQuiet(session, widget);
    });

    test("uses what is right in an address and tells the rest", async () => {
      const wrong = {
        "colour=blue": "unknown-question",
        "contact=moon": "unknown-choice",
        "situation=published": "second-answer",
        "room=yes": "not-asked",
        nonsense: "malformed",
        "contact=%3Cimg%20src%3Dx%3E": "unknown-choice",
      };
      const widget = await session.open(
        `/#situation=wants&recorder=claimant&${Object.keys(wrong).join("&")}`,
      );
      await widget.at(asked("contact", "premises").question.text);
      const banner = await widget.textOf("region", words.dropped.title);
      for (const [code, reason] of Object.entries(wrong)) {
        assert.ok(
          banner.includes(fill(words.dropped[reason], { code })),
          `${code} is not told in\n${banner}`,
        );
      }
      assert.deepEqual(await widget.names("img"), []);
      await widget.sees(asked("recorder", "claimant").choice.label);
      await widget.choose(asked("contact", "telephone").choice.label);
      await widget.press(words.question.next);
      await focusOnHeading(widget, words.outcome.heading);
      assert.ok(!(await widget.text()).includes(words.dropped.title), "told once");
      assert.equal(await hash(widget), "situation=wants&recorder=claimant&contact=telephone");
      assertQuiet(session, widget);
    });

    test("shows the page with the sentences that apply, opened at one of them", async () => {
      const widget = await reachOutcome(session, answers);
      const shown = await readOutcome(widget);
      const citing = [
        [actions, shown.actions],
        [silences, shown.silences],
        [signposts, shown.signposts],
      ];
      const apply = new Set(
        citing.flatMap(([table, items]) => items.flatMap(({ id }) => table.get(id).sentences)),
      );

      await widget.press(/^Why this\? Use a private interview room/);
      await widget.press("Show sentence G6 in the page");
      await focusOn(widget, ({ id }) => id === "gw-sentence-G6", "sentence G6");
      assert.equal(await widget.heading(), words.page.heading);
      const place = () =>
        widget.inHost((host) => {
          const sentence = host.shadowRoot.activeElement;
          const { top, bottom } = sentence.getBoundingClientRect();
          return { top, bottom, window: innerHeight, text: sentence.innerText };
        });
      const { text: sentence } = await waitFor(
        async () => {
          const now = await place();
          return now.top >= 0 && now.bottom <= now.window && now;
        },
        async () => `sentence G6 in view, not ${JSON.stringify(await place())}`,
      );
      assert.match(
        sentence,
        /If the claimant insists on recording their interview, a private interview room must be used\./,
      );

      const marked = await widget.inHost((host) =>
        [...host.shadowRoot.querySelectorAll("[id^=gw-sentence-]")]
          .filter((it) => it.querySelector("mark"))
          .map((it) => ({ id: it.id.replace("gw-sentence-", ""), text: it.innerText })),
      );
      assert.deepEqual(marked.map((it) => it.id).sort(), [...apply].sort());
      for (const mark of marked) assert.ok(mark.text.startsWith(words.page.applies), mark.text);
      await widget.press(common["close-page"]);
      await focusOnHeading(widget, words.outcome.heading);

      await widget.press(common["open-page"]);
      await focusOnHeading(widget, words.page.heading);
      await widget.press(common["close-page"]);
      await focusOnHeading(widget, words.outcome.heading);
      assertQuiet(session, widget);
    });
  },
  { only: ["chromium"] },
);
