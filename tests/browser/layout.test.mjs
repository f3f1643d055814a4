// Nothing is lost, nothing scrolls sideways, and focus and targets can be found, whatever the user or the page does with
// sizes, spacing and colours: on every kind of screen.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { questions } from "./content.mjs";
import {
  checkAccessibility,
  checkFocus,
  describeEachBrowser,
  nightly,
  sample,
  long,
} from "./harness.mjs";
import { dist } from "./server.mjs";
import { eachThing, oneOfEach, screens, show, some } from "./every-screen.mjs";

/** What WCAG 1.4.12 lets a user set. */
const spacing =
  "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }";

/** By width of the window: what is done to the page. A window of 640 is one of 1280 at 200%, one of 320 is it at 400%. */
const conditions = {
  1280: [
    { name: "as it is" },
    { name: "text spacing", spacing },
    { name: "a column of 320 pixels", width: "320px" },
    { name: "a column of 320 pixels and text spacing", width: "320px", spacing },
    { name: "a root of 10 pixels", root: "10px" },
    { name: "a root of 16 pixels", root: "16px" },
    { name: "a root of 20 pixels in a column of 320 pixels", root: "20px", width: "320px" },
  ],
  640: [{ name: "200%" }],
  320: [{ name: "400%" }, { name: "400% and text spacing", spacing }],
};

/** Those in which most is lost if anything is. */
const HARDEST = [
  "as it is",
  "a column of 320 pixels and text spacing",
  "a root of 20 pixels in a column of 320 pixels",
];

/**
 * Shows every screen at each width under each condition: what is lost or stands out.
 *
 * @param {Record<string, object[]>} [widths]
 */
async function walk(session, widths = conditions, list = screens) {
  const found = new Map();
  for (const [width, asked] of Object.entries(widths)) {
    const widget = await session.open("/", { width: Number(width), height: 900 });
    await widget.at(questions[0].text);
    for (const screen of list) {
      await show(widget, screen);
      for (const line of await widget.frame.$eval(widget.host, measure, asked)) {
        const key = `at ${width}, ${line}`;
        found.set(key, found.get(key) ?? screen.name);
      }
    }
    await widget.page.close();
  }
  return [...found].map(([line, name]) => `${line}, first on “${name}”`);
}

/** In the page: each condition in turn. */
function measure(host, conditions) {
  const root = host.shadowRoot;
  const page = document.documentElement;
  const found = [];
  for (const { name, spacing, width, root: size } of conditions) {
    const tell = (what) => found.push(`${name}: ${what}`);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(spacing ?? "");
    root.adoptedStyleSheets.push(sheet);
    host.style.width = width ?? "";
    page.style.fontSize = size ?? "";
    const box = host.getBoundingClientRect();
    const told = (it) => `${it.localName}.${it.className} “${(it.innerText ?? "").slice(0, 40)}”`;
    if (page.scrollWidth > page.clientWidth) tell("the page scrolls sideways");
    for (const it of root.querySelectorAll(".gw *")) {
      if (!it.checkVisibility({ opacityProperty: true }) || it.closest(".govuk-visually-hidden"))
        continue;
      // A map needs two dimensions, and scrolls in its own box; the list below it says the same.
      if (it.closest(".gw-map")) continue;
      const { left, right, width: own } = it.getBoundingClientRect();
      if (own > 0 && (left < box.left - 1 || right > box.right + 1))
        tell(`${told(it)} stands out of the widget`);
      const style = getComputedStyle(it);
      const isField = it.matches("input, textarea");
      if (!isField && style.overflowX !== "visible" && it.scrollWidth > it.clientWidth + 1)
        tell(`${told(it)} is cut at its side`);
      if (
        !isField &&
        ["hidden", "clip"].includes(style.overflowY) &&
        it.scrollHeight > it.clientHeight + 1
      )
        tell(`${told(it)} is cut at its foot`);
      if (style.transitionDuration !== "0s" || style.animationName !== "none")
        tell(`${told(it)} moves`);
      // Links within a sentence may be as low as its lines.
      if (
        it.matches("a, button, summary, input, textarea") &&
        !it.closest("p, li, .govuk-error-summary") &&
        it.localName !== "a"
      ) {
        const boxes = [it, ...(it.labels ?? [])].map((one) => one.getBoundingClientRect());
        const least = (side) => Math.max(...boxes.map((one) => one[side]));
        const wanted = it.matches(
          ".govuk-button, .govuk-input, .govuk-textarea, .govuk-radios:not(.govuk-radios--small) input",
        )
          ? 44
          : 24;
        if (least("height") < wanted || least("width") < 24)
          tell(`${told(it)} is only ${least("width")} by ${least("height")}`);
      }
    }
    root.adoptedStyleSheets.pop();
    host.style.width = "";
    page.style.fontSize = "";
  }
  return found;
}

const html = await readFile(join(dist, "index.html"), "utf8");
const header =
  '<div style="position:sticky;top:0;height:80px;background:#25374d;z-index:9">The page’s header</div><style>guidance-widget { --guidance-sticky-top: 80px }</style>';
const pages = {
  "/dark.html": html.replace(
    "</head>",
    "<style>html { color-scheme: dark; background: #000 } body { background: #000; color: #fff } main * { color: #fff }</style></head>",
  ),
  "/header.html": html.replace("<body>", `<body>${header}`),
};
describeEachBrowser(
  "on every screen",
  (session) => {
    test("nothing is lost and nothing scrolls sideways, at any size and spacing", {
      timeout: long,
    }, async (t) => {
      // What is narrowest and widest; the sizes between at night. Where there is least room, all that can stand on a
      // screen, in the browser that is quicker.
      const few = { 1280: conditions[1280].filter((it) => HARDEST.includes(it.name)) };
      const narrowest = { 320: conditions[320].slice(1) };
      const visited = sample(screens, eachThing);
      const lost = [
        ...(await walk(session, sample(conditions, few), sample(screens, oneOfEach))),
        ...(nightly ? [] : await walk(session, narrowest, visited)),
      ];
      t.diagnostic(`${session.name}: ${visited.length} screens`);
      assert.deepEqual(lost, []);
    });

    test("focus can be seen, also below a header that stays", async () => {
      const widget = await session.open("/header.html", { height: 700 });
      await widget.at(questions[0].text);
      for (const screen of some) {
        await show(widget, screen);
        assert.deepEqual(await checkFocus(widget), [], screen.name);
        assert.deepEqual(await checkFocus(widget, { back: true }), [], `${screen.name}, backwards`);
      }
    });

    test("the radio that is picked looks so", () => picksAreSeen(session));

    test("a question without a hint leaves no room for one", async () => {
      const widget = await session.open("/");
      await widget.at(questions[0].text);
      const { id } = questions.find((it) => !it.hint);
      await show(
        widget,
        screens.find((it) => it.name.startsWith(`question ${id}`)),
      );
      const tops = await widget.frame.$eval(widget.host, ({ shadowRoot }) => {
        const top = () => shadowRoot.querySelector(".govuk-radios").getBoundingClientRect().top;
        const kept = top();
        shadowRoot.getElementById("gw-hint").style.display = "none";
        return [kept, top()];
      });
      assert.equal(tops[0], tops[1]);
    });

    test("a dark page around it changes nothing inside", async () => {
      const widget = await session.open("/dark.html", { height: 6000 });
      await widget.at(questions[0].text);
      for (const screen of some) {
        await show(widget, screen);
        const { violations, incomplete } = await checkAccessibility(widget, {
          within: "guidance-widget",
        });
        assert.deepEqual([...violations, ...incomplete], [], screen.name);
      }
    });
  },
  { only: ["chromium"], pages },
);

/** Only the radio that is picked is filled in the middle, on a question (large) and in the letter (small). */
async function picksAreSeen(session) {
  const widget = await session.open("/", { height: 6000 });
  await widget.at(questions[0].text);
  for (const name of ["question", "letter"]) {
    await show(
      widget,
      screens.find((it) => it.name.startsWith(`${name} `)),
    );
    const inputs = await widget.frame.$$("pierce/input[type=radio]");
    const group = await Promise.all(inputs.map((it) => it.evaluate((element) => element.name)));
    const [one, other] = inputs.filter((_, at) => group[at] === group[0]);
    // The middle of its circle, without the circle.
    const middle = async (input) => {
      const { x, y, width, height } = await input.boundingBox();
      return Buffer.from(
        await widget.page.screenshot({
          clip: { x: x + width / 2 - 2, y: y + height / 2 - 2, width: 4, height: 4 },
        }),
      ).toString("base64");
    };
    const pick = async (input) => {
      await (await input.evaluateHandle((element) => element.labels[0])).click();
      return [await middle(one), await middle(other)];
    };
    const [filled, empty] = await pick(one);
    assert.notEqual(filled, empty, `${name}: the picked one looks like the other`);
    assert.deepEqual(await pick(other), [empty, filled], `${name}: the other one is picked`);
  }
}

describeEachBrowser(
  "for a user whose own size of type is 24 pixels",
  (session) => {
    test("all is as much larger, and nothing is lost", { timeout: long }, async () => {
      const widget = await session.open("/");
      await widget.at(questions[0].text);
      const size = await widget.frame.$eval(
        widget.host,
        (host) => getComputedStyle(host.shadowRoot.querySelector(".govuk-radios__label")).fontSize,
      );
      assert.equal(size, "28.5px");
      assert.deepEqual(
        await walk(session, { 1280: [{ name: "24 pixels" }], 320: [{ name: "24 pixels" }] }, some),
        [],
      );
    });
  },
  { only: ["chromium"], fontSize: 24 },
);

describeEachBrowser(
  "for a user of forced colours",
  (session) => {
    test("the radio that is picked looks so", () => picksAreSeen(session));

    test("what is marked by colour is marked otherwise too, and focus is seen", async () => {
      const widget = await session.open("/");
      await widget.at(questions[0].text);
      assert.ok(
        await widget.frame.evaluate(() => matchMedia("(forced-colors: active)").matches),
        "colours are forced",
      );
      for (const screen of some) {
        await show(widget, screen);
        assert.deepEqual(await checkFocus(widget), [], screen.name);
        const bare = await widget.frame.$eval(widget.host, (host) =>
          [
            ...host.shadowRoot.querySelectorAll(
              ".gw-action__strength strong, .gw-applies, .govuk-button, .govuk-input, .govuk-error-summary, .gw-panel, .gw-letter",
            ),
          ]
            .filter(
              (it) =>
                it.checkVisibility() && parseFloat(getComputedStyle(it).borderBottomWidth) === 0,
            )
            .map((it) => it.className),
        );
        assert.deepEqual(bare, [], `${screen.name}: without a border`);
      }
    });
  },
  { only: ["chromium"], forcedColours: true },
);
