// Owns the accessibility checkers that run in a page: axe-core (WCAG A and AA of every version, and best practice), IBM's
// engine (WCAG 2.2 and its own requirements), both shadow roots included, and whether focus can be seen.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import axe from "axe-core/axe.min.js";

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Checks the whole page, or only `within` a selector: `{ violations, incomplete }`, one readable line each. Needs scripts on. */
export async function checkAccessibility(widget, { within = undefined } = {}) {
  if (!(await widget.frame.evaluate(() => Boolean(window.axe))))
    await widget.frame.evaluate(axe.source);
  const result = await run(widget, within);
  // What axe-core is not sure about it has looked at while the page was still moving: what stays so is told.
  return result.incomplete.length === 0 ? result : run(widget, within);
}

async function run(widget, within) {
  const { violations, incomplete } = await widget.frame.evaluate(
    async (selector, values) => {
      // Places are measured: what was pressed last must have been drawn.
      await new Promise((drawn) => {
        requestAnimationFrame(() => requestAnimationFrame(drawn));
      });
      return window.axe.run(
        {
          include: [selector ?? "html"],
          // axe-core looks for the first link of the page to tell whether this is a link that skips to the content. Where
          // that first link is inside a shadow root, it cannot compare their places, and reports the link as outside a landmark.
          exclude: [['body > a[href^="#"]:first-child']],
        },
        {
          runOnly: { type: "tag", values },
          resultTypes: ["violations", "incomplete"],
          iframes: false,
        },
      );
    },
    within,
    tags,
  );
  return { violations: lines(violations), incomplete: lines(incomplete) };
}

function lines(results) {
  return results.flatMap(({ id, impact, help, nodes }) =>
    nodes.map(
      ({ target, html, failureSummary }) =>
        `${id} (${impact}): ${help}\n  at ${target.flat().join(" >> ")}\n  ${html}\n  ${failureSummary?.replaceAll("\n", "\n  ")}`,
    ),
  );
}

let ibm;

/** Checks the widget with IBM's engine, as a part of its page: everything that it does not pass, one readable line each. */
export async function checkWithIbm(widget) {
  if (!(await widget.frame.evaluate(() => Boolean(window.ace?.Checker)))) {
    ibm ??= await readFile(
      fileURLToPath(import.meta.resolve("accessibility-checker-engine/ace.js")),
      "utf8",
    );
    await widget.frame.evaluate(`${ibm}; window.ace = ace;`);
  }
  return widget.frame.evaluate(async () => {
    const report = await new window.ace.Checker().check(document, [
      "WCAG_2_2",
      "IBM_Accessibility",
    ]);
    return report.results
      .filter(
        ({ value: [, verdict], path }) =>
          verdict !== "PASS" && path.dom.includes("/guidance-widget["),
      )
      .map(
        ({ ruleId, value, message, path, snippet }) =>
          `${ruleId} (${value.join(" ").toLowerCase()}): ${message}\n  at ${path.dom}\n  ${snippet}`,
      );
  });
}

/** Tabs through the page: what takes focus without showing it at a contrast of 3 to 1, or out of sight. */
export async function checkFocus(widget, { back = false, limit = 250 } = {}) {
  const found = [];
  // Browsers go on from where the focus was last: from the heading on, or from the end of the page back.
  await widget.frame.$eval(
    widget.host,
    (host, end) => {
      window.seenFocus = false;
      if (!end) {
        host.shadowRoot.getElementById("gw-heading").focus();
        return;
      }
      window.afterAll ??= document.body.appendChild(document.createElement("button"));
      window.afterAll.focus();
    },
    back,
  );
  for (let stop = 0; stop < limit; stop += 1) {
    if (back) await widget.page.keyboard.down("Shift");
    await widget.page.keyboard.press("Tab");
    if (back) await widget.page.keyboard.up("Shift");
    const { end, trouble } = await widget.frame.$eval(widget.host, focused);
    if (trouble) found.push(trouble);
    if (end) return found;
  }
  throw new Error(`Tab is still on the page after ${limit} stops`);
}

/** In the page: whether the element that has focus shows it, and can be seen. */
function focused(host) {
  const element = host.shadowRoot.activeElement;
  if (!element) return { end: window.seenFocus };
  window.seenFocus = true;
  const name =
    (element.labels?.[0] ?? element).innerText?.trim().replace(/\s+/g, " ") ||
    element.getAttribute("aria-label");
  const rgb = (color) => color.match(/[\d.]+/g)?.map(Number) ?? [];
  const luminance = (color) =>
    rgb(color)
      .slice(0, 3)
      .map((it) => it / 255)
      .map((it) => (it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4))
      .reduce((sum, it, row) => sum + it * [0.2126, 0.7152, 0.0722][row], 0);
  const isSeen = (color) => {
    const [, , , alpha = 1] = rgb(color);
    return alpha > 0 && 1.05 / (luminance(color) + 0.05) >= 3;
  };
  // The ring of a radio is drawn by its label.
  const shown = [
    getComputedStyle(element),
    ...(element.labels?.[0] ? [getComputedStyle(element.labels[0], "::before")] : []),
  ];
  const marks = shown.flatMap((style) => [
    ...(style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0
      ? [style.outlineColor]
      : []),
    ...(style.boxShadow.match(/rgba?\([^)]*\)/g) ?? []),
    // GOV.UK thickens the border of what has focus.
    ...(parseFloat(style.borderTopWidth) > 2 && /radio|checkbox/.test(element.type ?? "")
      ? [style.borderTopColor]
      : []),
  ]);
  // Words that begin in the middle of a line have a box for each of their lines.
  const { left, top, width, height } =
    element.getClientRects()[0] ?? element.getBoundingClientRect();
  /** @type {[number, number]} */
  const middle = [left + width / 2, Math.min(top + height / 2, top + 12)];
  const there = host.shadowRoot.elementFromPoint(...middle) ?? document.elementFromPoint(...middle);
  const isThere =
    there && (element.contains(there) || there.contains(element) || there === element.labels?.[0]);
  if (!marks.some(isSeen))
    return { trouble: `“${name}” shows no focus: ${marks.join(", ") || "nothing"}` };
  if (!isThere)
    return {
      trouble: `“${name}” has focus and is under ${there?.outerHTML.slice(0, 80) ?? "the edge of the window"}`,
    };
  return {};
}
