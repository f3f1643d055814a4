// `cargo xtask bench`: what is measured, how often and in which order. Must not know how
// a page is made, how anything in it is found, or how results are shown.
import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { launch, memoryOf } from "./browser.mjs";
import { builds } from "./builds.mjs";
import { journeys } from "../tests/browser/content.mjs";
import { compare, report } from "./report.mjs";
import { serve } from "./server.mjs";

const THROTTLES = [1, 4];
const INSTANCES = [10, 50];
const MADE = [10, 100, 1000];
const TYPED = "Alexandra";
const CHECKED_AT_ONCE = 6;
/** Before the ids of the second build's rows. */
const BESIDE = "beside/";

const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "15" },
    seed: { type: "string" },
    only: { type: "string" },
    beside: { type: "string" },
  },
});
const rounds = Number(options.rounds);
const seed = Number(options.seed ?? Math.floor(Math.random() * 2 ** 31));
const folder = process.env.BENCH_FLOWS ?? "target/bench";
const flowOf = async (name) => JSON.parse(await readFile(join(folder, name), "utf8"));

const flow = await flowOf("flow.json");
const { files, rows, page, bundle } = await builds(process.env.GUIDANCE_DIST ?? "dist", flow);
/** The rows of a second build's folder, which has a folder of its own on the server; then no peer is measured. */
const second = options.beside && (await builds(options.beside, flow));
/** What the second build asks, as the benchmark of its own checkout has written it; without that, the same. */
const secondFlow =
  options.beside &&
  (await readFile(join(options.beside, "../target/bench/flow.json"), "utf8").then(
    JSON.parse,
    () => flow,
  ));
for (const [path, bytes] of Object.entries(second?.files ?? {}))
  files[`/${BESIDE}${path.slice(1)}`] = bytes;
const made = [];
// Another build need not know the words that these packs have.
for (const count of second ? [] : MADE) {
  const other = await flowOf(`made-${count}.flow.json`);
  const withPack = (page) =>
    Buffer.from(
      page(
        '<script type="module" async src="guidance-widget.module.js"></script>',
        `<guidance-widget pack="/made-${count}.json"></guidance-widget>`,
      ),
    );
  files[`/made-${count}.json`] = await readFile(join(folder, `made-${count}.json`));
  files[`/module-made-${count}.html`] = withPack(page);
  files[`/react-made-${count}.js`] = (await bundle("react", other)).script;
  files[`/react-made-${count}.html`] = Buffer.from(
    page(`<script type="module" src="react-made-${count}.js"></script>`, "<div data-flow></div>"),
  );
  made.push({ count, flow: other });
}
const server = await serve(files);
const browser = await launch();
const address = (name) => `${server.origin}/${name}.html`;
const asks = (row) => (row.id.startsWith(BESIDE) ? secondFlow : flow);

/** Everything that is measured, by its key, with one value for each time it was. */
const samples = {};
const keep = (key, ...found) => (samples[key] ??= []).push(...found);
const questionOf = (all, id) => all.questions.find((it) => it.id === id);

/** Gives the answers, or the first of them; gives the time of each step. */
async function walk(call, all, answers, most = Infinity) {
  const times = [];
  for (const [at, [id, choice]] of answers.entries()) {
    if (at === most) break;
    const from = questionOf(all, id);
    const row = from.choices.findIndex((it) => it.id === choice);
    const to = answers[at + 1] ? questionOf(all, answers[at + 1][0]).text : all.words.outcome;
    times.push(await call("step", from, row, all.words.continue, to));
  }
  return times;
}

async function start(row, throttle) {
  const { questions, walk: answers, words, letter, open = [] } = asks(row);
  await browser.load(
    address(`${row.id}-1`),
    { question: questions[0], throttle },
    async (call, first) => {
      keep(`${row.id} first ${throttle}x`, first);
      if (row.pace) await call("setPace", row.pace);
      const steps = await walk(call, asks(row), answers);
      keep(`${row.id} step ${throttle}x`, median(steps.map((it) => it.heading)));
      const whole = steps.map((it) => it.whole);
      keep(`${row.id} first step ${throttle}x`, whole.at(0));
      keep(`${row.id} whole step ${throttle}x`, median(whole.slice(1, -1)));
      keep(`${row.id} outcome ${throttle}x`, whole.at(-1));
      if (row.own && open.length > 0) {
        const times = [];
        for (const { text, choice } of open) times.push(await call("answerInPlace", text, choice));
        keep(`${row.id} in place ${throttle}x`, median(times));
      }
      const field = letter.fields.find((it) => it.id === "claimant-name");
      const builder = await call("press", [words.toLetter, words.continue], field.label);
      keep(`${row.id} builder ${throttle}x`, builder);
      const times = await call("type", field.label, TYPED, `[aria-label="${words.preview}"]`);
      keep(`${row.id} type ${throttle}x`, median(times));
    },
  );
}

async function instances(row, count) {
  await browser.load(
    address(`${row.id}-${count}`),
    { question: asks(row).questions[0], count },
    async (_, first) => {
      keep(`${row.id} ${count} instances`, first);
    },
  );
}

async function memory(row) {
  await browser.load(
    address(`${row.id}-1`),
    { question: asks(row).questions[0], memory: true },
    async (_, first, tools) => {
      const { heap, wasm } = await memoryOf(tools);
      keep(`${row.id} heap`, heap);
      keep(`${row.id} wasm`, wasm);
    },
  );
}

async function pack(id, { count, flow: other }) {
  await browser.load(
    address(`${id}-made-${count}`),
    { question: other.questions[0], throttle: 4 },
    async (call, first) => {
      keep(`${id} ${count} questions first`, first);
      const steps = await walk(call, other, other.walk, 8);
      keep(`${id} ${count} questions step`, median(steps.map((it) => it.heading)));
    },
  );
}

/** A peer that asks other questions is no peer. */
async function check(row) {
  const left = [...journeys];
  // Nothing is timed yet, and most of a journey is waiting.
  await Promise.all(
    Array.from({ length: CHECKED_AT_ONCE }, async () => {
      while (left.length > 0) {
        const { name, answers } = left.shift();
        const given = flow.questions
          .filter((it) => it.id in answers)
          .map((it) => [it.id, answers[it.id]]);
        await browser
          .load(address(`${row.id}-1`), { question: flow.questions[0] }, async (call) => {
            if (row.pace) await call("setPace", row.pace);
            await walk(call, flow, given);
          })
          .catch((error) => {
            throw new Error(`${row.name} on the journey ${name}`, { cause: error });
          });
      }
    }),
  );
}

const own = (row) => row.own && row.id !== "standalone";
const besides = second?.rows.filter(own).map((row) => ({ ...row, id: `${BESIDE}${row.id}` })) ?? [];
const named = options.only?.split(",");
const wanted = second
  ? [...rows.filter(own), ...besides]
  : rows.filter((row) => !named || named.includes(row.id));
/** Whose made packs are measured beside whose. */
const readers = ["module", "react"];
// What is compared with each other is measured right after each other: a machine that others share is not as fast
// now as it was a minute ago.
const compared = [
  ...THROTTLES.map((throttle) => wanted.map((row) => () => start(row, throttle))),
  ...INSTANCES.map((count) => wanted.map((row) => () => instances(row, count))),
  wanted.map((row) => () => memory(row)),
  ...made.map((it) => readers.map((id) => () => pack(id, it))),
];

/** The same seed, the same order. (Mulberry32) */
let state = seed;
function random() {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}
function shuffled(list) {
  const order = [...list];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other], order[last]];
  }
  return order;
}
function median(numbers) {
  const order = [...numbers].sort((one, other) => one - other);
  return (order[(order.length - 1) >> 1] + order[order.length >> 1]) / 2;
}

try {
  console.log("→ The same questions in every build");
  // One that asks otherwise is walked through its own questions, when it is measured.
  for (const row of named ? [] : wanted.filter((it) => asks(it) === flow)) {
    const began = Date.now();
    await check(row);
    console.log(
      `  ${row.name}: ${journeys.length} journeys, ${Math.round((Date.now() - began) / 1000)} s`,
    );
  }
  console.log(`→ ${rounds} rounds of ${compared.flat().length} loads, seed ${seed}`);
  for (let round = 0; round <= rounds; round += 1) {
    const began = Date.now();
    for (const load of shuffled(compared).flatMap(shuffled)) await load();
    // The first one warms up the browser.
    if (round === 0) for (const key of Object.keys(samples)) delete samples[key];
    console.log(
      `  ${round === 0 ? "warm-up" : `round ${round}`}: ${Math.round((Date.now() - began) / 1000)} s`,
    );
  }
} finally {
  await browser.close();
  await server.close();
}
const run = {
  date: new Date().toISOString().slice(0, 10),
  browser: browser.version,
  cores: availableParallelism(),
  rounds,
  seed,
  throttles: THROTTLES,
  instances: INSTANCES,
  made: made.map((it) => it.count),
  rows: wanted.map((row) => {
    const folder = row.id.startsWith(BESIDE) ? `/${BESIDE}`.slice(0, -1) : "";
    const sizes = row.loads.map((file) => server.sizes[folder + file]);
    return { ...row, bytes: sizes.reduce((sum, size) => sum + size, 0) };
  }),
  samples,
};
if (second) await compare(run, BESIDE);
else if (await report(run)) process.exitCode = 1;
