// Every kind of screen, looked at by axe-core in both browsers, by IBM's engine in Chromium, and by the Nu HTML checker;
// and three screens broken on purpose, which all must find.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "smol-toml";
import { questions } from "./content.mjs";
import {
  asDocument,
  checkAccessibility,
  checkFocus,
  checkHtml,
  checkWithIbm,
  describeEachBrowser,
  sample,
  long,
} from "./harness.mjs";
import { dist } from "./server.mjs";
import { without } from "./xtask.mjs";
import { covered, eachThing, screens, show, some } from "./every-screen.mjs";

/** @type {any} */
const { finding: known } = parse(await readFile("tests/browser/triage.toml", "utf8"));

/** Collects what is found, each finding once with the screens that have it; what is known and stays is only counted. */
class Findings {
  #by = new Map();
  #seen = new Set();

  add(screen, checker, lines) {
    for (const line of lines) {
      const entry = known.find(
        (it) =>
          it.checker === checker && line.startsWith(it.begins) && line.includes(it.holds ?? ""),
      );
      if (entry) this.#seen.add(entry);
      else
        this.#by.set(`${checker}: ${line}`, [
          ...(this.#by.get(`${checker}: ${line}`) ?? []),
          screen,
        ]);
    }
  }

  assertNone(what) {
    const told = [...this.#by].map(
      ([line, names]) => `${line}\n  on ${names.length} screens, the first “${names[0]}”`,
    );
    assert.equal(told.length, 0, `${what}\n\n${told.join("\n\n")}`);
  }

  assertAllKnownSeen() {
    assert.deepEqual(
      known.filter((it) => !this.#seen.has(it)).map((it) => it.begins),
      [],
      "triage.toml lists what is no longer found",
    );
  }
}

/** The page with a script whose engine is not there, and with a pack that is not there. */
const index = await readFile(join(dist, "index.html"), "utf8");
const module = await readFile(join(dist, "guidance-widget.module.js"), "utf8");
const pages = {
  "/lost/": index.replace("./host.css", "../host.css"),
  "/lost/guidance-widget.module.js": {
    html: module,
    headers: { "content-type": "text/javascript" },
  },
  "/unpacked.html": index.replace("<guidance-widget ", '<guidance-widget pack="not-there.json" '),
};

const markup = (widget) => widget.frame.$eval(widget.host, (host) => host.shadowRoot.innerHTML);

describeEachBrowser(
  "every screen",
  (session) => {
    test("has nothing for the checkers to find", { timeout: long }, async (t) => {
      // So high that a long letter does not scroll in its box: what is hidden could not be judged.
      const widget = await session.open("/", { height: 24_000 });
      await widget.at(questions[0].text);
      const findings = new Findings();
      const documents = new Map();
      const visited = sample(screens, eachThing);
      // With the one note that is shown as it will be sent.
      const byIbm = sample(
        screens,
        screens.filter((it) => some.includes(it) || it.name === "check, every format"),
      );
      for (const screen of visited) {
        await show(widget, screen);
        // What is behind a line is looked at, too.
        await widget.unfold();
        const { violations, incomplete } = await checkAccessibility(widget);
        findings.add(screen.name, "axe", violations);
        findings.add(screen.name, "axe is not sure", incomplete);
        if (session.name === "chromium") {
          if (byIbm.includes(screen)) findings.add(screen.name, "ibm", await checkWithIbm(widget));
          documents.set(screen.name, asDocument(`<h1>Page</h1>${await markup(widget)}`));
        }
      }
      const noJava = without("java");
      if (noJava) t.diagnostic(`left out: markup, since ${noJava}`);
      else if (documents.size > 0) {
        for (const line of await checkHtml(documents)) {
          const [name] = line.split(", line ");
          findings.add(name, "nu", [line.slice(name.length).replace(/^, line \d+: /, "")]);
        }
        findings.assertAllKnownSeen();
      }
      t.diagnostic(`${session.name}: ${visited.length} screens visited, of those with ${covered}`);
      findings.assertNone(`${session.name} found on ${visited.length} screens`);
      assert.deepEqual(widget.log.errors, []);
    });

    test("notices for when it cannot run, or the page’s pack cannot be used, are in order too", async () => {
      const documents = [];
      for (const [page, words] of [
        ["/lost/", "cannot start"],
        ["/unpacked.html", "cannot be used"],
      ]) {
        const widget = await session.open(page);
        await widget.sees(words);
        if (page === "/unpacked.html") await widget.at(questions[0].text);
        const { violations, incomplete } = await checkAccessibility(widget);
        assert.deepEqual([violations, incomplete], [[], []], page);
        documents.push([page, asDocument(`<h1>Page</h1>${await markup(widget)}`)]);
      }
      if (session.name === "chromium" && !without("java")) {
        const found = await checkHtml(documents);
        const isKnown = (line) =>
          known.some((it) => it.checker === "nu" && line.includes(it.begins));
        assert.deepEqual(
          found.filter((line) => !isKnown(line)),
          [],
        );
      }
    });

    test("broken on purpose is found out: a label, a contrast, a focus", async () => {
      const widget = await session.open("/");
      const byName = (name) => screens.find((it) => it.name.startsWith(name));
      const shadow = (change) => widget.frame.$eval(widget.host, change);
      await widget.at(questions[0].text);

      await show(widget, byName("letter "));
      assert.deepEqual(await checkFocus(widget), [], "before it is broken");
      // Emptied, not taken out: the widget stops when somebody else takes out what it shows.
      await shadow((host) => {
        host.shadowRoot.querySelector("label[for=gw-field-sender-name]").firstChild.data = "";
      });
      const found = async () => (await checkAccessibility(widget)).violations.join("\n");
      assert.match(await found(), /^label \(critical\)/m);
      if (session.name === "chromium") {
        assert.match((await checkWithIbm(widget)).join("\n"), /label/);
      }
      if (session.name === "chromium" && !without("java")) {
        const broken = asDocument(`${await markup(widget)}<label for="nothing">Lost</label>`);
        assert.match((await checkHtml([["broken", broken]])).join("\n"), /label/);
      }

      await show(widget, byName("outcome "));
      assert.equal(await found(), "");
      await shadow((host) => {
        host.shadowRoot.querySelector(".gw-action__title").style.color = "#999";
      });
      assert.match(await found(), /^color-contrast \(serious\)/m);
      if (session.name === "chromium")
        assert.match((await checkWithIbm(widget)).join("\n"), /contrast/);

      await show(widget, byName("question "));
      const sheet = await widget.frame.evaluateHandle(() => new CSSStyleSheet());
      await sheet.evaluate((made) =>
        made.replaceSync(
          ":focus, :focus + label::before { outline: none !important; box-shadow: none !important; border-width: 2px !important }",
        ),
      );
      await widget.frame.$eval(
        widget.host,
        (host, made) => {
          host.shadowRoot.adoptedStyleSheets.push(made);
        },
        sheet,
      );
      assert.match((await checkFocus(widget)).join("\n"), /shows no focus/);
    });

    if (session.name === "chromium") {
      test("without the widget, the pages that are built are in order too", {
        skip: without("java"),
      }, async () => {
        const names = ["guide.html", "index.html", "frame.html", "offline.html"];
        const found = await checkHtml(
          await Promise.all(
            names.map(async (name) => [name, await readFile(join(dist, name), "utf8")]),
          ),
        );
        // In a frame the headings go on from those of the page around it.
        const isKnown = (line) =>
          line.startsWith("frame.html") &&
          line.includes("none of them has a computed heading level of 1");
        assert.deepEqual(
          found.filter((line) => !isKnown(line)),
          [],
        );
      });
    }
  },
  { only: ["chromium"], pages },
);
