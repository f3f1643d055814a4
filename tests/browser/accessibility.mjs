// Owns the axe-core run: WCAG A and AA of every version, and best practice, shadow root included.
import axe from 'axe-core/axe.min.js';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Checks the whole page, or only `within` a selector: `{ violations, incomplete }`, one readable line each. Needs scripts on. */
export async function checkAccessibility(widget, { within } = {}) {
  await widget.frame.evaluate(axe.source);
  const result = await run(widget, within);
  // What axe-core is not sure about it has looked at while the page was still moving: what stays so is told.
  return result.incomplete.length === 0 ? result : run(widget, within);
}

async function run(widget, within) {
  const { violations, incomplete } = await widget.frame.evaluate(
    async (selector, values) => {
      // Places are measured: what was pressed last must have been drawn.
      await new Promise((drawn) => { requestAnimationFrame(() => requestAnimationFrame(drawn)); });
      return window.axe.run({
        include: [selector ?? 'html'],
        // axe-core looks for the first link of the page to tell whether this is a link that skips to the content. Where
        // that first link is inside a shadow root, it cannot compare their places, and reports the link as outside a landmark.
        exclude: [['body > a[href^="#"]:first-child']],
      }, { runOnly: { type: 'tag', values }, resultTypes: ['violations', 'incomplete'], iframes: false });
    },
    within, tags);
  return { violations: lines(violations), incomplete: lines(incomplete) };
}

function lines(results) {
  return results.flatMap(({ id, impact, help, nodes }) => nodes.map(({ target, html, failureSummary }) =>
    `${id} (${impact}): ${help}\n  at ${target.flat().join(' >> ')}\n  ${html}\n  ${failureSummary?.replaceAll('\n', '\n  ')}`));
}
