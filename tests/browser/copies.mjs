// Owns what may be seen of a copy of a page, on the screen and on paper: what is alive, or the guidance with a notice, and nothing that was typed.
import assert from "node:assert/strict";
import { flat, journey } from "./content.mjs";
import { readPdf } from "./harness.mjs";
import { checkLetter, details, fillIn, toLetter } from "./staff.mjs";

export const isSaved = "does not work in this saved copy of the page";
export const sentinel = "Sentinel7f3a";
export const typed = {
  "Claimant’s name": `Alex ${sentinel}`,
  "Claimant’s address": `1 ${sentinel} Street\nExampleton`,
  "How the claimant can contact you": `0300 ${sentinel}`,
};

/** The page at the check of a letter, with what was typed in it. */
export async function checked(session, path, options = {}) {
  const widget = await session.open(path, options);
  await toLetter(widget, journey("intending-no-room").answers);
  await fillIn(widget, { ...details, ...typed });
  await checkLetter(widget);
  assert.ok((await widget.text()).includes(sentinel));
  return widget;
}

/** What a reader sees: the words that are drawn, and how many controls. */
export const seen = (widget) =>
  widget.page.evaluate(() => {
    const host = document.querySelector("guidance-widget");
    const visible = (it) => it.checkVisibility({ visibilityProperty: true });
    const all = [host, ...(host.shadowRoot?.querySelectorAll("*") ?? [])];
    const drawn = [...(host.shadowRoot?.children ?? []), ...host.children].filter(visible);
    return {
      guidance: visible(document.getElementById("guidance")),
      notices: [host, host.shadowRoot]
        .flatMap((it) => [...(it?.querySelectorAll("[part=notice]") ?? [])])
        .filter(visible)
        .map((it) => it.innerText),
      controls: all.filter((it) => it.matches("button, input, textarea") && visible(it)).length,
      text: drawn.map((it) => it.innerText).join("\n"),
    };
  });

/** A copy that is dead: the guidance and one notice, no control, and nothing that was typed, on the screen and on paper. */
export async function assertDead(session, widget) {
  const { guidance, notices, controls, text } = await seen(widget);
  assert.ok(guidance);
  assert.equal(notices.length, 1, notices.join("\n"));
  assert.ok(notices[0].includes(isSaved), notices[0]);
  assert.equal(controls, 0);
  assert.ok(!text.includes(sentinel), text);
  const paper = await print(session, widget);
  assert.ok(paper.includes("The guidance"), paper);
  assert.ok(paper.includes(isSaved), paper);
  assert.ok(!paper.includes(sentinel), paper);
}

export const print = async (session, widget) => {
  await widget.page.bringToFront();
  // What is in one file may not open a dialogue.
  if (widget.page.url().endsWith(".mhtml"))
    return flat((await readPdf(await widget.page.pdf())).text);
  const printed = await session.print(() => widget.page.evaluate(() => print()));
  return flat((await readPdf(printed.bytes)).text);
};
