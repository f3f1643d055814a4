// What is said on the console. Must not know of what: never give it anything typed.

/** @param {"error" | "warn"} how */
export function say(how, ...words) {
  try {
    console[how](...words);
  } catch {
    // Some pages take the console's functions away. Nobody reads it there.
  }
}
