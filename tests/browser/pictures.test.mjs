// Whether screens still look as they did when somebody last looked at them: at two widths and in forced colours.
//
// What is kept of a picture is a coarse one, 32 cells wide with 16 shades of grey, compressed, in pictures.json;
// UPDATE_EXPECT=1 NIGHTLY=1 writes it anew. PICTURES=1 writes the pictures themselves to target/pictures/, as does each one that differs.
// Type is drawn otherwise by other typefaces (`cargo xtask test` installs those that these are of) and other versions of
// the browser: pictures are compared only where a sample of type is drawn exactly as it was when they were made. Elsewhere
// the test says so and is skipped; make them there, before a change, to compare after it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createHash } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { stopTheClock } from "./clock.mjs";
import { questions } from "./content.mjs";
import { describeEachBrowser, sample, long } from "./harness.mjs";
import { oneOfEach, screens, show } from "./every-screen.mjs";

const file = "tests/browser/pictures.json";
const update = Boolean(process.env.UPDATE_EXPECT);
const columns = 32;

/** One of each kind, and each letter's outcome. */
const kinds = [
  /^question (situation|place|insists)/,
  /^change/,
  /^banner/,
  /^outcome, reasons closed/,
  /^letter with (errors|a date|too)/,
  /^letter, (24|law-keep|reworded|kept)/,
  /^letter in every/,
  /^letter with long/,
  /^check, /,
  /^page/,
];
/** Where a look other than the usual one changes most. */
const fewest =
  /^(question (situation|insists)|change that drops|banner over an|outcome|letter with|check, |page)/;
const seen = new Set();
const chosen = screens.filter(
  ({ name }) =>
    kinds.some((kind) => kind.test(name)) &&
    // Letters with errors differ little.
    !(name.startsWith("letter with errors") && [...seen].length === seen.add("errors").size),
);

async function sampleOfType(page) {
  await page.setContent(
    '<p id="sample" style="width:600px;margin:0;font:19px Arial,Helvetica,sans-serif">Sphinx of black quartz, <b>judge my vow</b> 0123456789 “£”</p>',
  );
  const picture = await (await page.$("#sample")).screenshot();
  return createHash("sha256").update(picture).digest("hex").slice(0, 16);
}

/** In a page: the coarse picture, a hexadecimal digit a cell. */
async function coarse(data, wide) {
  const image = await createImageBitmap(
    await (await fetch(`data:image/png;base64,${data}`)).blob(),
  );
  const high = Math.max(1, Math.round((image.height / image.width) * wide));
  const context = new OffscreenCanvas(wide, high).getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(image, 0, 0, wide, high);
  const { data: pixels } = context.getImageData(0, 0, wide, high);
  let shades = "";
  for (let at = 0; at < pixels.length; at += 4) {
    shades += Math.floor(
      (0.299 * pixels[at] + 0.587 * pixels[at + 1] + 0.114 * pixels[at + 2]) / 16,
    ).toString(16);
  }
  return { height: image.height, shades };
}

/** What two coarse pictures differ in, or nothing: a shade more or less is the edge of a step, not a change. */
function difference(before, now) {
  if (!before) return "there is no picture of it yet";
  if (Math.abs(before.height - now.height) > 2)
    return `it was ${before.height} pixels high and is ${now.height}`;
  const [old, fresh] = [before, now].map(({ shades }) =>
    [...shades].map((digit) => parseInt(digit, 16)),
  );
  const other = old.filter((shade, cell) => Math.abs(shade - (fresh[cell] ?? 99)) >= 2).length;
  return other > 0 ? `${other} of ${old.length} cells look otherwise` : undefined;
}

const pack = ({ height, shades }) => `${height} ${deflateRawSync(shades).toString("base64")}`;
const unpack = (text) => {
  const [height, shades] = text?.split(" ") ?? [];
  return (
    text && {
      height: Number(height),
      shades: inflateRawSync(Buffer.from(shades, "base64")).toString(),
    }
  );
};

const kept = JSON.parse(await readFile(file, "utf8").catch(() => '{"pictures":{}}'));
const made = {};

/** @type {[string, { forcedColours?: boolean }, number][]} */
const looks = [
  ["wide", {}, 1280],
  ["narrow", {}, 320],
  ["in forced colours", { forcedColours: true }, 1280],
];
for (const [look, options, width] of looks) {
  describeEachBrowser(
    `pictures, ${look},`,
    (session) => {
      // One browser: what the other draws otherwise is for the tests of layout.
      if (session.name !== "chromium") return;
      test("are as they were", { timeout: long }, async (t) => {
        const canvas = await session.browser.newPage();
        const type = await sampleOfType(canvas);
        if (kept.type !== type && !update) {
          t.skip(
            `type is drawn otherwise here (${type}) than where pictures.json was made (${kept.type}): nothing was compared`,
          );
          return;
        }
        const widget = await session.open("/", {
          width,
          height: 900,
          before: stopTheClock,
        });
        await widget.at(questions[0].text);
        // A picture is measured with a scroll bar and taken without: it would lack its right edge.
        await (await widget.page.createCDPSession()).send("Emulation.setScrollbarsHidden", {
          hidden: true,
        });
        const different = [];
        const few = chosen.filter((screen) => oneOfEach.includes(screen));
        const looked = sample(
          chosen,
          look === "wide" ? few : few.filter((it) => fewest.test(it.name)),
        );
        for (const screen of looked) {
          await show(widget, screen);
          const name = `${screen.name}, ${look}`;
          const before = unpack(kept.pictures[name]);
          const take = async () => {
            const element = await widget.page.$(widget.host);
            const picture = await element.screenshot({ encoding: "base64" });
            return { picture, now: await canvas.evaluate(coarse, picture, columns) };
          };
          let { picture, now } = await take();
          // On a busy machine parts of a high page can still be unpainted. What differs in each of three does differ.
          for (let again = 0; again < 2 && !update && difference(before, now); again += 1)
            ({ picture, now } = await take());
          made[name] = pack(now);
          const what = update ? undefined : difference(before, now);
          if (what || process.env.PICTURES) {
            const path = `target/pictures/${name.replace(/[^a-z0-9]+/gi, "-").slice(-150)}.png`;
            await mkdir("target/pictures", { recursive: true });
            await writeFile(path, Buffer.from(picture, "base64"));
            if (what) different.push(`${name}: ${what}. See ${path}`);
          }
        }
        if (update) await writeFile(file, `${JSON.stringify({ type, pictures: made }, null, 1)}\n`);
        t.diagnostic(`${looked.length} pictures, ${look}`);
        assert.deepEqual(different, []);
      });

      test("tell a change: a button of another colour, a sentence less", async () => {
        // Before the widget's page: a page behind another is not drawn.
        const canvas = await session.browser.newPage();
        const widget = await session.open("/", { width, height: 900, before: stopTheClock });
        await widget.at(questions[0].text);
        const look = async () => {
          await widget.page.evaluate(() => scrollTo(0, 0));
          return canvas.evaluate(
            coarse,
            await (await widget.page.$(widget.host)).screenshot({ encoding: "base64" }),
            columns,
          );
        };
        await show(
          widget,
          chosen.find(({ name }) => name === "question situation"),
        );
        await look(); // The first picture of a page moves it to where the others are taken.
        const before = await look();
        assert.equal(difference(before, await look()), undefined, "nothing has changed yet");
        await widget.frame.$eval(widget.host, (host) => {
          host.shadowRoot.querySelector(".govuk-button").style.cssText =
            "background: #fff; color: #0b0c0c";
        });
        if (!options.forcedColours)
          assert.match(difference(before, await look()), /cells look otherwise/);
        await widget.frame.$eval(widget.host, (host) => {
          host.shadowRoot.querySelector(".govuk-hint").style.visibility = "hidden";
        });
        assert.match(difference(before, await look()), /cells look otherwise/);
      });
    },
    { ...options, only: ["chromium"] },
  );
}
