// Fails when a built script is larger, minified and gzipped, than the client promises to be.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const LIMIT = 15_000;

for (const name of ["windsock.js", "windsock.mjs"]) {
  const size = gzipSync(readFileSync(new URL(`../dist/${name}`, import.meta.url)), { level: 9 }).length;
  console.log(`${name}: ${size} bytes gzipped, of ${LIMIT}`);
  if (size > LIMIT) process.exitCode = 1;
}
