// Owns the static server: one folder on 127.0.0.1 at a free port, with correct types and any extra headers.
import { createServer } from "node:http";
import { access, readFile } from "node:fs/promises";
import { extname, join, normalize, resolve } from "node:path";
import { text } from "node:stream/consumers";

export const dist = resolve(process.env.GUIDANCE_DIST ?? "dist");

const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".txt": "text/plain; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".wasm": "application/wasm",
};

/**
 * Serves `folder`; `headers` go on every answer; `pages` maps a path to HTML made by the test, or to `{ html, headers }`;
 * all that was asked is noted in `received`.
 */
export async function serve(
  folder = dist,
  /** @type {{ headers?: object, pages?: object, received?: any[] }} */
  { headers = {}, pages = {}, received } = {},
) {
  await access(folder).catch(() => {
    throw new Error(`No built page in ${folder}: build it, or name it in GUIDANCE_DIST`);
  });
  const server = createServer(async (request, response) => {
    if (received) received.push([request.url, request.headers, await text(request)]);
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const name = normalize(path.endsWith("/") ? `${path}index.html` : path);
    try {
      const made = typeof pages[path] === "string" ? { html: pages[path] } : pages[path];
      const body = made?.html ?? (await readFile(join(folder, name)));
      const type = made ? types[".html"] : types[extname(name)];
      response.writeHead(200, {
        "content-type": type ?? "application/octet-stream",
        ...headers,
        ...made?.headers,
      });
      response.end(body);
    } catch {
      // Browsers ask for an icon by themselves: nothing to give is not a fault.
      response.writeHead(name === "/favicon.ico" ? 204 : 404).end();
    }
  });
  await new Promise((ready) => {
    server.listen(0, "127.0.0.1", () => ready(undefined));
  });
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    origin: `http://127.0.0.1:${port}`,
    close() {
      server.closeAllConnections();
      return new Promise((closed) => server.close(closed));
    },
  };
}
