// Owns the list of every kind of screen, and the quick way to each: by an address, then by clicks and typing in the page
// itself. What "every kind" means for outcomes and letters is told by `cargo xtask screens`; the rest stands here. It
// must not know what is looked for on a screen.
import { nightly } from "./browsers.mjs";
import { fill, journey, onScreens, passages, questions, words } from "./content.mjs";
import { details } from "./staff.mjs";
import { xtask } from "./xtask.mjs";

const everyOutcome = process.env.SCREENS === "all";
const how = everyOutcome ? ["--all"] : nightly ? ["--pairs"] : [];
const found = JSON.parse(xtask("screens", ...how));

const { letter, check, common, outcome, page } = words;
const codesOf = (name) => new URLSearchParams(journey(name).answers).toString();
const questionOf = (id) => questions.find((it) => it.id === id);

// What can be done on a screen: read by `act` in the page.
const press = (name) => ["press", name];
const choose = (label, group) => ["choose", label, group];
const type = (label, text) => ["type", label, text];
const openAll = ["openAll"];

const filled = Object.entries(details).map(([label, text]) => type(label, text));
/** Whatever a letter may ask for beyond the usual details. */
const alsoAsked = [
  ["typeIfThere", "Name of your service", "Jobcentre Plus"],
  ["typeIfThere", "Opening sentence", "You told us that you recorded our call on 3 March."],
  ["decide", letter["state-out"]],
];
const complete = [...filled, ...alsoAsked];
const tries = press(letter.check);
const moved = [...passages.values()].map((it) => it.label);
const decideLaw = (choice) => ["everyGroup", moved, choice];
const long = {
  "Claimant’s name": `Dr ${"Wolfeschlegelsteinhausenbergerdorff".repeat(4)}`,
  "Claimant’s address": Array.from(
    { length: 6 },
    (_, row) => `${row + 1} ${"Llanfairpwllgwyngyllgogerychwyrndrobwll".repeat(3)}`,
  ).join("\n"),
  "Your office and its address": Array.from(
    { length: 7 },
    () => "A long line of an office’s address, which goes on for a while and then some more",
  ).join("\n"),
  "How the claimant can contact you": "https://example.test/".padEnd(
    200,
    "a-long-address-without-a-space",
  ),
};
const wishes = ["Coloured paper", "Braille", "Audio", "Signed video", "Another format"];
const wished = wishes.map((it) => choose(it, "Does the claimant need it another way?"));

function* list() {
  for (const [id, codes] of Object.entries(found.questions)) {
    const { text, choice } = questionOf(id);
    const at = { codes, heading: text };
    yield { name: `question ${id}`, ...at };
    yield { name: `question ${id}, not answered`, ...at, acts: [press(words.question.next)] };
    yield {
      name: `question ${id}, answer selected and reason open`,
      ...at,
      acts: [choose(choice.at(-1).label), openAll],
    };
  }
  const change = (id, other) => ({
    codes: codesOf("intending-no-room"),
    screen: id,
    heading: questionOf(id).text,
    acts: [choose(questionOf(id).choice.find((it) => it.id === other).label)],
  });
  yield { name: "change that drops answers", ...change("contact", "elsewhere") };
  yield { name: "change that changes the letter", ...change("situation", "wants") };
  yield { name: "change that takes the letter away", ...change("situation", "not-sure") };

  const open = new URLSearchParams(
    onScreens(journey("intending-room-not-sure").answers),
  ).toString();
  const unsaid = { codes: open, heading: outcome.heading };
  yield { name: "outcome, nothing said that can wait", ...unsaid, acts: [openAll] };
  const uncomfortable = questionOf("comfortable");
  yield {
    name: "outcome, changed by an answer",
    ...unsaid,
    acts: [choose(uncomfortable.choice.find((it) => it.id === "no").label, uncomfortable.text)],
    status: true,
  };

  for (const codes of found.outcomes) {
    yield {
      name: `outcome ${codes}`,
      codes,
      heading: outcome.heading,
      acts: everyOutcome ? [] : [openAll],
    };
  }
  for (const codes of found.letters)
    yield { name: `outcome, reasons closed, ${codes}`, codes, heading: outcome.heading };

  for (const codes of found.letters) {
    const at = { codes, screen: "letter", heading: letter.heading };
    yield { name: `letter ${codes}`, ...at };
    yield { name: `letter with errors ${codes}`, ...at, acts: [tries] };
    yield { name: `letter, all told ${codes}`, ...at, acts: [...complete, openAll] };
    yield { name: `check ${codes}`, ...at, acts: [...complete, tries], heading: check.heading };
  }
  const at = { codes: codesOf("intending-no-room"), screen: "letter", heading: letter.heading };
  for (const points of ["14", "16", "18", "20", "22", "24"]) {
    yield {
      name: `letter of ${points} point`,
      ...at,
      acts: [...complete, choose(fill(letter["size-points"], { points }), letter.size)],
    };
  }
  const largest = [
    choose(fill(letter["size-points"], { points: "24" }), letter.size),
    choose(letter.bold),
    choose(letter["double-spacing"]),
  ];
  yield { name: "letter, 24 point, bold, double", ...at, acts: [...complete, ...largest] };
  yield {
    name: "check, 24 point, bold, double",
    ...at,
    acts: [...complete, ...largest, tries],
    heading: check.heading,
  };
  for (const choice of ["law-unchecked", "law-keep", "law-reword"]) {
    yield {
      name: `letter, ${choice} everywhere`,
      ...at,
      acts: [...complete, decideLaw(letter[choice])],
    };
  }
  yield {
    name: "letter, kept everywhere by nobody",
    ...at,
    acts: [...complete, decideLaw(letter["law-keep"]), tries],
  };
  yield {
    name: "letter, reworded to nothing",
    ...at,
    acts: [
      ...complete,
      decideLaw(letter["law-reword"]),
      ["typeAll", letter["edit-label"], ""],
      tries,
    ],
  };
  const kept = [
    ...complete,
    decideLaw(letter["law-keep"]),
    ["typeAll", letter["law-keep-label"], "A. Manager"],
  ];
  yield { name: "check, kept everywhere", ...at, acts: [...kept, tries], heading: check.heading };
  yield {
    name: "check, left out everywhere",
    ...at,
    acts: [...complete, decideLaw(letter["state-out"]), tries],
    heading: check.heading,
  };
  const reworded = [
    ...complete,
    decideLaw(letter["law-reword"]),
    ["typeAll", letter["edit-label"], "Words that somebody wrote instead of the released ones."],
  ];
  yield { name: "letter, reworded everywhere", ...at, acts: reworded };
  yield {
    name: "check, reworded everywhere",
    ...at,
    acts: [...reworded, tries],
    heading: check.heading,
  };
  yield {
    name: "letter in every format, nothing said of them",
    ...at,
    acts: [...complete, ...wished, choose("Welsh"), tries],
  };
  const asked = [
    ...complete,
    ...wished,
    choose("English and Welsh"),
    type("Colour of the paper", "Pale yellow"),
    type("Name of the format", "Easy Read"),
  ];
  yield { name: "letter in every format", ...at, acts: asked };
  yield { name: "check, every format", ...at, acts: [...asked, tries], heading: check.heading };
  const dated = (day, month, year) => [
    ...complete,
    type("Day", day),
    type("Month", month),
    type("Year", year),
    tries,
  ];
  yield { name: "letter without a date", ...at, acts: dated("", "", "") };
  yield { name: "letter with a date that is not real", ...at, acts: dated("31", "2", "2027") };
  yield { name: "letter with half a year", ...at, acts: dated("3", "2", "27") };
  yield {
    name: "letter with too few lines",
    ...at,
    acts: [...complete, type("Claimant’s address", "One line"), tries],
  };
  yield {
    name: "letter with too many lines",
    ...at,
    acts: [...complete, type("Claimant’s address", "Line\n".repeat(9)), tries],
  };
  const lengthy = [
    ...complete,
    ...Object.entries(long).map(([label, text]) => type(label, text)),
    ...largest,
  ];
  yield { name: "letter with long words", ...at, acts: lengthy };
  yield { name: "check with long words", ...at, acts: [...lengthy, tries], heading: check.heading };
  yield {
    name: "letter copied",
    ...at,
    acts: [...complete, tries, press(check.copy)],
    heading: check.heading,
    status: true,
  };
  yield {
    name: "letter not copied",
    ...at,
    acts: [...complete, tries, ["refuseCopies"], press(check.copy)],
    heading: check.heading,
    status: true,
  };

  yield {
    name: "page before any answer",
    codes: "",
    heading: page.heading,
    acts: [press(common["open-page"])],
  };
  yield {
    name: "page after the answers",
    codes: codesOf("intending-no-room"),
    heading: page.heading,
    acts: [press(common["open-page"])],
  };
  yield {
    name: "page opened at a sentence",
    codes: codesOf("intending-no-room"),
    heading: page.heading,
    acts: [openAll, press(fill(common["open-sentence"], { id: "G6" }))],
  };
  for (const [when, codes] of [
    ["before any answer", ""],
    ["after the answers", codesOf("intending-no-room")],
  ]) {
    yield {
      name: `the map, ${when}`,
      codes,
      heading: page.heading,
      acts: [press(common["open-page"]), ["wait", page.heading], openAll],
    };
  }
  const wrong = "colour=blue&contact=moon&situation=published&nonsense";
  yield {
    name: "banner over a question",
    codes: `situation=wants&${wrong}`,
    heading: questionOf("recorder").text,
  };
  yield {
    name: "banner over an outcome",
    codes: `situation=own-recording&${wrong}`,
    heading: outcome.heading,
  };
}

/** `{ name, codes, screen, heading, acts, status }` of each. */
export const screens = [...list()];

/** One of each kind: what differs in more than the answers that lead there. */
const kindOf = ({ name }) =>
  name.replace(/^question [\w-]+/, "question").replace(/,? \S+=\S+$/, "");
export const oneOfEach = screens.filter(
  (screen, row) => screens.findIndex((it) => kindOf(it) === kindOf(screen)) === row,
);

/** One of each that is laid out in its own way. */
export const some = [
  "question situation",
  "question contact, not",
  "outcome, reasons closed",
  "letter with errors",
  "check situation",
  "page after",
].map((name) => {
  const screen = screens.find((it) => it.name.startsWith(name));
  if (!screen) throw new Error(`there is no screen “${name}”`);
  return screen;
});

/** Each thing that can stand on a screen, somewhere: what is done to a question is done to one. */
export const eachThing = screens.filter(
  (screen) => oneOfEach.includes(screen) || !/^question .*,/.test(screen.name),
);

/** How the outcomes among them were chosen, for people. */
export const covered = everyOutcome
  ? `every one of ${found.different} different outcomes`
  : `${found.outcomes.length} of ${found.different} different outcomes, with every one of ${found.covered} ${nightly ? "pairs of things" : "things"} that can stand on one screen`;

/** Shows one of the screens. The page must have `standalone` or `history`. */
export async function show(
  widget,
  { name, codes, screen = null, heading, acts = [], status = false },
) {
  const shown = await widget.inHost(inPage, { codes, screen, acts, status });
  if (shown.trouble || shown.heading !== heading) {
    throw new Error(
      `${name}: ${shown.trouble ?? `the heading is “${shown.heading}”, not “${heading}”`}`,
    );
  }
}

/** In the page: goes to the place, acts, waits until all is drawn; gives the heading. */
async function inPage(host, { codes, screen, acts, status }) {
  const root = host.shadowRoot;
  // Yew draws before the browser gets to anything else, but for what comes in the frame after the rest of a screen.
  const drawn = () =>
    new Promise((done) => {
      setTimeout(done);
    });
  const whole = () =>
    new Promise((done) => {
      requestAnimationFrame(() => setTimeout(done));
    });
  const until = async (check, what) => {
    for (let time = 0; time < 1000; time += 1) {
      const found = check();
      if (found) return found;
      await drawn();
    }
    throw new Error(`there is no ${what}`);
  };
  const said = (element) => element.textContent.replace(/\s+/g, " ").trim();
  // Without what was left, which stays for a moment.
  const here = (selector) =>
    [...root.querySelectorAll(selector)].filter((it) => !it.closest(".gw-left"));
  const controls = () => here("input, textarea");
  // What is left loses its labels a moment before what comes is drawn, on a busy machine.
  const labelled = ({ labels: [own] }, label) =>
    own && (said(own) === label || said(own).startsWith(`${label}:`));
  const groupOf = (input) => {
    const legend = input.closest("fieldset")?.querySelector("legend");
    return legend && said(legend);
  };
  const set = (input, text) => {
    input.value = text;
    input.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
  };
  const does = {
    press: async (name) => {
      const is = (it) => (it.localName === "button" || it.localName === "a") && said(it) === name;
      (await until(() => here("button, a").find(is), `button “${name}”`)).click();
    },
    choose: async (label, group) => {
      const is = (it) =>
        /radio|checkbox/.test(it.type) && labelled(it, label) && (!group || groupOf(it) === group);
      (await until(() => controls().find(is), `choice “${label}”`)).click();
    },
    type: async (label, text) =>
      set(
        await until(
          () => controls().find((it) => labelled(it, label) && !/radio|checkbox/.test(it.type)),
          `field “${label}”`,
        ),
        text,
      ),
    typeIfThere: async (label, text) => {
      const field = controls().find((it) => labelled(it, label));
      if (field) set(field, text);
    },
    typeAll: async (label, text) => {
      for (const { id } of controls().filter((it) => labelled(it, label))) {
        set(root.getElementById(id), text);
        await drawn();
      }
    },
    // Whatever is not decided is decided so, or where that is not on offer, for the first choice.
    decide: async (label) => {
      const open = () =>
        here("[data-state=undecided]").map((it) => [...it.querySelectorAll("input")])[0];
      for (let inputs = open(); inputs; inputs = open()) {
        (inputs.find((it) => labelled(it, label)) ?? inputs[0]).click();
        await drawn();
      }
    },
    everyGroup: async (groups, label) => {
      for (const group of groups) {
        const input = controls().find(
          (it) =>
            it.type === "radio" && groupOf(it) === group && labelled(it, label) && !it.disabled,
        );
        if (input) {
          input.click();
          await drawn();
        }
      }
    },
    wait: (heading) =>
      until(
        () => root.getElementById("gw-heading")?.innerText.trim() === heading,
        `heading “${heading}”`,
      ),
    openAll: async () => {
      for (const it of root.querySelectorAll("details")) it.open = true;
    },
    refuseCopies: async () => {
      navigator.clipboard.write = () =>
        Promise.reject(new DOMException("refused", "NotAllowedError"));
      document.execCommand = () => false;
    },
  };
  try {
    host.reset();
    await drawn();
    history.replaceState(
      { guidance: `${screen ?? ""}#${codes}` },
      "",
      codes ? `#${codes}` : location.pathname,
    );
    dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
    await drawn();
    for (const [what, ...given] of acts) {
      await does[what](...given);
      await drawn();
    }
    if (status) await until(() => root.querySelector("[role=status]").textContent, "status");
    // On a busy machine nothing may have been drawn so far, nor anything left.
    await whole();
    await until(() => !root.querySelector(".gw-left"), "end of what was left");
    await whole();
  } catch (error) {
    return { trouble: error.message };
  }
  scrollTo(0, 0);
  return { heading: root.getElementById("gw-heading")?.innerText.trim() };
}
