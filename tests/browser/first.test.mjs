// The first screen, which is there before the engine: the same as the engine's, and nothing that is done with it is lost.
import assert from "node:assert/strict";
import { test } from "node:test";
import { asked, questions, words } from "./content.mjs";
import { describeEachBrowser, waitFor, Widget } from "./harness.mjs";
import { answer, focusOn, focusOnHeading } from "./staff.mjs";

const first = asked("situation", "recorded");
const next = asked("recorder", "claimant");
const kept = "This is kept. The next screen is still loading.";

/** What a widget has drawn, without what only the browser knows of it. */
const drawn = (widget) =>
  widget.frame.$eval(widget.host, (host) => host.shadowRoot.querySelector(".gw").innerHTML);
const isLive = (widget) => widget.frame.$eval(widget.host, (host) => host.engine !== null);
const said = (widget) =>
  widget.frame.$eval(
    widget.host,
    (host) => host.shadowRoot.querySelector("[role=status]").textContent,
  );

/** A page whose engine is held back until `letGo`. */
async function hold(session, path = "/") {
  const page = await session.browser.newPage();
  await page.evaluateOnNewDocument(() => {
    const held = new Promise((go) => {
      window.letGo = go;
    });
    for (const name of ["compile", "compileStreaming"]) {
      const own = WebAssembly[name];
      WebAssembly[name] = async (...given) => {
        await held;
        return own.apply(WebAssembly, given);
      };
    }
  });
  await page.goto(new URL(path, session.server.origin).href, { waitUntil: "load" });
  const widget = new Widget(page);
  return { widget, letGo: () => page.evaluate(() => window.letGo()) };
}

describeEachBrowser("the first screen", (session) => {
  for (const path of ["/", "/offline.html"]) {
    test(`is drawn before the engine, and the engine draws the same (${path})`, async () => {
      const { widget, letGo } = await hold(session, path);
      await widget.at(questions[0].text);
      assert.equal(await isLive(widget), false);
      assert.ok(
        !(await widget.text()).includes("Claimants may seek to record"),
        "the guidance is still there",
      );
      const before = await drawn(widget);
      await letGo();
      await waitFor(() => isLive(widget), "the engine");
      assert.equal(sorted(await drawn(widget)), sorted(before));
      await answer(widget, { situation: "recorded" });
      await focusOnHeading(widget, next.question.text);
      await page(widget).close();
    });
  }

  test("keeps the answer, where the focus is, what is open, and does what was pressed", async () => {
    const { widget, letGo } = await hold(session);
    await widget.at(questions[0].text);
    await widget.choose(first.choice.label);
    await widget.press(words.question.why);
    assert.equal(await said(widget), "", "all this needs no engine");
    await letGo();
    await waitFor(() => isLive(widget), "the engine");
    assert.ok(await widget.isChosen(first.choice.label));
    await focusOn(widget, ({ name }) => name === words.question.why, "what was opened");
    await widget.sees("Claimants may seek to record");
    await widget.press(words.question.next);
    await focusOnHeading(widget, next.question.text);
    // Two questions share what is drawn, but not what the reader opened in it.
    assert.equal(
      await widget.frame.$eval(
        widget.host,
        (host) => host.shadowRoot.querySelectorAll("details[open]").length,
      ),
      0,
    );
    await page(widget).close();
  });

  test("does what was pressed once it can, and says that it is kept", async () => {
    for (const press of [
      (widget) => widget.press(words.question.next),
      async (widget) => page(widget).keyboard.press("Enter"),
    ]) {
      const { widget, letGo } = await hold(session);
      await widget.at(questions[0].text);
      await widget.choose(first.choice.label);
      await press(widget);
      assert.equal(await said(widget), kept);
      await letGo();
      await focusOnHeading(widget, next.question.text);
      await page(widget).close();
    }
  });

  test("tells that an answer is missing, as the engine does", async () => {
    const { widget, letGo } = await hold(session);
    await widget.at(questions[0].text);
    await widget.press(words.question.next);
    await letGo();
    await widget.sees(words.question.unanswered);
    await page(widget).close();
  });

  test("gives way to an address with answers", async () => {
    const { widget, letGo } = await hold(session, "/#situation=recorded");
    await waitFor(
      () => widget.frame.$eval(widget.host, (host) => host.matches(":defined")),
      "the script",
    );
    assert.equal(
      await widget.frame.$eval(widget.host, (host) => host.shadowRoot.querySelector(".gw")),
      null,
    );
    await letGo();
    await widget.at(next.question.text);
    await page(widget).close();
  });
});

const page = (widget) => widget.page;

/** The attributes in one order: which comes first means nothing. */
function sorted(html) {
  return html.replace(
    /<(\w+)((?: [\w-]+="[^"]*")+)>/g,
    (_, name, list) =>
      `<${name} ${list
        .match(/[\w-]+="[^"]*"/g)
        .sort()
        .join(" ")}>`,
  );
}
