// Owns how results are shown: the table on the terminal and in the README, the page with
// all of them, the plot, the JSON, and which targets were missed. Must not know how
// anything was measured.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { plot } from "./plot.mjs";

/** From so many rounds on, a run may replace what is published. */
const ENOUGH = 9;
const FRAME = 16;

/** The middle of the samples, and the quarters on both sides of it. */
export function spread(samples) {
  if (!samples?.length) return undefined;
  const order = [...samples].sort((one, other) => one - other);
  const at = (part) => {
    const place = (order.length - 1) * part;
    const below = Math.floor(place);
    return order[below] + (order[Math.ceil(place)] - order[below]) * (place - below);
  };
  return { low: at(0.25), middle: at(0.5), high: at(0.75) };
}

const digits = (number) =>
  number >= 100 ? Math.round(number).toLocaleString("en-GB") : number.toFixed(1);
const time = (found) =>
  found ? `${digits(found.middle)} (${digits(found.low)}–${digits(found.high)})` : "–";
const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
const bytes = (number) => number.toLocaleString("en-GB");
const nameOf = (row) =>
  row.version ? `${row.name} ${row.version}` : row.own ? `**${row.name}**` : row.name;
const table = (head, lines) =>
  [head, head.map(() => "---"), ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

export async function report(run) {
  const of = (key) => spread(run.samples[key]);
  const main = table(
    [
      "build",
      "bytes (br)",
      "first question, ms",
      "answer to next question, ms",
      "keystroke to preview, ms",
      "the same, not throttled",
      "JS heap + wasm, MB",
    ],
    run.rows.map(({ id, ...row }) => [
      nameOf(row),
      bytes(row.bytes),
      time(of(`${id} first 4x`)),
      time(of(`${id} step 4x`)),
      time(of(`${id} type 4x`)),
      time(of(`${id} type 1x`)),
      `${megabytes(of(`${id} heap`).middle)}${row.own ? ` + ${megabytes(of(`${id} wasm`).middle)}` : ""}`,
    ]),
  );
  const fast = table(
    ["build", "first question, ms", "answer to next question, ms"],
    run.rows.map(({ id, ...row }) => [
      nameOf(row),
      time(of(`${id} first 1x`)),
      time(of(`${id} step 1x`)),
    ]),
  );
  const several = table(
    ["build", "one", ...run.instances.map((count) => `${count} on one page`)],
    run.rows.map(({ id, ...row }) => [
      nameOf(row),
      time(of(`${id} first 1x`)),
      ...run.instances.map((count) => time(of(`${id} ${count} instances`))),
    ]),
  );
  const packs = table(
    [
      "questions",
      "widget: first question, ms",
      "widget: answer to next, ms",
      "React: first question, ms",
      "React: answer to next, ms",
    ],
    run.made.map((count) => [
      count.toLocaleString("en-GB"),
      ...["module", "react"].flatMap((id) =>
        ["first", "step"].map((what) => time(of(`${id} ${count} questions ${what}`))),
      ),
    ]),
  );

  const targets = judge(
    run,
    (key) => of(key)?.middle,
    (one, other) =>
      spread(run.samples[one]?.map((value, round) => value / run.samples[other]?.[round]))?.middle,
  );
  const judged = targets.map(
    ({ what, figure, limit, held }) => `${held ? "✓" : "✗"} ${what}: ${figure}, at most ${limit}`,
  );
  const made = `${run.date}, ${run.browser.replace("HeadlessChrome", "Chromium").replace("/", " ")}, ${run.cores} cores, ${run.rounds} rounds, seed ${run.seed}`;

  console.log(
    `\n${made}. Medians, with the quarters on both sides. Throttled 4x:\n\n${main}\n\nNot throttled:\n\n${fast}\n\nSeveral on one page, ready, not throttled, ms:\n\n${several}\n\nPacks at run time, throttled 4x:\n\n${packs}\n\n${judged.join("\n")}\n`,
  );

  const published = run.rounds >= ENOUGH;
  const place = (name) => (published ? name : join("target/bench", name.split("/").pop()));
  const { samples, rows, ...about } = run;
  const rounded = Object.fromEntries(
    Object.entries(samples)
      .sort(([one], [other]) => one.localeCompare(other))
      .map(([key, list]) => [key, list.map((value) => Math.round(value * 10) / 10)]),
  );
  await writeFile(
    place("bench/results.json"),
    `${JSON.stringify(
      {
        ...about,
        builds: rows.map(({ id, name, version, bytes: size }) => ({
          id,
          name,
          version,
          bytes: size,
        })),
        targets,
        samples: rounded,
      },
      null,
      1,
    ).replace(/\[\s+([\d\s.,-]+?)\s+\]/g, (_, list) => `[${list.replace(/\s+/g, " ")}]`)}\n`,
  );
  await writeFile(place("docs/benchmark.svg"), plot(rows, of));
  await writeFile(place("docs/benchmark.md"), page({ made, main, fast, several, packs, judged }));
  if (published)
    await intoReadme(
      `${main}\n\n![The first columns as bars](docs/benchmark.svg)\n\n\`cargo xtask bench\`, ${made}. Medians, with the quarters on both sides, throttled 4x. Compare ratios, not times. What is aimed at and what is missed: [docs/benchmark.md](docs/benchmark.md).`,
    );
  else
    console.log(
      `Fewer than ${ENOUGH} rounds are a quick look: written to target/bench/, not published.`,
    );

  const missed = targets.filter(({ held }) => !held);
  for (const { what, figure, limit } of missed)
    console.error(`✗ Missed: ${what} is ${figure}, at most ${limit} is the target`);
  return missed.length > 0;
}

/** The rows of `--beside`: what is told of it, and the key of its samples. */
const COMPARED = [
  ...[4, 1].flatMap((throttle) => [
    [`first question, ${throttle}x`, `first ${throttle}x`],
    [`answer to next question, ${throttle}x`, `step ${throttle}x`],
    [`first step, ${throttle}x`, `first step ${throttle}x`],
    [`step in the middle of a walk, ${throttle}x`, `whole step ${throttle}x`],
    [`last answer to outcome, ${throttle}x`, `outcome ${throttle}x`],
    [`answer on the outcome, ${throttle}x`, `in place ${throttle}x`],
    [`outcome to builder, ${throttle}x`, `builder ${throttle}x`],
    [`keystroke to preview, ${throttle}x`, `type ${throttle}x`],
  ]),
  ["10 on one page", "10 instances"],
  ["50 on one page", "50 instances"],
  ["JS heap", "heap"],
  ["wasm memory", "wasm"],
  ...[10, 100, 1000].flatMap((count) => [
    [`pack of ${count} questions: first question, 4x`, `${count} questions first`],
    [`pack of ${count} questions: step, 4x`, `${count} questions step`],
  ]),
];

/**
 * Prints this build beside the second one, whose ids begin with `beside`, and writes the same to target/bench/beside.md. A
 * ratio is the middle of the rounds' ratios; a screen's clock stops at the frame with its last item.
 */
export async function compare(run, beside) {
  const lines = [];
  for (const row of run.rows.filter(({ id }) => !id.startsWith(beside))) {
    const other = run.rows.find(({ id }) => id === beside + row.id);
    lines.push([
      row.name,
      "bytes (br)",
      bytes(row.bytes),
      bytes(other.bytes),
      (row.bytes / other.bytes).toFixed(3),
    ]);
    for (const [what, key] of COMPARED) {
      const [now, then] = [run.samples[`${row.id} ${key}`], run.samples[`${other.id} ${key}`]];
      if (!now) continue;
      if (!then) {
        lines.push([row.name, what, time(spread(now)), "–", "–"]);
        continue;
      }
      const ratio = spread(now.map((value, round) => value / then[round]));
      lines.push([
        row.name,
        what,
        time(spread(now)),
        time(spread(then)),
        `${ratio.middle.toFixed(2)} (${ratio.low.toFixed(2)}–${ratio.high.toFixed(2)})`,
      ]);
    }
  }
  const text = `${run.date}, ${run.browser}, ${run.cores} cores, ${run.rounds} rounds, seed ${run.seed}. Times in ms, memory in bytes.\n\n${table(["build", "what", "this", "beside", "ratio"], lines)}\n`;
  await writeFile("target/bench/beside.md", text);
  console.log(`\n${text}`);
}

/** The targets, each with its figure: `of` a row, or of the `ratio` of two in the same round. */
function judge(run, of, ratio) {
  const limits = [];
  const most = (what, figure, limit, show = (number) => number.toFixed(2)) => {
    if (Number.isFinite(figure) && Number.isFinite(limit))
      limits.push({ what, figure: show(figure), limit: show(limit), held: figure <= limit });
  };
  const ms = (number) => `${number.toFixed(1)} ms`;
  const module_ = run.rows.find((row) => row.id === "module");
  most("module build, bytes", module_?.bytes, 200_000, bytes);
  most("first question beside React’s, 4x", ratio("module first 4x", "react first 4x"), 0.75);
  most("first question beside SurveyJS’s, 4x", ratio("module first 4x", "surveyjs first 4x"), 0.5);
  for (const throttle of run.throttles) {
    most(
      `answer to next question beside React’s, ${throttle}x`,
      ratio(`module step ${throttle}x`, `react step ${throttle}x`),
      1,
    );
    most(
      `keystroke to preview, ${throttle}x`,
      of(`module type ${throttle}x`),
      throttle === 1 ? FRAME : 2 * FRAME,
      ms,
    );
  }
  for (const count of run.instances) {
    most(
      `${count} widgets on one page`,
      of(`module ${count} instances`),
      3 * of("module first 1x") + 10 * count,
      ms,
    );
  }
  for (const count of run.made) {
    most(
      `answer to next of ${count} questions beside React’s, 4x`,
      ratio(`module ${count} questions step`, `react ${count} questions step`),
      1,
    );
  }
  return limits;
}

const page = ({ made, main, fast, several, packs, judged }) => `# Benchmark

<!-- Written by \`cargo xtask bench\`. -->

![The tables below as bars](benchmark.svg)

${made}. Medians, with the quarters on both sides. Times on a shared machine are noisy:
compare the ratios of one run.

## Throttled 4x

${main}

## Not throttled

${fast}

## Several on one page

Until all are ready, not throttled, in ms.

${several}

## Content at run time

Packs of other sizes, throttled 4x. The widget loads \`guidance-packs.js\` and proves the pack
before it shows it; React has the same questions compiled in, and proves nothing.

${packs}

## Targets

${judged.map((line) => `- ${line}`).join("\n")}

## What was measured

- Every page is \`index.html\` with the static guidance in the place that the script then
  takes; of several on one page the first has it, and pages of made packs have none. Only the
  script differs, and the style sheet where a library needs its own.
- The widget’s tag is the README’s, without attributes. *standalone* is the module build with that
  attribute: answers go into the address and the page’s title says the screen, which no peer does.
- The peers hold the same questions, hints, choices and conditions, generated from the pack,
  and walk every journey of \`tests/journeys\` before anything is measured; then one question a
  screen, an outcome of one line, and the letter with its fields and a live preview. They have no
  page view, no sources, no checks, no outputs and no list of answers, which the widget has.
- Vanilla JS, Preact and React come without a style sheet: the widget brings GOV.UK’s. SurveyJS
  and Form.io come with the smallest of their own.
- One Chromium, each load in a context of its own with empty caches, Brotli 11 from this machine.
  Frames are drawn when there is something to draw, not at a screen’s next refresh. In each round, after
  one to warm up, what is compared with each other is loaded right after each other, shuffled anew.
- A target beside React’s or SurveyJS’s is the middle of the rounds’ ratios, not the ratio of the
  middles above: a machine that others share is not as fast in one round as in another.
- *First question*: from the start of the navigation to the end of the frame that shows its heading
  and radios. The widget draws it before its module runs; what is picked and pressed until then is
  kept, and done as soon as it does (${"`"}tests/browser/first.test.mjs${"`"}). *Answer to next question*: from a click on a radio to the end of the frame after, and from
  Continue to the end of the frame with the next heading; the pause between does not count. The middle
  of the \`tests/journeys/intending-no-room.toml\` walk, and of the first eight answers of a made pack. *Keystroke*: from the input to the end of the frame in which the
  preview has it. All are found by the same script, \`bench/probe.js\`.
- *JS heap* after a garbage collection at the first question; *wasm* is its linear memory.
`;

async function intoReadme(text) {
  const file = "README.md";
  const readme = await readFile(file, "utf8");
  const marks = /(<!-- benchmark -->\n)[\s\S]*?(\n<!-- end of benchmark -->)/;
  if (!marks.test(readme))
    throw new Error(
      `${file} has no longer the two marks between which the benchmark’s table stands`,
    );
  await writeFile(
    file,
    readme.replace(marks, (_, before, after) => before + text + after),
  );
}
