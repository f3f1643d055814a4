// Copy, print and save in every kind of page that the widget may stand in; and where a browser refuses, the user is told and nothing is lost.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { fill, flat, journey, words } from "./content.mjs";
import { describeEachBrowser, readPdf, readWord, sample, waitFor, Widget } from "./harness.mjs";
import { dist } from "./server.mjs";
import {
  assertQuiet,
  checkLetter,
  copyAndPaste,
  details,
  fileName,
  fillIn,
  insert,
  preview,
  readRich,
  status,
  toLetter,
} from "./staff.mjs";
import { without } from "./xtask.mjs";

const { letter: text, check } = words;
const own = "Opening sentence";
const wholeText = (blocks) => blocks.map((block) => block.text).join("\n\n");
const wordList = (letter) => letter.split(/\s+/).filter(Boolean).sort();

const html = await readFile(join(dist, "index.html"), "utf8");
const tag = "<guidance-widget standalone>";
assert.ok(html.includes(tag));
const embedded = html.replace(tag, "<guidance-widget>");
const pages = {
  "/embedded.html": embedded,
  // A portal that scrolls in a box of its own and has ideas about printing.
  "/boxed.html": embedded
    .replace(
      "</head>",
      `<style>
      body { margin: 0; height: 100vh; overflow: hidden; }
      .box { height: 100vh; overflow: auto; }
      @page { size: A3 landscape; margin: 0; }
      @media print { body { display: none; } }
    </style></head>`,
    )
    .replace("<body>", '<body><div class="box">')
    .replace("</body>", "</div></body>"),
  "/portal.html": '<!doctype html><html lang="en"><title>A portal</title><body><h1>A portal</h1>',
};

/** The snippet for portals that put the widget into a frame. */
const snippet = {
  sandbox: "allow-scripts allow-same-origin allow-modals allow-downloads",
  allow: "clipboard-write",
};
const sandboxWithout = (token) => ({
  sandbox: snippet.sandbox
    .split(" ")
    .filter((it) => it !== token)
    .join(" "),
});
const otherOrigin = (session) => session.server.origin.replace("127.0.0.1", "localhost");

/** Opens the widget in a frame with these attributes. */
async function openFramed(session, attributes = {}, origin = session.server.origin) {
  const { page } = await session.open("/portal.html");
  const element = await page.evaluateHandle(
    (given) => {
      const frame = document.createElement("iframe");
      for (const [name, value] of Object.entries(given)) frame.setAttribute(name, value);
      return document.body.appendChild(frame);
    },
    { ...attributes, src: `${origin}/embedded.html`, width: 1200, height: 800 },
  );
  const frame = await waitFor(() => element.contentFrame(), "the frame");
  const lives = () => document.querySelector("guidance-widget:state(live)") !== null;
  await waitFor(() => frame.evaluate(lives), "the widget in the frame");
  return new Widget(page, { frame });
}

/** To a letter with nothing open, on the check screen. Gives its blocks as the preview shows them. */
async function reachCheck(widget, name) {
  await toLetter(widget, journey("published-staff-concerned").answers);
  await fillIn(widget, { ...details, "Claimant’s name": name });
  const shown = await preview(widget);
  await checkLetter(widget);
  return shown;
}

/** Everything that was typed is still there. */
async function assertNothingLost(widget, name) {
  await widget.follow(words.common.back);
  await widget.at(text.heading);
  for (const [label, typed] of Object.entries({ ...details, "Claimant’s name": name })) {
    assert.equal(
      await (await widget.fieldByLabel(label)).evaluate((field) => field.value),
      typed,
      label,
    );
  }
}

// Print

/** Long enough for several pages, and every word of it is missed where it is missing. */
const long = Array.from({ length: 900 }, (_, row) => `word${row + 1}`).join(" ");

const places = {
  "a plain page": (session) => session.open("/embedded.html"),
  "a page that scrolls in a box and hides itself from printers": (session) =>
    session.open("/boxed.html"),
  "a frame": (session) => openFramed(session),
  "a sandboxed frame": (session) => openFramed(session, snippet),
  "a sandboxed frame from another origin": (session) =>
    openFramed(session, snippet, otherOrigin(session)),
};

/** Only the letter, all of it, on A4, no type smaller than chosen and none italic. */
function assertPrinted(pdf, shown, points, numbered) {
  const onPaper = pdf.pages.map((page, row) => {
    const number = `Page ${row + 1} of ${pdf.pages.length}`;
    if (numbered) assert.ok(flat(page.text).includes(number), `no “${number}” on\n${page.text}`);
    return flat(page.text).replace(number, "");
  });
  assert.deepEqual(wordList(onPaper.join(" ")), wordList(shown));
  assert.equal(
    onPaper
      .join(" ")
      .match(/word\d+/g)
      .join(" "),
    long,
    "the long paragraph in its order",
  );
  for (const page of pdf.pages) {
    assert.ok(
      Math.abs(page.width - 210) < 1 && Math.abs(page.height - 297) < 1,
      `A4, not ${page.width} by ${page.height} mm`,
    );
    for (const run of page.runs) {
      assert.ok(run.size >= points - 0.1, `${run.size} pt: ${run.text}`);
      assert.ok(run.upright && !/ital|obli/i.test(run.font), `italic: ${run.text}`);
      assert.ok(run.left >= 24.6 && run.right <= 186, `outside the margins: ${run.text}`);
    }
  }
}

/** The address, and nothing else, shows in the window of a DL envelope; the letter begins at 95 mm. */
function assertFitsEnvelope(/** @type {any[]} */ [first], address) {
  const boxes = first.runs.map((run) => {
    const em = (run.size * 25.4) / 72;
    return { ...run, above: run.top - 0.73 * em, below: run.top + 0.22 * em };
  });
  const window = { left: 24.6, right: 120, above: 39.5, below: 66.3 };
  const showing = boxes.filter(
    (box) =>
      box.left < window.right &&
      box.right > window.left &&
      box.above < window.below &&
      box.below > window.above,
  );
  assert.deepEqual(
    showing
      .map((box) => box.text)
      .join(" ")
      .split(/\s+/),
    address.split(/\s+/),
  );
  for (const box of showing) {
    assert.ok(
      box.left >= window.left &&
        box.right <= window.right &&
        box.above >= window.above &&
        box.below <= window.below,
      `outside the window: ${JSON.stringify(box)}`,
    );
  }
  const under = boxes
    .filter((box) => box.left < window.right && box.above > window.below)
    .map((box) => box.above);
  const start = Math.min(...under);
  assert.ok(start >= 95 && start < 100, `the letter begins at ${start} mm`);
}

describeEachBrowser(
  "a letter of several pages is printed whole",
  (session) => {
    const all = Object.entries(places);
    // The first and the one that is furthest from it.
    for (const [place, open] of sample(all, [all[0], all.at(-1)], session.triesAll)) {
      test(`from ${place}`, async () => {
        const widget = await open(session);
        await toLetter(widget, journey("recorded-call").answers);
        await fillIn(widget, details);
        await insert(widget, own, long);
        const titles = () => Promise.all([widget.page.title(), widget.frame.title()]);
        const before = await titles();
        // In a page of its own at every size, elsewhere at the usual one.
        const sizes = sample([14, 18, 24], [14], session.triesAll && place === all[0][0]);
        for (const points of sizes) {
          await widget.choose(fill(text["size-points"], { points }));
          const shown = wholeText(await preview(widget));
          await checkLetter(widget);
          const { bytes } = await session.print(() => widget.press(check.print));
          await status(widget, check.printing);
          const pdf = await readPdf(bytes);
          assert.ok(pdf.pages.length >= 3, `${pdf.pages.length} pages`);
          assertPrinted(pdf, shown, points, session.name === "chromium");
          if (points === 14)
            assertFitsEnvelope(
              pdf.pages,
              `${details["Claimant’s name"]} ${details["Claimant’s address"]}`,
            );
          if (session.name === "chromium") {
            // Firefox gives its PDFs neither title nor tags. Chromium's title is the top page's, which another origin's
            // frame cannot change.
            const title = place.includes("another origin") ? before[0] : text.title;
            assert.deepEqual([pdf.title, pdf.tagged, pdf.language], [title, true, "en-GB"]);
          }
          assert.deepEqual(await titles(), before, "every page has its own title again");
          await widget.follow(words.common.back);
          await widget.at(text.heading);
        }
      });
    }
  },
  { pages },
);

describeEachBrowser(
  "closing and signature",
  (session) => {
    test("are on one page, wherever the letter ends; lines are two high", async () => {
      const widget = await session.open("/embedded.html");
      await toLetter(widget, journey("recorded-call").answers);
      await fillIn(widget, { ...details, [own]: "Opening." });
      await widget.choose(fill(text["size-points"], { points: "24" }));
      await widget.choose(text["double-spacing"]);
      await checkLetter(widget);
      const saved = await session.save(() => widget.press(check.page));
      const page = await widget.page.browser().newPage();
      await page.setContent(saved.bytes.toString("utf8"));
      const missed = [];
      // A page has 14 such lines.
      const all = Array.from({ length: 15 }, (_, row) => row + 1);
      for (const lines of sample(all, [2, 12, 13, 14], session.triesAll)) {
        await page.$eval(
          ".body",
          (body, count) => {
            body.innerHTML = Array.from({ length: count }, () => "Opening.").join("<br>");
          },
          lines,
        );
        const pdf = await readPdf(await page.pdf({ preferCSSPageSize: true }));
        const on = (words) => pdf.pages.findIndex((it) => it.text.includes(words));
        if (on("Yours sincerely") !== on(details["Your name"])) missed.push(lines);
        const [first, second] = pdf.pages
          .flatMap((it) => it.runs)
          .filter((run) => run.text === "Opening.")
          .slice(-2);
        if (lines === 2) assert.ok(Math.abs(second.top - first.top - (48 * 25.4) / 72) < 0.1);
      }
      await page.close();
      assert.deepEqual(missed, [], "lines of the opening where the signature stands alone");
    });
  },
  { pages },
);

/** Each letter that is decided by its answers. */
const letters = ["intending-no-room", "published-staff-concerned", "recorded-call"];

describeEachBrowser(
  "at 24 point, bold and with double spacing",
  (session) => {
    for (const name of sample(letters, letters.slice(0, 1))) {
      test(`a letter has no page more in Word than in print: ${name}`, {
        skip: without("office"),
      }, async () => {
        const widget = await session.open("/embedded.html");
        await toLetter(widget, journey(name).answers);
        const opening = name === "recorded-call" ? { [own]: "You recorded our call." } : {};
        await fillIn(widget, { ...details, ...opening });
        await widget.choose(fill(text["size-points"], { points: "24" }));
        await widget.choose(text.bold);
        await widget.choose(text["double-spacing"]);
        await checkLetter(widget);
        const printed = await readPdf((await session.print(() => widget.press(check.print))).bytes);
        const word = await session.save(() => widget.press(check.word));
        const read = await readWord(word.bytes);
        assert.ok(printed.pages.length > 1, `${printed.pages.length} pages`);
        assert.ok(
          read.pages.length <= printed.pages.length,
          `${read.pages.length} pages in Word, ${printed.pages.length} in print`,
        );
      });
    }
  },
  { pages, only: ["chromium"] },
);

describeEachBrowser(
  "where printing is refused",
  (session) => {
    for (const [place, attributes] of [
      ["a sandbox without leave to open dialogues", sandboxWithout("allow-modals")],
      ["a sandbox without an origin", sandboxWithout("allow-same-origin")],
    ]) {
      test(`by ${place}, the user is told`, async () => {
        const widget = await openFramed(session, attributes);
        await reachCheck(widget, "Alex Example");
        const title = await widget.frame.title();
        await widget.press(check.print);
        await status(widget, check["print-failed"]);
        assert.equal(await widget.frame.title(), title);
        assert.equal(
          await widget.frame.$eval(
            widget.host,
            (host) => host.shadowRoot.querySelectorAll("iframe").length,
          ),
          0,
          "no frame is left",
        );
        await assertNothingLost(widget, "Alex Example");
      });
    }
  },
  { pages, headers: { "access-control-allow-origin": "*" } },
);

// Copy

/** Refuses the copy that a page asks for, as pages do that forbid copying; the user's own copy still works. */
const forbidCopying = (widget) =>
  widget.frame.evaluate(() => {
    document.execCommand = () => false;
  });

// `differs`: browsers do.
const copies = {
  "a page on this machine": { secure: true, open: (session) => session.open("/embedded.html") },
  "a page on plain http": {
    differs: true,
    secure: false,
    open: (session) => session.open(`${session.insecureOrigin}/embedded.html`),
  },
  "a file": {
    differs: true,
    secure: true,
    open: (session) => session.open(pathToFileURL(join(dist, "offline.html")).href),
  },
  "a frame that may not use the clipboard": {
    secure: true,
    open: (session) => openFramed(session, {}, otherOrigin(session)),
  },
  "a sandboxed frame": {
    secure: true,
    open: (session) => openFramed(session, { sandbox: snippet.sandbox }),
  },
  "a sandboxed frame without an origin": {
    differs: true,
    secure: true,
    open: (session) => openFramed(session, sandboxWithout("allow-same-origin")),
  },
  "a page where only the newer way works": {
    secure: true,
    async open(session) {
      const widget = await session.open("/embedded.html");
      await forbidCopying(widget);
      return widget;
    },
  },
};

describeEachBrowser(
  "a letter is copied",
  (session) => {
    const all = Object.entries(copies);
    const few = all.filter(([, { differs }]) => differs);
    for (const [place, { secure, open }] of sample(all, few, session.triesAll)) {
      test(`from ${place}, rich and plain`, async () => {
        const widget = await open(session);
        // A name of its own, so that nothing of another test's letter can be taken for it.
        const shown = await reachCheck(widget, `Alex of ${place}`);
        assert.equal(await widget.frame.evaluate(() => isSecureContext), secure);
        const pasted = await copyAndPaste(session, widget, check["copied-draft"]);
        assert.equal(pasted.text.trim(), wholeText(shown));
        assert.deepEqual(await readRich(widget, pasted.html), shown);
      });
    }

    test("by the user, where the browser refuses: told in words, the letter selected", async () => {
      const widget = await session.open(`${session.insecureOrigin}/embedded.html`);
      const shown = await reachCheck(widget, "Alex Refused");
      await forbidCopying(widget);
      await widget.press(check.copy);
      await status(widget, check["copy-failed"]);
      await widget.page.keyboard.down("Control");
      await widget.page.keyboard.press("c", { commands: ["Copy"] });
      await widget.page.keyboard.up("Control");
      const pasted = await session.paste();
      assert.deepEqual(wordList(pasted.text), wordList(wholeText(shown)));
      await widget.page.bringToFront();
      await assertNothingLost(widget, "Alex Refused");
    });
  },
  { pages, headers: { "access-control-allow-origin": "*" } },
);

// Save

describeEachBrowser(
  "a file",
  (session) => {
    test("is saved from the sandbox that the snippet asks for", async () => {
      const widget = await openFramed(session, snippet, otherOrigin(session));
      const shown = await reachCheck(widget, "Alex Example");
      const saved = await session.save(() => widget.press(check.text));
      assert.deepEqual(wordList(saved.bytes.toString("utf8")), wordList(wholeText(shown)));
    });

    test("that a sandbox does not let out: the user is told what to do", async () => {
      const widget = await openFramed(session, sandboxWithout("allow-downloads"));
      await reachCheck(widget, "Alex Example");
      await widget.press(check.word);
      const [, rest] = check.saved.split("{file}");
      await status(widget, fileName("file-word", "^", `${rest.replaceAll(".", "\\.")}$`));
      if (session.name === "chromium") {
        // Chromium says that it refused; Firefox says nothing.
        await waitFor(
          () => widget.log.console.some((line) => /download is disallowed/i.test(line)),
          () => `a refusal among ${widget.log.console}`,
        );
      }
      assert.match(check.saved, /If nothing appears, .*copy the letter instead/);
      await assertNothingLost(widget, "Alex Example");
      const word = fileName("file-word");
      assert.ok(!(await readdir(session.saved)).some((name) => word.test(name)));
    });
  },
  { pages, headers: { "access-control-allow-origin": "*" } },
);

// All of them

describeEachBrowser(
  "one letter",
  (session) => {
    test("has the same words whichever way it leaves", async () => {
      const widget = await session.open("/embedded.html");
      const shown = await reachCheck(widget, "Zoë O’Neill & <b>Söhne</b>");
      const expected = flat(wholeText(shown));
      const asRead = (markup) =>
        widget.page.evaluate(
          (source) =>
            new DOMParser().parseFromString(
              source.replaceAll(/<br>|<w:br\/>|<\/p>|<\/w:p>/g, " "),
              "text/html",
            ).body.textContent,
          markup,
        );
      const between = (whole, start, end) => whole.split(start)[1].split(end)[0];
      const save = async (button) =>
        (await session.save(() => widget.press(check[button]))).bytes.toString("utf8");

      const pasted = await copyAndPaste(session, widget, check["copied-draft"]);
      await widget.page.bringToFront();
      const outputs = {
        "copied as text": pasted.text,
        "copied as HTML": (await readRich(widget, pasted.html))
          .map((block) => block.text)
          .join(" "),
        "plain text file": await save("text"),
        "web page": await asRead(between(await save("page"), "<body>", "</body>")),
        "Word document": await asRead(between(await save("word"), "<w:body>", "</w:body>")),
      };
      for (const [output, words] of Object.entries(outputs))
        assert.equal(flat(words), expected, output);
      const pdf = await readPdf((await session.print(() => widget.press(check.print))).bytes);
      const onPaper = pdf.pages.map((page, row) =>
        flat(page.text).replace(`Page ${row + 1} of ${pdf.pages.length}`, ""),
      );
      assert.deepEqual(wordList(onPaper.join(" ")), wordList(expected), "printed");
      assertQuiet(session, widget);
    });
  },
  { pages },
);
