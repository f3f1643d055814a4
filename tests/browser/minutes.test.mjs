// How much a member of staff has to do from the first question to a copied letter, counted on the built page:
// docs/minutes.md has the table, written by `cargo xtask minutes`.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { test } from "node:test";
import { journey, journeys, onScreens, stepsOf, words } from "./content.mjs";
import { describeEachBrowser } from "./harness.mjs";
import { insert, status } from "./staff.mjs";

const { letter: text } = words;
const TABLE = "docs/minutes.md";
const [BEGIN, END] = ["<!-- minutes -->", "<!-- end of minutes -->"];
const SENDER = {
  name: "Sam Sample",
  office: "Jobcentre Exampleton\n2 Sample Road",
  contact: "0300 000 0000",
};

const NAMED = [
  "intending-with-room",
  "intending-no-room",
  "intending-private-room",
  "home-visit",
  "announced-call",
  "recorded-call",
  "will-publish-before-interview",
  "will-publish-interview",
  "published-home-visit",
  "companion",
];

/**
 * @typedef {object} Counts
 * @property {number} screens
 * @property {number} [advice]
 * @property {number} [presses]
 * @property {number} [stops]
 * @property {number} [wide]
 * @property {number} [narrow]
 */

/** What a journey takes; what can wait is left unanswered. */
async function count(session, name, sender) {
  const widget = await session.open("/");
  if (sender) {
    await widget.inHost((host, given) => {
      host.sender = given;
    }, sender);
  }
  /** @type {Counts} */
  const counts = { screens: 0, presses: 0 };
  const press = async (does) => {
    await does;
    counts.presses += 1;
  };
  for (const { question, choice } of stepsOf(onScreens(journey(name).answers))) {
    await widget.at(question.text);
    if (counts.advice === undefined && (await hasAdvice(widget))) counts.advice = counts.screens;
    await press(widget.choose(choice.label));
    await press(widget.press(words.question.next));
    counts.screens += 1;
  }
  await widget.at(words.outcome.heading);
  counts.advice ??= counts.screens;
  if (!(await widget.names("button")).includes(words.outcome["letter-button"]))
    return { screens: counts.screens, advice: counts.advice };

  await press(widget.press(words.outcome["letter-button"]));
  await widget.at(text.heading);
  counts.stops = await stopsToCheck(widget);
  counts.wide = await height(widget);
  await widget.page.setViewport({ width: 390, height: 844 });
  counts.narrow = await height(widget);
  await widget.page.setViewport({ width: 1280, height: 900 });

  await press(widget.press(text["law-all-out"]));
  for (const label of await undecided(widget))
    await press(widget.choose(text["state-out"], { within: label }));
  for (const label of await empty(widget))
    await press(insert(widget, label, /address/i.test(label) ? "1 Street\nTown" : "Sam Sample"));
  await press(widget.press(text.check));
  await widget.at(words.check.heading);
  await press(widget.press(words.check.copy));
  await status(widget, words.check.copied);
  return counts;
}

const hasAdvice = (widget) =>
  widget.inHost(({ shadowRoot }) => !!shadowRoot.querySelector(".gw-clear .gw-action__strength"));

const height = (widget) => widget.inHost((host) => Math.round(host.getBoundingClientRect().height));

/** From the first field of the builder to the button that checks the letter, both counted. */
async function stopsToCheck(widget) {
  await widget.inHost(({ shadowRoot }) => shadowRoot.getElementById("gw-heading").focus());
  for (let stops = 1; stops < 200; stops += 1) {
    await widget.page.keyboard.press("Tab");
    if ((await widget.active()).name === text.check) return stops;
  }
  throw new Error(`Tab never reached “${text.check}”`);
}

const undecided = (widget) =>
  widget.inHost(({ shadowRoot }) =>
    [...shadowRoot.querySelectorAll("[data-state=undecided] legend")].map((it) =>
      it.textContent.trim(),
    ),
  );

/** The labels of the fields that are seen, have to be filled in and are not. */
const empty = (widget) =>
  widget.inHost(({ shadowRoot }) =>
    [
      ...shadowRoot.querySelectorAll(
        ".gw-builder__form :is(textarea, input:not([type]), input[type=text])",
      ),
    ]
      .filter((it) => it.checkVisibility() && it.value === "")
      .map((it) => it.labels[0].textContent.trim())
      .filter((it) => !it.endsWith("(optional)")),
  );

/** @type {(title: string, counts: Counts) => string} */
const row = (title, { screens, advice, presses, stops, wide, narrow }) =>
  `| ${[title, screens, advice, presses ?? "–", stops ?? "–", wide ?? "–", narrow ?? "–"].join(" | ")} |`;

describeEachBrowser(
  "minutes",
  (session) => {
    test("ten journeys take what docs/minutes.md says, and no more than is aimed at", {
      timeout: 600_000,
    }, async () => {
      /** @type {Map<string, Counts>} */
      const counted = new Map();
      for (const name of NAMED) counted.set(name, await count(session, name));
      const [first] = NAMED;
      const known = await count(session, first, SENDER);
      const rows = NAMED.map((name) => row(journey(name).title, counted.get(name)));
      rows.splice(1, 0, row(`the same, where the page says who writes`, known));

      const file = await readFile(TABLE, "utf8");
      const [before, rest] = file.split(BEGIN);
      const after = rest.split(END)[1];
      const table = [
        "| journey | question screens | answers to first advice | presses and fields to a copied letter | stops of Tab in the builder | its height, 1280 wide | 390 wide |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
        ...rows,
      ].join("\n");
      const now = `${before}${BEGIN}\n${table}\n${END}${after}`;
      // Heights hang on the typefaces of the machine.
      const counts = (it) => it.replace(/ \| (–|\d+) \| (–|\d+) \|$/gm, " |");
      if (process.env.UPDATE_EXPECT) await writeFile(TABLE, now);
      else
        assert.equal(
          counts(now),
          counts(file),
          "run `cargo xtask minutes`, and read what has changed",
        );

      const screens = journeys.map((it) => stepsOf(onScreens(it.answers)).length);
      screens.sort((one, other) => one - other);
      assert.ok(screens.at(-1) <= 6, `the longest journey has ${screens.at(-1)} screens`);
      assert.ok(screens[Math.floor(screens.length / 2)] <= 4, `their median is ${screens}`);
      const { advice, presses } = counted.get(first);
      assert.ok(advice <= 4, `${advice} answers to the first advice`);
      assert.ok(presses <= 20, `${presses} presses and fields`);
      assert.ok(known.presses <= 17, `${known.presses} where the page says who writes`);
      for (const [name, { stops = 0, wide = 0, narrow = 0 }] of counted) {
        assert.ok(stops <= 18, `${name}: ${stops} stops of Tab`);
        assert.ok(wide <= 2_600, `${name}: ${wide} pixels at 1280`);
        assert.ok(narrow <= 3_900, `${name}: ${narrow} pixels at 390`);
      }
    });
  },
  { only: ["chromium"] },
);
