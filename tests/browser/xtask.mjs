// Owns calls of the project's own tool: the one that runs the tests, which is built, or cargo's.
import { execFileSync } from "node:child_process";

const { XTASK, GUIDANCE_WITHOUT } = process.env;

/** Runs `cargo xtask` with these words; gives what it printed. */
export function xtask(...words) {
  const [program, ...before] = XTASK ? [XTASK] : ["cargo", "xtask"];
  return execFileSync(program, [...before, ...words], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 64 * 1024 * 1024,
  });
}

/** Why a test is skipped that needs a program which this machine does not have: a reason or nothing. */
export const without = (id) =>
  GUIDANCE_WITHOUT?.split(",").includes(id) && `there is no ${id} on this machine`;
