// Content security policies: every screen is visited, and the browser reports nothing but the one refused compilation.
import assert from "node:assert/strict";
import { test } from "node:test";
import { journey, onScreens, questions, stepsOf, words } from "./content.mjs";
import { describeEachBrowser, sample, waitFor } from "./harness.mjs";
import { answerInPlace, details, fileName } from "./staff.mjs";

const strict = (script, more = "") => `default-src 'none'; script-src ${script}; ${more}`;
const classic = '<script defer src="/guidance-widget.js"></script>';
const module = '<script type="module" src="/guidance-widget.module.js"></script>';

/** Each policy: what it says, how the page loads the widget, and the engine that then runs. */
const policies = {
  "strict, with the token for WebAssembly": [strict("'self' 'wasm-unsafe-eval'"), classic, "wasm"],
  "strict, without it": [strict("'self'"), classic, "compatibility"],
  "strict, for the module build": [
    strict("'self' 'wasm-unsafe-eval'", "connect-src 'self';"),
    module,
    "wasm",
  ],
  "strict, for the module build, without the token": [
    strict("'self'", "connect-src 'self';"),
    module,
    "compatibility",
  ],
  "as on SharePoint: eval, no inline scripts": [
    strict("'self' 'unsafe-eval'", "style-src 'self' 'unsafe-inline'; img-src 'self' data:;"),
    classic,
    "wasm",
  ],
  "a nonce and strict-dynamic": [
    strict("'nonce-abc123' 'strict-dynamic' 'wasm-unsafe-eval'", "base-uri 'none';"),
    classic.replace("defer", 'defer nonce="abc123"'),
    "wasm",
  ],
  "a nonce and strict-dynamic, for the module build, without the token": [
    strict("'nonce-abc123' 'strict-dynamic'", "connect-src 'self'; base-uri 'none';"),
    module.replace("src", 'nonce="abc123" src'),
    "compatibility",
  ],
  "trusted types, none allowed": [
    strict(
      "'self' 'wasm-unsafe-eval'",
      "require-trusted-types-for 'script'; trusted-types 'none';",
    ),
    classic,
    "wasm",
  ],
  "trusted types, none allowed, without WebAssembly": [
    strict("'self'", "require-trusted-types-for 'script'; trusted-types 'none';"),
    classic,
    "compatibility",
  ],
};
const page = (
  head,
) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Portal</title>${head}</head>
  <body><guidance-widget history page-title><p>The guidance</p></guidance-widget></body></html>`;
const pages = Object.fromEntries(
  Object.values(policies).map(([policy, head], row) => [
    `/policy-${row}.html`,
    { html: page(head), headers: { "content-security-policy": policy } },
  ]),
);

/** Presses or chooses what has these words, by the page's own means: what else a test loads could break a policy itself. */
const press = (widget, words) =>
  waitFor(
    () =>
      widget.inHost((host, wanted) => {
        const found = [...host.shadowRoot.querySelectorAll("button, a, label, summary")].filter(
          (it) => it.innerText.trim() === wanted,
        );
        found[0]?.click();
        return found.length > 0;
      }, words),
    `“${words}”`,
  );
const type = (widget, label, text) =>
  widget.inHost(
    (host, wanted, value) => {
      const name = [...host.shadowRoot.querySelectorAll("label")].find(
        (it) => it.innerText.trim() === wanted,
      );
      const field = host.shadowRoot.getElementById(name.htmlFor);
      field.value = value;
      field.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
    },
    label,
    text,
  );

/** One of each engine, of each way to name a script, and of trusted types. */
const FEW = [
  "strict, without it",
  "strict, for the module build",
  "a nonce and strict-dynamic, for the module build, without the token",
  "trusted types, none allowed",
];

describeEachBrowser(
  "under a policy",
  (session) => {
    // The rules are the same in both browsers, and the one that is quicker tries them all.
    for (const name of FEW) assert.ok(policies[name], name);
    const tried = sample(Object.keys(policies), FEW, session.name === "chromium");
    for (const [row, [name, [, , engine]]] of Object.entries(policies).entries()) {
      if (!tried.includes(name)) continue;
      test(`${name}: every screen, on ${engine}`, async () => {
        const widget = await session.open(`/policy-${row}.html`, {
          before: () =>
            document.addEventListener(
              "securitypolicyviolation",
              ({ effectiveDirective, blockedURI }) => {
                (window.violations ??= []).push([effectiveDirective, blockedURI]);
              },
            ),
        });
        await widget.at(questions[0].text);
        const { answers } = journey("recorded-call");
        for (const { question, choice } of stepsOf(onScreens(answers))) {
          await widget.at(question.text);
          await press(widget, choice.label);
          await press(widget, words.question.next);
        }
        await answerInPlace(widget, answers);
        await press(widget, words.common["open-page"]);
        await widget.at(words.page.heading);
        await press(widget, words.common["close-page"]);
        await widget.at(words.outcome.heading);
        await press(widget, words.outcome["letter-button"]);
        await widget.at(words.letter.heading);
        await press(widget, words.letter.check);
        await widget.sees(words.common["error-title"]);
        for (const [label, text] of Object.entries({
          ...details,
          "Opening sentence": "You told us that you recorded our call.",
        }))
          await type(widget, label, text);
        await press(widget, words.letter.check);
        await widget.at(words.check.heading);
        const saved = await session.save(() => press(widget, words.check.word));
        assert.match(saved.name, fileName("file-word"));
        const printed = await session.print(() => press(widget, words.check.print));
        assert.ok(printed.bytes.length > 0);

        assert.equal(await widget.inHost((host) => host.engine), engine);
        const violations = await widget.page.evaluate(() => window.violations ?? []);
        const refused = engine === "wasm" ? [] : [["script-src", "wasm-eval"]];
        assert.deepEqual(violations, refused);
        // Firefox tells of the refusal here as well.
        const errors = widget.log.errors.filter(
          (line) => engine === "wasm" || !line.includes("blocked WebAssembly"),
        );
        assert.deepEqual(errors, []);
      });
    }
  },
  { pages },
);
