// What the README promises to the owner of a page: its attributes, and that the page's styles stay outside.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { flat, journey, words } from "./content.mjs";
import { describeEachBrowser, readPdf } from "./harness.mjs";
import { dist } from "./server.mjs";
import { answer, assertQuiet, insert, toLetter } from "./staff.mjs";

const html = await readFile(join(dist, "index.html"), "utf8");
const tag = "<guidance-widget standalone>";
/** The built page with another tag and more styles of its own. */
const page = (element, styles = "") => {
  assert.ok(html.includes(tag));
  return html.replace(tag, element).replace("</head>", `<style>${styles}</style></head>`);
};

const hostile = `html { font-size: 10px; } * { all: unset; } body, guidance-widget { font: italic 40px fantasy; color: red; }
  :root { --govuk-brand-colour: red; --govuk-text-colour: red; --w-rem: 40px; }`;
/** Styles that pages bring along, none of which may be seen inside. */
const styles = {
  "hostile styles": hostile,
  "a root of 10 pixels": "html { font-size: 10px; }",
  "a root of 20 pixels": "html { font-size: 20px; }",
};
const pages = {
  "/embedded.html": page('<guidance-widget heading-level="4">'),
  "/narrow.html": page('<guidance-widget style="width: 320px">'),
  ...Object.fromEntries(
    Object.values(styles).map((text, row) => [
      `/styles-${row}.html`,
      page("<guidance-widget>", text),
    ]),
  ),
};

/** The heading of the screen and the text of the first choice, as they are drawn. */
const drawn = (widget) =>
  widget.frame.$eval(widget.host, (host) => {
    const { fontSize, fontFamily, fontStyle, color } = getComputedStyle(
      host.shadowRoot.querySelector(".govuk-radios__label"),
    );
    const heading = host.shadowRoot.getElementById("gw-heading");
    return { heading: heading.localName, fontSize, fontFamily, fontStyle, color };
  });

describeEachBrowser(
  "a page that others run",
  (session) => {
    test("says at which level the headings begin, and keeps its address to itself", {
      skip: session.elsewhere,
    }, async () => {
      const widget = await session.open("/embedded.html");
      const { length, href } = await widget.page.evaluate(() => ({
        length: history.length,
        href: location.href,
      }));
      const { answers } = journey("own-recording");
      await widget.at("What is happening?");
      assert.equal((await drawn(widget)).heading, "h4");
      await answer(widget, answers);
      await widget.at(words.outcome.heading);
      assert.equal(
        await widget.frame.$eval(
          widget.host,
          (host) => host.shadowRoot.querySelector("section h5") !== null,
        ),
        true,
      );
      assert.deepEqual(
        await widget.page.evaluate(() => ({ length: history.length, href: location.href })),
        { length, href },
      );
      assertQuiet(session, widget);
    });

    for (const [row, name] of Object.keys(styles).entries()) {
      test(`with ${name} changes nothing inside`, { skip: session.elsewhere }, async () => {
        const own = await session.open("/");
        await own.at("What is happening?");
        const expected = await drawn(own);
        assert.equal(expected.fontSize, "19px");
        const widget = await session.open(`/styles-${row}.html`);
        await widget.at("What is happening?");
        assert.deepEqual(await drawn(widget), expected);
        assertQuiet(session, widget);
      });
    }

    test("gives it a narrow column of a wide window: nothing stands out of it", {
      skip: session.elsewhere,
    }, async () => {
      const widget = await session.open("/narrow.html");
      await answer(widget, journey("intending-no-room").answers);
      const fits = () =>
        widget.frame.$eval(widget.host, (host) => {
          const { left, right, width } = host.getBoundingClientRect();
          // GOV.UK's small radios reach 10 pixels to the left with what can be pressed, which is not seen.
          const seen = (it) =>
            it.checkVisibility({ opacityProperty: true }) && !it.closest(".govuk-visually-hidden");
          const out = [...host.shadowRoot.querySelectorAll(".gw *")].filter(seen).filter((it) => {
            const box = it.getBoundingClientRect();
            return box.width > 0 && (box.left < left - 1 || box.right > right + 1);
          });
          return { width, out: out.map((it) => it.className || it.localName) };
        });
      for (const [heading, next] of [
        [words.outcome.heading, words.outcome["letter-button"]],
        [words.letter.heading, words.common["open-page"]],
        [words.page.heading],
      ]) {
        await widget.at(heading);
        assert.deepEqual(await fits(), { width: 320, out: [] }, heading);
        if (next) await widget.press(next);
      }
      assertQuiet(session, widget);
    });

    test("fills in who writes the letter, where it knows that; what is typed wins, and what is wrong is ignored", async () => {
      const widget = await session.open("/embedded.html");
      const tell = (sender) =>
        widget.inHost((host, given) => {
          host.sender = given;
        }, sender);
      await tell({ name: "Sam Sample", office: "Jobcentre\n2 Sample Road" });
      await toLetter(widget, journey("recorded-call").answers);
      const value = async (label) =>
        (await widget.fieldByLabel(label)).evaluate((field) => field.value);
      await widget.sees("Sam Sample; Jobcentre, 2 Sample Road");
      assert.equal(await value("Your office and its address"), "Jobcentre\n2 Sample Road");
      await insert(widget, "Your name", "Pat Other");
      await tell({ name: "Sam Changed", contact: "0300 000 0000" });
      assert.equal(await value("Your name"), "Pat Other");
      assert.equal(await value("How the claimant can contact you"), "0300 000 0000");
      assert.equal(await value("Your office and its address"), "");
      // Nowhere but in its fields.
      const around = await widget.page.content();
      assert.ok(!around.includes("Pat Other") && !around.includes("0300 000 0000"));
      assertQuiet(session, widget);
      for (const wrong of ["Secret Name", { surname: "Secret Name" }, { name: ["Secret Name"] }]) {
        await tell(wrong);
        assert.equal(await value("Your name"), "Pat Other");
        assert.match(widget.log.console.join("\n"), /sender is not understood/);
        assert.ok(!widget.log.console.join("\n").includes("Secret"));
      }
    });

    test("is printed with the guidance and what the widget shows, without what only a screen can do", async () => {
      const widget = await session.open("/embedded.html");
      const { answers } = journey("intending-no-room");
      await answer(widget, answers);
      await widget.at(words.outcome.heading);
      const pdf = await readPdf(
        (await session.print(() => widget.page.evaluate(() => print()))).bytes,
      );
      const paper = flat(pdf.text);
      for (const said of [
        "This may take time and a future appointment may be necessary.",
        words.outcome.heading,
        words.common["answers-heading"],
        "Use a private interview room",
        "arrangements to use an alternative Jobcentre Plus office will need to be considered",
      ]) {
        assert.ok(
          paper.toLowerCase().includes(said.toLowerCase()),
          `${said} is missing from\n${paper}`,
        );
      }
      for (const control of [
        words.common["start-again"],
        words.outcome["letter-button"],
        words.common["open-page"],
      ]) {
        assert.ok(!paper.includes(control), `${control} is in\n${paper}`);
      }
    });
  },
  { pages },
);
