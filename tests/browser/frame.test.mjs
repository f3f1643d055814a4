// frame.html in a page of another origin: it tells its height to the origins that it lists, and to nobody else.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { questions, words } from "./content.mjs";
import { describeEachBrowser, waitFor } from "./harness.mjs";
import { dist } from "./server.mjs";

const frame = await readFile(join(dist, "frame.html"), "utf8");
const pages = {};

describeEachBrowser(
  "a frame",
  (session) => {
    /** A page on localhost that frames the widget of 127.0.0.1, which lists `origins`. */
    async function framed(origins) {
      const own = new URL(session.server.origin);
      pages["/framed.html"] = frame.replace(
        'data-origins=""',
        `data-origins="${origins.join(" ")}"`,
      );
      pages["/portal.html"] =
        `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Portal</title><link rel="icon" href="data:,"></head>
      <body><iframe title="Guidance" src="${own.origin}/framed.html" width="600" height="100" sandbox="allow-scripts allow-same-origin allow-modals allow-downloads"></iframe></body></html>`;
      const widget = await session.open(`http://localhost:${own.port}/portal.html`, {
        before: () =>
          addEventListener("message", ({ data, origin }) => {
            if (data?.type?.startsWith?.("guidance")) (window.heard ??= []).push([origin, data]);
          }),
      });
      widget.frame = widget.page.frames().find((it) => it.parentFrame());
      await widget.at(questions[0].text);
      return widget;
    }
    const heard = (widget) => widget.page.evaluate(() => window.heard ?? []);
    const height = (widget) =>
      widget.frame.evaluate(() =>
        Math.ceil(document.documentElement.getBoundingClientRect().height),
      );

    test("tells a listed page how high it is, again whenever that changes", async () => {
      const widget = await framed([
        "https://intranet.example",
        `http://localhost:${new URL(session.server.origin).port}`,
      ]);
      const told = async () => (await heard(widget)).at(-1);
      const agrees = async () => {
        const [origin, data] = (await told()) ?? [];
        return origin === session.server.origin && data.height === (await height(widget));
      };
      await waitFor(
        agrees,
        async () => `the height ${await height(widget)}, not ${JSON.stringify(await told())}`,
      );
      const before = await height(widget);
      await widget.press(words.common["open-page"]);
      await widget.at(words.page.heading);
      await waitFor(async () => (await height(widget)) > before && agrees(), "the new height");
      for (const [, data] of await heard(widget))
        assert.deepEqual(Object.keys(data).sort(), ["height", "type"]);
    });

    test("tells an unlisted page nothing", async () => {
      const widget = await framed(["https://intranet.example"]);
      await widget.press(words.common["open-page"]);
      await widget.at(words.page.heading);
      assert.deepEqual(await heard(widget), []);
    });
  },
  { only: ["chromium"], pages },
);
