// When the widget cannot run or stops running, and when there are no scripts: the whole guidance is there to read.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asked, flat, journey, questions, words } from "./content.mjs";
import { describeEachBrowser, waitFor, Widget } from "./harness.mjs";
import { dist } from "./server.mjs";
import { checkLetter, details, fillIn, reachLetter, status, toLetter, visible } from "./staff.mjs";

/** The paragraphs and headings of the source page, as a reader sees them. */
const source = (await readFile("tests/source/recordings-by-claimants.md", "utf8"))
  .split(/\n\s*\n/)
  .map(flat)
  .filter(Boolean)
  .map(withoutMarkdown);

function withoutMarkdown(block) {
  return block
    .replace(/^#+ /, "")
    .replace(/(?<!\\)\*+/g, "")
    .replace(/(?<!\\)\[((?:\\.|[^\]\\])*)\]\([^)]*\)/g, "$1")
    .replace(/\\(.)/g, "$1");
}

/** The built page, and beside it copies in which neither engine can start. */
const folder = await mkdtemp(join(tmpdir(), "guidance-faults-"));
after(() => rm(folder, { recursive: true, force: true }));
await cp(dist, folder, { recursive: true });
const html = await readFile(join(dist, "index.html"), "utf8");
const wasm = await readFile(join(dist, "guidance-widget.wasm"));
const script = await readFile(join(dist, "guidance-widget.module.js"), "utf8");
const half = (text) => text.slice(0, text.length / 2);
for (const [name, { module = wasm, page = html, own = script }] of Object.entries({
  "cut-off": { module: wasm.subarray(0, 1000) },
  "of other bytes": { module: Buffer.from("not a module") },
  "a page that says not found": { module: Buffer.from("<!doctype html><title>Not found</title>") },
  missing: { module: null },
  // A policy without 'wasm-unsafe-eval'.
  forbidden: {
    page: html.replace(
      "<head>",
      "<head><meta http-equiv=\"Content-Security-Policy\" content=\"script-src 'self' 'unsafe-inline'\">",
    ),
  },
  "half a script": { own: half(script) },
})) {
  await mkdir(join(folder, name));
  await writeFile(join(folder, name, "guidance-widget.module.js"), own);
  if (module) await writeFile(join(folder, name, "guidance-widget.wasm"), module);
  await writeFile(join(folder, name, "index.html"), page);
}
const classic = html.replace(
  /<script type="module"[^>]*>/,
  '<script defer src="/guidance-widget.js">',
);
assert.notEqual(classic, html);
const pages = {
  "/classic.html": classic,
  "/half.html": classic.replace("/guidance-widget.js", "/half.js"),
  "/half.js": {
    html: half(await readFile(join(dist, "guidance-widget.js"), "utf8")),
    headers: { "content-type": "text/javascript" },
  },
  "/other-type/index.html": html,
  "/other-type/guidance-widget.module.js": {
    html: script,
    headers: { "content-type": "text/javascript" },
  },
  "/other-type/guidance-widget.wasm": {
    html: wasm,
    headers: { "content-type": "application/octet-stream" },
  },
};

/** Every word of the page, which says of each link that leads nowhere that it does. */
function assertWholeGuidance(shown) {
  const text = flat(shown.replaceAll(`(${words.common["link-missing"]})`, "")).replace(
    /\s+(?=[.,\])])/g,
    "",
  );
  const missing = source.filter((block) => !text.includes(block));
  assert.deepEqual(missing, []);
}

async function guidanceWithNotice(widget, ...lines) {
  const shown = await waitFor(
    async () => {
      const now = await visible(widget);
      return now.given && now.own && now;
    },
    async () => `the guidance and a notice, not ${JSON.stringify(await visible(widget))}`,
  );
  for (const line of lines)
    assert.ok(shown.own.includes(line), `“${line}” is not in\n${shown.own}`);
  assert.ok(shown.own.includes("You can use the full guidance below."), shown.own);
  assertWholeGuidance(shown.given);
}

/** Makes the browser refuse every change inside the widget's shadow root that the engine could make. */
function makeHostile(widget) {
  return widget.frame.$eval(widget.host, (host) => {
    for (const name of ["insertBefore", "appendChild"]) {
      const original = Node.prototype[name];
      Node.prototype[name] = function refuse(...given) {
        if (this.getRootNode() === host.shadowRoot)
          throw new DOMException("refused by the test", "HierarchyRequestError");
        return original.apply(this, given);
      };
    }
  });
}

/** Nothing that was typed may be in what the engine says while it stops. */
function assertToldWithout(widget, typed) {
  const told = [...widget.log.console, ...widget.log.errors].join("\n");
  assert.match(told, /guidance-widget stopped at /);
  assert.ok(!told.includes(typed), told);
}

function assertConsoleSays(widget, said) {
  assert.ok(
    widget.log.console.some((line) => line.includes(said)),
    `“${said}” is not in\n${widget.log.console.join("\n")}`,
  );
}

const cannotStart = [
  "The step-by-step version of this guidance cannot start.",
  "One of its files did not load or is damaged, or the browser refused it.",
];
const stopped = [
  "The step-by-step version of this guidance has stopped working.",
  "Your answers and any letter text are lost. To try again, load the page again.",
];

describeEachBrowser(
  "a widget that fails",
  (session) => {
    test("on the way to the next question brings the guidance back, with a notice that has the focus", async () => {
      const widget = await session.open("/");
      const { question, choice } = asked("situation", "wants");
      await widget.at(question.text);
      assert.equal(
        (await visible(widget)).given,
        "",
        "while it runs, the static guidance is not shown as well",
      );
      await widget.choose(choice.label);
      await makeHostile(widget);
      await widget.press(words.question.next);
      await guidanceWithNotice(widget, ...stopped);
      assertToldWithout(widget, choice.label);
      const focused = await widget.frame.$eval(
        widget.host,
        (host) => host.shadowRoot.activeElement?.innerText ?? "",
      );
      assert.ok(focused.includes(stopped[0]), `focus on the notice, not on “${focused}”`);
    });

    test("in the letter brings the guidance back and tells nothing of what was typed", async () => {
      const widget = await reachLetter(session, journey("recorded-call").answers);
      await widget.type("Claimant’s name", "Sentinel7f3a");
      await makeHostile(widget);
      await widget.press(words.common["open-page"]);
      await guidanceWithNotice(widget, ...stopped);
      assertToldWithout(widget, "Sentinel7f3a");
    });

    for (const page of [
      "cut-off",
      "of other bytes",
      "a page that says not found",
      "missing",
      "forbidden",
    ]) {
      test(`to start, its module ${page} and no other engine to be had, leaves the guidance readable and says why`, async () => {
        const widget = await session.open(`/${page}/`);
        await guidanceWithNotice(widget, ...cannotStart);
        assertConsoleSays(widget, "cannot start. Check that its files are whole");
      });
    }

    for (const [page, what] of [
      ["/half.html", "the classic script"],
      ["/half%20a%20script/", "the module script"],
    ]) {
      test(`to be read at all, half of ${what} being there, leaves the guidance readable`, async () => {
        const widget = await session.open(page);
        await waitFor(
          () => widget.log.errors.length > 0,
          "the browser to say that the script is broken",
        );
        const { own, given } = await visible(widget);
        assert.equal(own, "");
        assertWholeGuidance(given);
      });
    }

    test("to be served as what it is starts all the same, and the console says so", async () => {
      const widget = await session.open("/other-type/index.html");
      await widget.at(questions[0].text);
      assertConsoleSays(widget, "Served as application/wasm it would start sooner");
    });

    test("to get memory leaves the guidance readable and says why", async () => {
      const widget = await session.open("/classic.html", {
        before: () => {
          const { ArrayBuffer: Own } = window;
          WebAssembly.instantiate = async () => {
            throw new RangeError("out of memory");
          };
          // @ts-expect-error a page may put something else in its place
          window.ArrayBuffer = function refuse(size) {
            if (size > 100_000) throw new RangeError("Array buffer allocation failed");
            return new Own(size);
          };
        },
      });
      await guidanceWithNotice(widget, ...cannotStart);
      assertConsoleSays(widget, "cannot start. Check that its files are whole");
    });

    test("to get more memory later brings the guidance back and says that the letter is lost", async () => {
      const widget = await reachLetter(session, journey("recorded-call").answers, {
        before: () => {
          const { instantiate } = WebAssembly;
          WebAssembly.instantiate = /** @type {any} */ (
            async (...given) => {
              const made = /** @type {any} */ (await instantiate(.../** @type {[any]} */ (given)));
              window.moduleMemory = Object.values(made.exports).find(
                (it) => it instanceof WebAssembly.Memory,
              );
              return made;
            }
          );
        },
      });
      await widget.type("Claimant’s name", "Sentinel7f3a");
      await widget.frame.$eval(widget.host, (host) => {
        // The memory that there may be is taken; none of it is touched.
        for (let pages = 32_768; pages > 0; ) {
          try {
            window.moduleMemory.grow(pages);
          } catch {
            pages = Math.floor(pages / 2);
          }
        }
        const field = host.shadowRoot.getElementById("gw-field-own-words");
        field.value = "A word or two. ".repeat(2_000_000);
        field.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
      });
      await guidanceWithNotice(widget, ...stopped);
      assertConsoleSays(widget, "has stopped (");
      const told = [...widget.log.console, ...widget.log.errors].join("\n");
      assert.ok(!told.includes("Sentinel7f3a") && !told.includes("A word or two"), told);
    });

    test("because a function of the browser fails under it brings the guidance back", async () => {
      const widget = await reachLetter(session, journey("recorded-call").answers);
      await widget.frame.evaluate(() => {
        Node.prototype.getRootNode = () => {
          throw new Error("broken by the page");
        };
        Object.defineProperty(Node.prototype, "nodeValue", {
          set() {
            throw new Error("broken by the page");
          },
        });
        Object.defineProperty(Node.prototype, "textContent", {
          set() {
            throw new Error("broken by the page");
          },
        });
        document.createElementNS = document.createElement = () => {
          throw new Error("broken by the page");
        };
      });
      await widget.frame.$eval(
        widget.host,
        (host, name) => {
          [...host.shadowRoot.querySelectorAll("button")]
            .find((it) => it.innerText.trim() === name)
            .click();
        },
        words.common["open-page"],
      );
      await waitFor(async () => (await visible(widget)).given, "the guidance");
      assertWholeGuidance((await visible(widget)).given);
    });

    test("and neither comes nor fails: the reader is told, and it may still come", async () => {
      const widget = await session.open("/classic.html", {
        before: () => {
          // The reader's patience, in hundredths of it.
          const { setTimeout } = window;
          window.timers = new Set();
          // @ts-expect-error a page may put something else in its place
          window.setTimeout = (work, time) => {
            const timer = setTimeout(() => {
              window.timers.delete(timer);
              work();
            }, time / 100);
            window.timers.add(timer);
            return timer;
          };
          const { clearTimeout } = window;
          window.clearTimeout = (timer) => {
            window.timers.delete(timer);
            clearTimeout(timer);
          };
          const { compile } = WebAssembly;
          WebAssembly.compile = (bytes) =>
            new Promise((done) => {
              window.letGo = () => done(compile(bytes));
            });
        },
      });
      await guidanceWithNotice(
        widget,
        "The step-by-step version of this guidance has not started yet.",
        "If it still starts,",
      );
      assertConsoleSays(widget, "has not started in 10 seconds");
      await widget.page.evaluate(() => window.letGo());
      await widget.at(questions[0].text);
      assert.equal((await visible(widget)).given, "");
      assert.equal(
        await widget.frame.$eval(
          widget.host,
          (host) =>
            [...host.shadowRoot.querySelectorAll(".notice")].filter((it) => it.checkVisibility())
              .length,
        ),
        0,
      );
      assert.equal(await widget.page.evaluate(() => window.timers.size), 0, "timers that are left");
    });
  },
  { only: ["chromium"], folder, pages },
);

describeEachBrowser(
  "a widget in a page",
  (session) => {
    test("that is hidden while it starts is there when it is looked at", async (t) => {
      const page = await session.browser.newPage();
      await session.blank.bringToFront();
      const widget = new Widget(page);
      await page.goto(`${session.server.origin}/`, { waitUntil: "load" });
      const state = await page.evaluate(() => document.visibilityState);
      t.diagnostic(`the page is ${state}`);
      await widget.at(questions[0].text);
      await page.bringToFront();
      await widget.choose(asked("situation", "wants").choice.label);
      await widget.press(words.question.next);
      await waitFor(
        async () => (await widget.heading()) !== questions[0].text,
        "the next question",
      );
    });

    test("that is started again while nobody looks, and no frame comes, no longer has the answers", async () => {
      const widget = await session.open("/classic.html", {
        before: () => {
          const { requestAnimationFrame } = window;
          window.requestAnimationFrame = (then) =>
            window.unseen ? 0 : requestAnimationFrame(then);
        },
      });
      const answered = () =>
        widget.frame.$eval(
          widget.host,
          (host) => host.shadowRoot.querySelector(".gw-answers") !== null,
        );
      await widget.at(questions[0].text);
      await widget.choose(asked("situation", "wants").choice.label);
      await widget.press(words.question.next);
      await waitFor(answered, "the list of answers");
      await widget.frame.$eval(widget.host, (host) => {
        window.unseen = true;
        host.addEventListener("guidance-step", ({ detail }) => {
          window.told = detail.screen;
        });
        host.reset();
      });
      await waitFor(async () => !(await answered()), "no list of answers");
      assert.equal(
        await widget.frame.evaluate(() => window.told),
        questions[0].id,
        "the page is told, too",
      );
    });

    test("that is left and come back to works, and shows nothing of what was typed", async (t) => {
      const { answers } = journey("recorded-call");
      const widget = await session.open("/classic.html", {
        before: () =>
          addEventListener("pageshow", ({ persisted }) => {
            window.kept = persisted;
          }),
      });
      await toLetter(widget, answers);
      await widget.type("Claimant’s name", "Sentinel7f3a");
      await widget.page.goto(`${session.server.origin}/guide.html`);
      // Not goBack, which waits for a load that a page that was kept does not have.
      await widget.page.evaluate(() => {
        setTimeout(() => history.back());
      });
      await widget.at(words.outcome.heading); // the answers are in the address
      t.diagnostic(
        `the browser ${(await widget.page.evaluate(() => window.kept)) ? "kept" : "did not keep"} the page`,
      );
      const holds = () =>
        widget.frame.$eval(widget.host, (host) =>
          [
            host.shadowRoot.innerHTML,
            ...[...host.shadowRoot.querySelectorAll("input, textarea")].map((it) => it.value),
          ]
            .join()
            .includes("Sentinel7f3a"),
        );
      assert.equal(await holds(), false);
      await widget.press(words.outcome["letter-button"]);
      await widget.at(words.letter.heading);
      assert.equal(await holds(), false);
      await fillIn(widget, details);
    });

    test("whose clipboard takes the plain text and then refuses the rest: the user is told, and nothing is lost", async () => {
      const widget = await readyToGo(session);
      await widget.frame.evaluate(() => {
        const { setData } = DataTransfer.prototype;
        DataTransfer.prototype.setData = function refuse(kind, text) {
          if (kind === "text/html") throw new DOMException("refused", "NotAllowedError");
          return setData.call(this, kind, text);
        };
        if (navigator.clipboard)
          navigator.clipboard.write = () =>
            Promise.reject(new DOMException("refused", "NotAllowedError"));
      });
      await widget.press(words.check.copy);
      await status(widget, words.check["copy-failed"]);
      await stillThere(widget);
    });

    for (const [how, print, said] of [
      [
        "is cancelled",
        "() => { view.dispatchEvent(new Event('beforeprint')); view.dispatchEvent(new Event('afterprint')); }",
        "printing",
      ],
      // WebKitGTK tells the page's window, and of the end when print() has returned.
      [
        "is another window’s, and stays a moment",
        "() => { const page = view.parent; page.dispatchEvent(new Event('beforeprint')); setTimeout(() => { for (const it of [page, view]) it.dispatchEvent(new Event('afterprint')); }, 100); }",
        "printing",
      ],
      ["never comes up", "() => {}", "print-failed"],
      [
        "fails",
        "() => { throw new DOMException('refused', 'InvalidAccessError'); }",
        "print-failed",
      ],
    ]) {
      test(`whose print dialogue ${how}: the user is told, and nothing is lost`, async () => {
        const widget = await readyToGo(session);
        const title = await widget.page.title();
        await widget.frame.evaluate((print) => {
          const { get } = Object.getOwnPropertyDescriptor(
            HTMLIFrameElement.prototype,
            "contentWindow",
          );
          Object.defineProperty(HTMLIFrameElement.prototype, "contentWindow", {
            get() {
              const view = get.call(this);
              view.print = new Function("view", `return ${print}`)(view);
              return view;
            },
          });
        }, print);
        await widget.press(words.check.print);
        await status(widget, words.check[said]);
        assert.equal(await widget.page.title(), title);
        await waitFor(
          () => widget.inHost(({ shadowRoot }) => shadowRoot.querySelector("iframe") === null),
          "the frame of the print to go",
        );
        await stillThere(widget);
      });
    }
  },
  { folder, pages },
);

async function readyToGo(session) {
  const widget = await reachLetter(session, journey("intending-no-room").answers);
  await fillIn(widget, details);
  await checkLetter(widget);
  return widget;
}

async function stillThere(widget) {
  await widget.follow(words.common.back);
  await widget.at(words.letter.heading);
  for (const [label, typed] of Object.entries(details)) {
    assert.equal(
      await (await widget.fieldByLabel(label)).evaluate((field) => field.value),
      typed,
      label,
    );
  }
}

describeEachBrowser(
  "without scripts",
  (session) => {
    test("the page shows the whole guidance and nothing that needs them", async () => {
      const widget = await session.open("/");
      const { own, given } = await visible(widget);
      assert.equal(own, "");
      assertWholeGuidance(given);
      assert.equal(
        await widget.frame.$eval(widget.host, (host) => host.shadowRoot),
        null,
        "no script has run",
      );
      assert.equal(await widget.overflow(320), 0);
    });
  },
  { only: ["chromium"], scripts: false },
);
