// Pages that are single-page applications of others, with their real routers: the history is the host’s, and answers come back with it. In the nightly run only.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { journey, questions, words } from "./content.mjs";
import { outside } from "./elsewhere.mjs";
import { describeEachBrowser, nightly, waitFor } from "./harness.mjs";
import { answer, assertQuiet, focusOnHeading } from "./staff.mjs";

const { answers } = journey("recorded-call");
const short = Object.fromEntries(Object.entries(answers).slice(0, 2));
const [first] = questions;
const next = questions.find(({ id }) => id === Object.keys(answers)[2]).text;

const element = "<guidance-widget history><p>The guidance</p></guidance-widget>";
const page = (head, body) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Portal</title><link rel="icon" href="data:,">
  ${head}<script defer src="/guidance-widget.js"></script></head><body>${body}</body></html>`;

const turbo = (name, body) =>
  page(
    '<script src="/turbo.js"></script>',
    `<h1>${name}</h1><a href="/one.html">One</a> <a href="/two.html">Two</a>${body}`,
  );
const vue = (history) =>
  page(
    '<script src="/vue.js"></script><script src="/vue-router.js"></script>',
    `<div id="app"></div><script>
      const { createRouter, ${history} } = VueRouter;
      const screen = (name, more) => ({ template: \`<h1>\${name}</h1>\${more}\` });
      const router = createRouter({
        history: ${history}(${history === "createWebHistory" ? '"/app"' : ""}),
        routes: [
          { path: "/", component: screen("One", ${JSON.stringify(element)}) },
          { path: "/two", component: screen("Two", "") },
        ],
      });
      const app = Vue.createApp({ template: '<RouterLink to="/">One</RouterLink> <RouterLink to="/two">Two</RouterLink><RouterView />' });
      app.config.compilerOptions.isCustomElement = (tag) => tag === "guidance-widget";
      app.use(router).mount("#app");
    </script>`,
  );

const library = async (file) => ({
  html: nightly ? await readFile(outside(file), "utf8") : "",
  headers: { "content-type": "text/javascript" },
});
const pages = {
  "/turbo.js": await library("@hotwired/turbo/dist/turbo.es2017-umd.js"),
  "/vue.js": await library("vue/dist/vue.global.prod.js"),
  "/vue-router.js": await library("vue-router/dist/vue-router.global.prod.js"),
  "/one.html": turbo("One", element),
  "/two.html": turbo("Two", ""),
  "/app/": vue("createWebHistory"),
  "/app/two": vue("createWebHistory"),
  "/hash.html": vue("createWebHashHistory"),
};

/** What the host shows. */
const shows = (widget, name) =>
  waitFor(
    () => widget.page.evaluate((it) => document.querySelector("h1")?.textContent === it, name),
    `the host’s page “${name}”`,
  );
const go = (widget, way) => widget.page.evaluate((it) => history[it](), way);

for (const [name, address] of Object.entries({
  "Turbo 8": "/one.html",
  "Vue Router 4 with the browser’s history": "/app/",
  "Vue Router 4 with routes in the fragment": "/hash.html",
})) {
  describeEachBrowser(
    name,
    (session) => {
      test("leads away and back to the question that was asked, and Back walks the questions", async () => {
        const widget = await session.open(address);
        await shows(widget, "One");
        await answer(widget, short);
        await focusOnHeading(widget, next);

        await widget.page.evaluate(() =>
          [...document.querySelectorAll("a")].find((it) => it.textContent === "Two").click(),
        );
        await shows(widget, "Two");
        assert.equal(
          await widget.page.evaluate(() => !document.querySelector("guidance-widget")),
          true,
        );

        await go(widget, "back");
        await shows(widget, "One");
        await widget.at(next);
        for (const _ of Object.keys(short)) await go(widget, "back");
        await widget.at(first.text);
        await shows(widget, "One");
        assert.ok(!(await widget.text()).includes(words.common["answers-heading"]));
        for (const _ of Object.keys(short)) await go(widget, "forward");
        await widget.at(next);
        await go(widget, "forward");
        await shows(widget, "Two");
        // Turbo itself breaks off what it has begun to load, and does not catch that.
        widget.log.errors = widget.log.errors.filter((it) => !it.includes("/turbo.js"));
        assertQuiet(session, widget);
      });
    },
    { pages, ...(nightly ? {} : { only: [] }) },
  );
}
