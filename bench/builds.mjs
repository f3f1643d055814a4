// Owns what is measured: the shipped files of the widget, and the peers bundled for
// production, each in the same page. Must not know how anything is measured.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { toFormio, toSurvey } from "./peers/models.mjs";

const here = import.meta.dirname;
const read = (...path) => readFile(join(...path));
/** As the example page has it: an element can be registered at any time. */
const early = (file) => `<script type="module" async src="${file}"></script>`;
/** A peer looks for its places, so it waits until the page has been read. */
const deferred = (file) => `<script type="module" src="${file}"></script>`;

/**
 * Each peer: its source, what its hooks are, and the style sheet that its library needs. `pace`: how long a user has to
 * wait after a choice. Form.io looks at its conditions 100 ms later and more; that time is not counted.
 */
const peers = {
  vanilla: { name: "Vanilla JS", source: "vanilla.js" },
  preact: { name: "Preact", source: "preact.jsx", hooks: "preact/hooks", package: "preact" },
  react: { name: "React", source: "react.jsx", hooks: "react", package: "react-dom" },
  surveyjs: {
    name: "SurveyJS",
    source: "surveyjs.js",
    styles: "survey-core/survey-core.fontless.min.css",
    package: "survey-core",
  },
  formio: {
    name: "Form.io",
    source: "formio.js",
    styles: "@formio/js/dist/formio.form.min.css",
    package: "@formio/js",
    pace: 500,
  },
};

async function version(name) {
  return JSON.parse(String(await read(here, "node_modules", name, "package.json"))).version;
}

/**
 * One peer with one flow: `{ script, styles }`.
 *
 * @param {{ source: string, hooks?: string, package?: string, styles?: string }} peer
 */
async function bundle({ source, hooks, package: name, styles }, flow) {
  const made = { flow, "model:survey": () => toSurvey(flow), "model:formio": () => toFormio(flow) };
  const data = {
    name: "data",
    setup(esbuild) {
      esbuild.onResolve({ filter: /^(flow|model:\w+)$/ }, ({ path }) => ({
        path,
        namespace: "data",
      }));
      esbuild.onLoad({ filter: /.*/, namespace: "data" }, ({ path }) => {
        const value = typeof made[path] === "function" ? made[path]() : made[path];
        return { contents: JSON.stringify(value), loader: "json" };
      });
    },
  };
  const { outputFiles } = await build({
    entryPoints: [join(here, "peers", source)],
    absWorkingDir: here,
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    logLevel: "warning",
    legalComments: "none",
    define: { "process.env.NODE_ENV": '"production"', global: "globalThis" },
    // The same as for the widget's own scripts.
    target: ["chrome109", "firefox115", "safari16.4"],
    ...(hooks && { alias: { hooks }, jsx: "automatic", jsxImportSource: hooks.split("/")[0] }),
    plugins: [data],
  });
  return {
    script: outputFiles[0].contents,
    styles: styles && (await read(here, "node_modules", styles)),
  };
}

/**
 * Everything that is served and measured: `files` by path, and `rows`, each with its `id`, `name`, `version`, the
 * `page` and what it loads. Peers hold `flow`.
 */
export async function builds(dist, flow) {
  const index = (await read(dist, "index.html")).toString();
  const script = /<script type="module" async src="[^"]*guidance-widget\.module\.js"><\/script>/;
  const element = /<guidance-widget standalone>([\s\S]*)<\/guidance-widget>/;
  if (!script.test(index) || !element.test(index))
    throw new Error(
      "index.html no longer has the widget’s script and tag as the benchmark knows them",
    );
  const guidance = element.exec(index)[1];
  const page = (head, places) => index.replace(script, () => head).replace(element, () => places);
  const files = {};
  const take = async (...names) => {
    for (const name of names) files[`/${name}`] = await read(dist, name);
  };
  await take(
    "host.css",
    "guidance-widget.module.js",
    "guidance-widget.wasm",
    "guidance-widget.js",
    "guidance-packs.js",
  );

  // Of several on one page only the first has the guidance, and none the address and the title.
  const several = (open, close, count) => {
    const first = count === 1 ? open : open.replace(" standalone", "");
    return first + guidance + close + (first + close).repeat(count - 1);
  };
  const rows = [];
  const add = (row, head, open, close) => {
    for (const count of [1, 10, 50])
      files[`/${row.id}-${count}.html`] = Buffer.from(page(head, several(open, close, count)));
    rows.push(row);
  };
  const own = (id, name, head, loads, open = "<guidance-widget>") =>
    add({ id, name, loads, own: true, version: null }, head, open, "</guidance-widget>");
  const module = [
    early("guidance-widget.module.js"),
    ["/guidance-widget.module.js", "/guidance-widget.wasm"],
  ];
  own("module", "guidance-widget, module", ...module);
  own("classic", "guidance-widget, classic", '<script defer src="guidance-widget.js"></script>', [
    "/guidance-widget.js",
  ]);
  // What no peer does: it has the page's address and title, too.
  own("standalone", "guidance-widget, standalone", ...module, "<guidance-widget standalone>");
  for (const [id, peer] of Object.entries(peers)) {
    const { script, styles } = await bundle(peer, flow);
    files[`/${id}.js`] = script;
    if (styles) files[`/${id}.css`] = styles;
    const loads = Object.keys(files).filter(
      (file) => file === `/${id}.js` || file === `/${id}.css`,
    );
    const head = (styles ? `<link rel="stylesheet" href="${id}.css">` : "") + deferred(`${id}.js`);
    const row = {
      id,
      name: peer.name,
      loads,
      pace: peer.pace,
      version: peer.package ? await version(peer.package) : null,
    };
    add(row, head, "<div data-flow>", "</div>");
  }
  return { files, rows, page, bundle: (id, other) => bundle(peers[id], other) };
}
