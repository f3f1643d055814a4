// Owns the server: files in memory on 127.0.0.1, Brotli at its best as from a web server
// that has compressed them beforehand. Must not know what they are.
import { createServer } from "node:http";
import { extname } from "node:path";
import { brotliCompress, constants } from "node:zlib";
import { promisify } from "node:util";

const compress = promisify(brotliCompress);
const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

/** Serves `files` (path → bytes); gives `origin`, `sizes` (path → bytes as sent) and `close`. */
export async function serve(files) {
  const sent = new Map(
    await Promise.all(
      Object.entries(files).map(
        async ([path, bytes]) =>
          /** @type {[string, Buffer]} */ ([
            path,
            await compress(bytes, {
              params: {
                [constants.BROTLI_PARAM_QUALITY]: 11,
                [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
              },
            }),
          ]),
      ),
    ),
  );
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const body = sent.get(pathname);
    if (!body) return response.writeHead(404).end();
    response.writeHead(200, {
      "content-type": types[extname(pathname)],
      "content-encoding": "br",
      "content-length": body.length,
    });
    return response.end(body);
  });
  await new Promise((ready) => {
    server.listen(0, "127.0.0.1", () => ready(undefined));
  });
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    origin: `http://127.0.0.1:${port}`,
    sizes: Object.fromEntries([...sent].map(([path, body]) => [path, body.length])),
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(closed);
      }),
  };
}
