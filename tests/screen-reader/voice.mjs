#!/usr/bin/env node
// Owns a voice that writes down what it is given to say: a module of speech-dispatcher, which
// speaks its protocol on standard input and output. What is cut off by something else before
// it is said is marked. Must not know who speaks.
import { appendFileSync } from "node:fs";
import { createInterface } from "node:readline";

/** How long a voice takes for a letter, in milliseconds: a hundred times as fast as a person. */
const PACE = 1;

const say = (...lines) => process.stdout.write(`${lines.join("\n")}\n`);
const note = (line) => appendFileSync(process.env.SPOKEN, `${line}\n`);

let words = null;
/** @type {{ said: string, end: NodeJS.Timeout } | undefined} what is being said */
let speaking;
/** What ends the lines that are being read, and what is done with them. */
let taken;

const read = (begin, end) => {
  say(begin);
  words = [];
  taken = end;
};

function speak(lines) {
  // Marks of where words begin are for voices that tell how far they are.
  const text = lines
    .join(" ")
    .replace(/<[^>]*>/g, "")
    .replace(/&(lt|gt|amp|quot|apos);/g, plain);
  say("200 OK SPEAKING", "701 BEGIN");
  const said = text.replace(/\s+/g, " ").trim();
  const end = setTimeout(() => {
    speaking = undefined;
    if (said) note(said);
    say("702 END");
  }, PACE * said.length);
  speaking = { said, end };
}

function plain(_, name) {
  return { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" }[name];
}

function stop() {
  if (!speaking) return;
  clearTimeout(speaking.end);
  note(`${speaking.said} (cut off)`);
  speaking = undefined;
  say("703 STOP");
}

const COMMANDS = {
  INIT: () => say("299-voice: it writes down what is said", "299 OK LOADED SUCCESSFULLY"),
  AUDIO: () => read("207 OK RECEIVING AUDIO SETTINGS", () => say("203 OK AUDIO INITIALIZED")),
  LOGLEVEL: () => read("207 OK RECEIVING LOGLEVEL SETTINGS", () => say("203 OK LOGLEVEL SET")),
  SET: () => read("203 OK RECEIVING SETTINGS", () => say("203 OK SETTINGS RECEIVED")),
  SPEAK: () => read("202 OK RECEIVING MESSAGE", speak),
  CHAR: () => read("202 OK RECEIVING MESSAGE", speak),
  KEY: () => read("202 OK RECEIVING MESSAGE", speak),
  "LIST VOICES": () => say("200-writer\ten\tnone", "200 OK VOICE LIST SENT"),
  STOP: stop,
  PAUSE: stop,
  QUIT: () => {
    say("210 OK QUIT");
    process.exit();
  },
};

createInterface({ input: process.stdin }).on("line", (line) => {
  if (words === null) {
    const command = Object.keys(COMMANDS).find((it) => line.startsWith(it));
    if (command) COMMANDS[command]();
    else say("300 ERR UNKNOWN COMMAND");
  } else if (line === ".") {
    const lines = words;
    words = null;
    taken(lines);
  } else words.push(line);
});
