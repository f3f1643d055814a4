// Owns what is measured of a file: its size, as it is and as a web server would send it, and its digests. Prints one JSON array.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { argv } from "node:process";
import { promisify } from "node:util";
import { brotliCompress } from "node:zlib";

// On threads of its own, so that several files are compressed at once.
const compress = promisify(brotliCompress);
const digest = (bytes, name, form) => createHash(name).update(bytes).digest(form);

const sums = argv.slice(2).map(async (file) => {
  const bytes = readFileSync(file);
  return {
    name: basename(file),
    raw: bytes.length,
    brotli: (await compress(bytes)).length,
    sha256: digest(bytes, "sha256", "hex"),
    sha384: digest(bytes, "sha384", "base64"),
  };
});
console.log(JSON.stringify(await Promise.all(sums)));
