// Builds dist/: windsock.mjs (ESM), windsock.js (for a script tag), windsock.d.ts (types), each script with its source map;
// and dist/doctor/: the doctor's page in one file, and the words that the command line uses too.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
process.chdir(root);

const shared = { bundle: true, minify: true, sourcemap: true, target: "es2022", legalComments: "none" };

function run(tool, ...args) {
  const { status, stdout, stderr } = spawnSync(`node_modules/.bin/${tool}`, args, { encoding: "utf8" });
  if (status !== 0) {
    console.error(stdout + stderr);
    process.exit(1);
  }
}

/** A built file as text, with what makes a browser run it and nothing else. */
async function inlined(entry) {
  const { outputFiles } = await build({
    ...shared,
    sourcemap: false,
    entryPoints: [entry],
    format: "esm",
    write: false,
  });
  const text = outputFiles[0].text.trim();
  return { text, hash: `'sha256-${createHash("sha256").update(text).digest("base64")}'` };
}

/** The doctor's page: one file, since every further request might meet an obstacle. */
async function buildDoctor() {
  const script = await inlined("doctor/page/main.ts");
  const style = await inlined("doctor/page/doctor.css");
  const policy = `default-src 'none'; script-src ${script.hash}; style-src ${style.hash}; connect-src 'self'; base-uri 'none'; form-action 'none'`;
  const html = readFileSync("doctor/page/index.html", "utf8")
    .replace("<!--policy-->", () => `<meta http-equiv="Content-Security-Policy" content="${policy}">`)
    .replace("<!--style-->", () => `<style>${style.text}</style>`)
    .replace("<!--script-->", () => `<script type="module">${script.text}</script>`);
  mkdirSync("dist/doctor");
  writeFileSync("dist/doctor/index.html", html);
  copyFileSync("doctor/words.json", "dist/doctor/words.json");
}

rmSync("dist", { recursive: true, force: true });
await build({ ...shared, entryPoints: ["src/index.ts"], format: "esm", outfile: "dist/windsock.mjs" });
await build({ ...shared, entryPoints: ["src/global.ts"], format: "iife", outfile: "dist/windsock.js" });
run("tsc", "-p", "tsconfig.types.json");
run("api-extractor", "run", "--local");
rmSync("dist/types", { recursive: true });
if (!existsSync("dist/windsock.d.ts")) {
  console.error("dist/windsock.d.ts was not made");
  process.exit(1);
}
await buildDoctor();
