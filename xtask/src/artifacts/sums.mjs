// Owns what is measured of a file: its size, as it is and as a web server would send it, and its digests. Prints one JSON array.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { argv } from "node:process";
import { brotliCompressSync } from "node:zlib";

const digest = (bytes, name, form) => createHash(name).update(bytes).digest(form);
console.log(
  JSON.stringify(
    argv.slice(2).map((file) => {
      const bytes = readFileSync(file);
      return {
        name: basename(file),
        raw: bytes.length,
        brotli: brotliCompressSync(bytes).length,
        sha256: digest(bytes, "sha256", "hex"),
        sha384: digest(bytes, "sha384", "base64"),
      };
    }),
  ),
);
