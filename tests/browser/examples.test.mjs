// The example pages of docs/examples, as a portal owner would copy them, with the built files beside them.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { journey, questions, words } from "./content.mjs";
import { describeEachBrowser, isFirst, waitFor } from "./harness.mjs";
import { dist } from "./server.mjs";
import { answer, assertQuiet } from "./staff.mjs";
import { without } from "./xtask.mjs";

const examples = "docs/examples";
const plugin = join(examples, "wordpress/guidance-widget.php");
const read = (name) => readFile(join(examples, name), "utf8");
const icon = (html) => html.replace("</head>", '<link rel="icon" href="data:,"></head>');

/** What the plugin makes of a shortcode, WordPress's own functions being reduced to what they give here. */
const shortcode = (attributes, guidance) =>
  execFileSync(
    "php",
    [
      "-r",
      `
  define('ABSPATH', '/');
  function add_shortcode($name, $make) { $GLOBALS[$name] = $make; }
  function shortcode_atts($known, $given) { return array_intersect_key($given, $known) + $known; }
  function plugins_url($file) { return '/' . $file; }
  function wp_enqueue_script($handle, $address, $needs, $version, $how) {
    echo '<script ' . $how['strategy'] . ' src="' . $address . '"></script>';
  }
  function esc_attr($text) { return htmlspecialchars($text, ENT_QUOTES); }
  function do_shortcode($text) { return $text; }
  require '${plugin}';
  echo $guidance_widget(json_decode('${JSON.stringify(attributes)}', true), '${guidance}');
`,
    ],
    { encoding: "utf8" },
  );

const wordpress = (attributes) =>
  icon(`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Blog</title></head>
  <body>${shortcode(attributes, "<p>The guidance</p>")}</body></html>`);
const pages = {
  "/static.html": icon(await read("static.html")),
  "/editor.html": icon(await read("editor.html")),
  ...(!without("php") && {
    "/wordpress.html": wordpress({ heading_level: "3", onclick: "alert(1)" }),
  }),
  "/portal/frame.html": icon(await read("frame.html")),
};

describeEachBrowser(
  "an example page",
  (session) => {
    for (const [path, heading] of [
      ["/static.html", "h2"],
      ["/editor.html", "h3"],
      ["/wordpress.html", "h3"],
    ]) {
      const skip = path === "/wordpress.html" && without("php");
      test(`${path} shows the widget in place of its guidance`, { skip }, async () => {
        const widget = await session.open(path);
        await widget.at(questions[0].text);
        await answer(widget, journey("own-recording").answers);
        await widget.at(words.outcome.heading);
        const level = await widget.frame.$eval(
          widget.host,
          (host) => host.shadowRoot.getElementById("gw-heading").localName,
        );
        assert.equal(level, heading);
        assertQuiet(session, widget);
      });
    }

    test("/portal/frame.html makes its frame as high as the guidance", async () => {
      // The same page, with the addresses that a test has.
      const guidance = session.server.origin;
      const portal = guidance.replace("127.0.0.1", "localhost");
      pages["/framed.html"] = (await readFile(join(dist, "frame.html"), "utf8")).replace(
        'data-origins=""',
        `data-origins="${portal}"`,
      );
      pages["/portal.html"] = pages["/portal/frame.html"]
        .replaceAll("https://guidance.example/frame.html", `${guidance}/framed.html`)
        .replaceAll("https://guidance.example", guidance);
      const widget = await session.open(`${portal}/portal.html`);
      const frame = () => widget.page.$eval("iframe", ({ clientHeight }) => clientHeight);
      const inner = await waitFor(
        () => widget.page.frames().find((it) => it.parentFrame()),
        "the frame",
      );
      const wanted = () =>
        inner.evaluate(() => Math.ceil(document.documentElement.getBoundingClientRect().height));
      await waitFor(
        async () => (await frame()) === (await wanted()) && (await wanted()) !== 640,
        async () => `a frame of ${await wanted()} pixels, not ${await frame()}`,
      );
    });
  },
  { only: ["chromium"], pages },
);

if (isFirst) {
  test("the WordPress plugin is sound PHP", { skip: without("php") }, () => {
    assert.match(execFileSync("php", ["-l", plugin], { encoding: "utf8" }), /No syntax errors/);
  });
}
