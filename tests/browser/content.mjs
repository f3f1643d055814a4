// Owns what the tests expect of the screen: the words of the content pack's own files, and the journeys of tests/journeys.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "smol-toml";

const pack = process.env.GUIDANCE_PACK ?? "content/recordings";
const journeyFolder = process.env.GUIDANCE_JOURNEYS ?? "tests/journeys";

/** @returns {Promise<any>} what stands in the file */
const read = async (...path) =>
  parse((await readFile(join(...path), "utf8")).replace(/^\ufeff/, "").replace(/\r\n?/g, "\n"));
const byId = (rows) => new Map(rows.map((row) => [row.id, row]));
const [flow, advice, letter, law, { language }] = await Promise.all(
  ["flow", "actions", "letter", "law", "pack"].map((name) => read(pack, `${name}.toml`)),
);

export const words = await read(pack, "strings", `${language}.toml`);
export const questions = flow.question;
export const groups = advice.group;
export const actions = byId(advice.action);
export const silences = byId(advice.silence);
export const signposts = byId(advice.signpost);
export const noLetters = byId(letter["no-letter"]);
export const lawNotes = law.note;

/** The ids of every control of a letter that is typed into, as the content asks for them. */
export const typedInto = [
  ...letter.field.flatMap(({ id, kind }) =>
    kind === "date"
      ? ["day", "month", "year"].map((part) => `gw-field-${id}-${part}`)
      : `gw-field-${id}`,
  ),
  ...letter.preference.flatMap(({ id, choice }) =>
    choice.filter((it) => it.detail).map((it) => `gw-detail-${id}-${it.id}`),
  ),
];

/** The wordings of a passage: itself, or one for each option. */
const wordings = (passage) => passage.option ?? [passage];
export const passages = byId(letter.paragraph.flatMap((paragraph) => paragraph.passage));

/** The passages that can make a letter a draft: those that cite a sentence on which the law has moved. */
export const moved = new Set(
  [...passages.values()]
    .filter((passage) =>
      wordings(passage)
        .flatMap((it) => it.sentences)
        .some((sentence) =>
          lawNotes.some((note) => note.blocking && note.sentences.includes(sentence)),
        ),
    )
    .map((passage) => passage.id),
);

/** The journeys, each with its file's `name`. */
export const journeys = await Promise.all(
  (await readdir(journeyFolder))
    .filter((name) => name.endsWith(".toml"))
    .sort()
    .map(async (name) => ({
      name: name.replace(".toml", ""),
      ...(await read(journeyFolder, name)),
    })),
);

/** One journey of each kind: a letter to be written, one with everything decided, none. */
export const fewJourneys = journeys.filter(({ name }) =>
  ["companion", "published-staff-concerned", "recorded-call"].includes(name),
);

export function journey(name) {
  const found = journeys.find((it) => it.name === name);
  if (!found) throw new Error(`${journeyFolder} has no ${name}.toml`);
  return found;
}

/** A question and one of its choices, as the user reads them. */
export function asked(questionId, choiceId) {
  const question = questions.find((it) => it.id === questionId);
  const choice = question?.choice.find((it) => it.id === choiceId);
  if (!choice)
    throw new Error(`flow.toml has no question “${questionId}” with a choice “${choiceId}”`);
  return { question, choice };
}

const canWait = (questionId) =>
  questions.some((it) => it.id === questionId && it["until-answered"]);

/** Of answers (question id → choice id) those to questions that have a screen. The others can wait for the outcome. */
export const onScreens = (answers) =>
  Object.fromEntries(Object.entries(answers).filter(([question]) => !canWait(question)));

/** And those that are given on the outcome. */
export const onOutcome = (answers) =>
  Object.fromEntries(Object.entries(answers).filter(([question]) => canWait(question)));

/** Questions with their choices, as the user comes by them. */
export const stepsOf = (answers) =>
  Object.entries(answers).map(([question, choice]) => asked(question, choice));

/** A text of the strings file with its {names} filled in. */
export const fill = (text, values) =>
  text.replace(/\{([\w-]+)\}/g, (whole, name) => values[name] ?? whole);

/** Words without regard to how they are broken into lines. */
export const flat = (text) => text.replace(/\s+/g, " ").trim();
