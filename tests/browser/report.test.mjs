// The proof report and the map of the questions: as files that a reviewer opens, and in the widget.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { journey, questions, stepsOf, words } from "./content.mjs";
import { checkAccessibility, describeEachBrowser, isFirst } from "./harness.mjs";
import { checkHtml } from "./html-checker.mjs";
import { answer, assertQuiet } from "./staff.mjs";
import { without, xtask } from "./xtask.mjs";

const pages = {};
let folder;
// Words enough to tell the language by, which the checker does.
const guidance = questions.map(({ text, hint }) => `${text} ${hint ?? ""}`).join(" ");
const inPage = (
  svg,
) => `<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>Map</title></head>
<body><main><h1>Map</h1>${svg}<p>${guidance}</p></main></body></html>`;

/** What is behind words in a picture axe-core cannot tell: here it is the page's own background, as around it. */
async function accessible(page, name) {
  const { violations, incomplete } = await checkAccessibility(page);
  const unsure = incomplete.filter((line) => !/^color-contrast .*\n.*tspan/.test(line));
  assert.deepEqual([...violations, ...unsure], [], name);
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "guidance-report-"));
  const [report, map] = [join(folder, "report.html"), join(folder, "map.svg")];
  xtask("check", `--report=${report}`);
  xtask("map", map);
  pages["/report.html"] = (await readFile(report, "utf8")).replace(
    "</head>",
    '<link rel="icon" href="data:,"></head>',
  );
  pages["/map.html"] = inPage(await readFile(map, "utf8")).replace(
    "</head>",
    '<link rel="icon" href="data:,"></head>',
  );
});
after(() => rm(folder, { recursive: true, force: true }));

if (isFirst) {
  test("the report and the map are in order for the Nu HTML checker", {
    skip: without("java"),
  }, async () => {
    assert.deepEqual(await checkHtml(Object.entries(pages)), []);
  });
}

describeEachBrowser(
  "the report",
  (session) => {
    test("has nothing for axe-core to find, and does not scroll sideways", async () => {
      for (const path of ["/report.html", "/map.html"]) {
        const page = await session.open(path);
        await accessible(page, path);
        assert.deepEqual(page.log.errors, []);
      }
      const page = await session.open("/report.html");
      assert.equal(await page.overflow(320), 0);
    });

    test("names the map and reads it out as a list", async () => {
      const page = await session.open("/map.html");
      const { role, said } = await page.frame.$eval("svg", (svg) => ({
        role: svg.getAttribute("role"),
        said: svg
          .getAttribute("aria-labelledby")
          .split(" ")
          .map((id) => document.getElementById(id).textContent),
      }));
      assert.equal(role, "img");
      const [title, description] = said;
      assert.equal(title, words.map.heading);
      const { key } = questions[0];
      assert.ok(description.includes(`From “${key}” to `), description);
    });
  },
  { only: ["chromium"], pages },
);

describeEachBrowser(
  "the map in the widget",
  (session) => {
    const { answers } = journey("intending-no-room");
    const given = stepsOf(answers);
    const drawn = (widget) =>
      widget.frame.$eval(widget.host, (host) => {
        const root = host.shadowRoot;
        const width = (line) => Number.parseFloat(getComputedStyle(line).strokeWidth);
        return {
          lines: root.querySelectorAll(".gw-map path").length,
          thick: [...root.querySelectorAll(".gw-map path")].filter((line) => width(line) > 1.5)
            .length,
          labels: [...root.querySelectorAll(".gw-map text")].map((text) =>
            [...text.children].map((line) => line.textContent).join(" "),
          ),
          list: [...root.querySelectorAll(".gw-map + ul li")].map((way) => way.textContent),
        };
      });

    test("says every label and shows the way that the answers went, not by colour alone", async () => {
      const widget = await session.open("/");
      await widget.at(questions[0].text);
      await answer(widget, answers);
      await widget.press(words.common["open-page"]);
      await widget.press(words.map.heading);
      const map = await drawn(widget);
      assert.equal(map.labels.length, map.lines, "a label for each line and box");
      assert.ok(map.labels.every((label) => label.trim()));
      // One box for each question and the end, and one line from each question.
      assert.equal(map.thick, given.length * 2 + 1);
      const taken = map.list.filter((way) => way.startsWith(words.page.applies));
      assert.equal(taken.length, given.length);
      for (const [row, { question }] of given.entries())
        assert.ok(taken[row].includes(`“${question.key}”`), taken[row]);
      await accessible(widget, "the page view with the map open");
      assert.equal(await widget.overflow(320), 0);
      assertQuiet(session, widget);
    });

    test("is scrolled by keyboard in a region with a name", async () => {
      const widget = await session.open("/", { width: 320 });
      await widget.at(questions[0].text);
      await widget.press(words.common["open-page"]);
      await widget.press(words.map.heading);
      const { role, name } = await widget.tabTo(words.map.heading);
      assert.deepEqual({ role, name }, { role: "region", name: words.map.heading });
      const left = () =>
        widget.frame.$eval(
          widget.host,
          (host) => host.shadowRoot.querySelector(".gw-map").scrollLeft,
        );
      const before = await left();
      await widget.page.keyboard.press("ArrowRight");
      await widget.frame.waitForFunction(
        (host, was) =>
          document.querySelector(host).shadowRoot.querySelector(".gw-map").scrollLeft > was,
        {},
        widget.host,
        before,
      );
    });
  },
  { only: ["chromium"] },
);
