// What the widget does with the page's address and history, and what it takes from them: answers, links into the guidance, and nothing of the page's own.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { asked, journey, questions, words } from "./content.mjs";
import { describeEachBrowser, waitFor } from "./harness.mjs";
import { dist } from "./server.mjs";
import { answer, assertQuiet, focusOnHeading } from "./staff.mjs";

const guide = await readFile(join(dist, "guide.html"), "utf8");
const guidance = guide.slice(guide.indexOf("</h1>") + 5, guide.indexOf("</main>"));
const page = (body, script = "") =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Portal</title><link rel="icon" href="data:,">
  <script>${script}</script><script defer src="/guidance-widget.js"></script></head><body>${body}</body></html>`;
const widgetWith = (content, attributes = "history") =>
  `<guidance-widget ${attributes}>${content}</guidance-widget>`;
const host = { page: "guidance", scroll: { left: 0, top: 40 } };
const pages = {
  "/own-state.html": page(
    widgetWith("<p>The guidance</p>"),
    `history.replaceState(history.state ?? ${JSON.stringify(host)}, "");`,
  ),
  "/links.html": page(
    `<main id="content"><nav><a href="#recordings-P">Publishing</a> <a href="#own">The letter</a> <a href="#content">Content</a></nav>
    ${widgetWith(`${guidance}<h3><a id="own"></a>Text to include in letter to a claimant intending to publish, or who has published telephone/video recordings on the internet:</h3>`, "")}</main>`,
  ),
};

const { answers } = journey("recorded-call");
const short = Object.fromEntries(Object.entries(answers).slice(0, 2));
const codes = new URLSearchParams(short).toString();
const next = questions.find(({ id }) => id === Object.keys(answers)[2]).text;
const first = questions[0].text;

const here = (widget) =>
  widget.page.evaluate(() => ({ hash: location.hash, state: history.state }));
const go = (widget, way) => widget.page.evaluate((it) => history[it](), way);
/** The page's own part of what it keeps with an entry. */
const ownPart = async (widget) => {
  const { guidance: _, ...own } = (await here(widget)).state;
  return own;
};

describeEachBrowser(
  "the page’s address",
  (session) => {
    test("keeps what the page keeps with it, and Back and forward walk the questions", async () => {
      const widget = await session.open("/own-state.html");
      await answer(widget, short);
      await focusOnHeading(widget, next);
      assert.equal((await here(widget)).hash, `#${codes}`);
      assert.deepEqual(await ownPart(widget), host);
      const [second] = Object.entries(short).slice(1);
      for (const [way, heading] of [
        ["back", asked(...second).question.text],
        ["back", first],
        ["forward", asked(...second).question.text],
        ["forward", next],
      ]) {
        await go(widget, way);
        await focusOnHeading(widget, heading);
        assert.deepEqual(await ownPart(widget), host, heading);
      }
      assertQuiet(session, widget);
    });

    test("is the page’s own where it makes entries: answers stay as they are", async () => {
      const widget = await session.open("/own-state.html");
      await answer(widget, short);
      await widget.at(next);
      const text = await widget.text();
      await widget.page.evaluate(() => history.pushState({ dialogue: 1 }, "", location.pathname));
      for (const way of ["back", "forward"]) {
        const moved = widget.page.evaluate(
          () => new Promise((done) => addEventListener("popstate", done, { once: true })),
        );
        await go(widget, way);
        await moved;
        await widget.at(next);
        assert.equal(await widget.text(), text, way);
      }
      // What leads to the top of a page.
      await widget.page.evaluate(() => {
        location.hash = "";
      });
      await widget.at(next);
      assert.equal(await widget.text(), text);
    });

    test("that is a route stays one, and Back and a new load know the answers all the same", async () => {
      for (const route of ["#/guidance/recordings?from=a&to=b", "#!/recordings"]) {
        const widget = await session.open(`/own-state.html${route}`);
        await widget.at(first);
        assert.ok(!(await widget.text()).includes(words.dropped.title));
        await answer(widget, short);
        await focusOnHeading(widget, next);
        assert.equal((await here(widget)).hash, route);
        for (const way of ["back", "back"]) await go(widget, way);
        await focusOnHeading(widget, first);
        assert.ok(!(await widget.text()).includes(words.common["answers-heading"]));
        for (const way of ["forward", "forward"]) await go(widget, way);
        await focusOnHeading(widget, next);
        await widget.page.reload();
        await widget.at(next);
        assert.deepEqual([(await here(widget)).hash, await ownPart(widget)], [route, host]);
      }
    });

    test("can lose the answers to a page that writes it anew: a new load knows them", {
      skip: session.elsewhere,
    }, async () => {
      const widget = await session.open("/own-state.html");
      await answer(widget, short);
      await widget.at(next);
      await widget.page.evaluate(() =>
        history.replaceState({ ...history.state, forward: "/other" }, "", location.pathname),
      );
      await widget.page.reload();
      await widget.at(next);
    });

    for (const [how, address] of Object.entries({
      "with the marks of HTML": codes.replaceAll("&", "&amp;"),
      "encoded as a whole": encodeURIComponent(codes),
      "encoded twice": encodeURIComponent(encodeURIComponent(codes)),
    })) {
      test(`is understood as others pass it on: ${how}`, { skip: session.elsewhere }, async () => {
        const widget = await session.open(`/own-state.html#${address}`);
        await widget.at(next);
        assert.ok(!(await widget.text()).includes(words.dropped.title));
      });
    }
  },
  { pages },
);

/** Waits until the page view is open, with the focus on what begins with these words. */
async function openedAt(widget, beginning) {
  await widget.at(words.page.heading);
  const focused = () =>
    widget.frame.$eval(widget.host, (it) => {
      const { activeElement } = it.shadowRoot;
      const { top, bottom } = activeElement?.getBoundingClientRect() ?? {};
      return { text: activeElement?.innerText ?? "", inSight: top >= 0 && bottom <= innerHeight };
    });
  await waitFor(
    async () => {
      const { text, inSight } = await focused();
      return inSight && text.includes(beginning);
    },
    async () => `focus on “${beginning}”, not on ${JSON.stringify(await focused())}`,
  );
}

describeEachBrowser(
  "a link into the guidance",
  (session) => {
    const published = "Claimant publishes recording on internet";
    const letter = "Text to include in letter to a claimant intending to publish";

    for (const [id, beginning] of [
      ["recordings-P", published],
      ["recordings-G7", "Where such a facility is not available on site"],
      ["own", letter],
    ]) {
      test(`in the address opens it there: #${id}`, async () => {
        const widget = await session.open(`/links.html#${id}`);
        await openedAt(widget, beginning);
        await widget.press(words.common["close-page"]);
        await widget.at(first);
        assertQuiet(session, widget);
      });
    }

    test("that is followed opens it there each time, and takes nothing of the history", async () => {
      const widget = await session.open("/links.html");
      await widget.at(first);
      const follow = (name) =>
        widget.page.$$eval(
          "nav a",
          (links, text) => links.find((it) => it.innerText === text).click(),
          name,
        );
      const length = await widget.page.evaluate(() => history.length);
      await follow("Publishing");
      await openedAt(widget, published);
      await widget.press(words.common["close-page"]);
      await widget.at(first);
      await follow("Publishing");
      await openedAt(widget, published);
      await follow("The letter");
      await openedAt(widget, letter);
      assert.equal(await widget.page.evaluate(() => history.length), length + 2);
      await widget.press(words.common["close-page"]);
      await widget.at(first);
      await follow("Content");
      await waitFor(
        () => widget.page.evaluate(() => document.querySelector(":target")?.id === "content"),
        "the page’s own place",
      );
      await widget.at(first);
      assertQuiet(session, widget);
    });
  },
  { pages },
);
