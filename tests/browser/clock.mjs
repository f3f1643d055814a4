// Owns the one day on which tests that keep what they saw take place: a letter has its date in it.

/** Runs in the page before anything else. */
export function stopTheClock() {
  const day = Date.UTC(2026, 10, 25, 12);
  // @ts-expect-error a page may put something else in its place
  globalThis.Date = class extends Date {
    constructor(...given) {
      // @ts-expect-error it takes what its parent takes
      super(...(given.length > 0 ? given : [day]));
    }

    static now() {
      return day;
    }
  };
}

/** The same, on a Wednesday, until the test sets `clock.now`; and a minute goes by in a twentieth of a second. */
export function setTheClock() {
  const clock = (globalThis.clock = { now: Date.UTC(2026, 10, 25, 12) });
  // @ts-expect-error a page may put something else in its place
  globalThis.Date = class extends Date {
    constructor(...given) {
      // @ts-expect-error it takes what its parent takes
      super(...(given.length > 0 ? given : [clock.now]));
    }

    static now() {
      return clock.now;
    }
  };
  const { setInterval: repeat } = globalThis;
  // @ts-expect-error a page may put something else in its place
  globalThis.setInterval = (then, wait) => repeat(then, wait / 1_200);
}
