// Builds dist/: windsock.mjs (ESM), windsock.js (for a script tag), windsock.d.ts (types), each script with its source map;
// and dist/doctor/: the doctor's page in one file, and the words that the command line uses too.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { minify } from "terser";

/**
 * Members that only the client's own classes see, so that they may have short names in what is built: none of the API, of
 * the wire, of what is stored, of what tabs say to each other, or of the browser's.
 */
const INTERNAL =
  "accepted acquit advance age alive allow alone answered arrive arrived ask asking back begin begins beyond block " +
  "call cancel candidate carries carry changed changes check closing commands comment control create dead deadline " +
  "died down drop dropAll elsewhere emit empty events everSent everyone facts farewell feed final follow followed " +
  "follows forgotten found group guessed head heard hide hints hold identity keep lasted listener listeners " +
  "listenersOf look memory move negotiator nextId note offer offers offline online open opened outranks over own " +
  "owner parts post prefers probation proved ranking reaches ready receive relieved remote renew reply resend " +
  "rotation save seemsOpen settle short skip stale start starts stated stop subscriber subscriptions suspect take " +
  "tested testing told turn verdict waiting watch work";

const shared = { bundle: true, minify: true, target: "es2022", legalComments: "none", write: false };

const root = fileURLToPath(new URL("..", import.meta.url));
process.chdir(root);

/** What esbuild makes gets smaller by what terser knows beside: 3 % of it, gzipped. */
async function bundle(entryPoint, format, outfile) {
  const { outputFiles } = await build({
    entryPoints: [entryPoint],
    format,
    outfile,
    ...shared,
    sourcemap: "external",
    dropLabels: ["DEV"],
    mangleProps: new RegExp(`^(${INTERNAL.replaceAll(" ", "|")})$`),
    define: { "Number.POSITIVE_INFINITY": "Infinity", "Number.NaN": "NaN" },
  });
  const [map, script] = outputFiles.map(({ text }) => text);
  const name = basename(outfile);
  const { code, map: minified } = await minify(script, {
    module: true,
    ecma: 2022,
    compress: {
      passes: 3,
      unsafe: true,
      unsafe_arrows: true,
      pure_getters: true,
      hoist_funs: true,
      inline: 1,
      if_return: false,
      sequences: false,
    },
    sourceMap: { content: map, filename: name, url: `${name}.map`, includeSources: true },
  });
  writeFileSync(outfile, code);
  writeFileSync(`${outfile}.map`, minified);
}

function fail(why) {
  console.error(why);
  process.exit(1);
}

function run(tool, ...args) {
  const { status, stdout, stderr } = spawnSync(`node_modules/.bin/${tool}`, args, { encoding: "utf8" });
  if (status !== 0) fail(stdout + stderr);
}

/** A built file as text, with what makes a browser run it and nothing else. */
async function inlined(entry) {
  const { outputFiles } = await build({ ...shared, entryPoints: [entry], format: "esm", outdir: "dist" });
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
mkdirSync("dist");
await bundle("src/index.ts", "esm", "dist/windsock.mjs");
await bundle("src/global.ts", "iife", "dist/windsock.js");
run("tsc", "-p", "tsconfig.types.json");
run("api-extractor", "run", "--local");
rmSync("dist/types", { recursive: true });
if (!existsSync("dist/windsock.d.ts")) fail("dist/windsock.d.ts was not made");
// What is documented, or on the wire, has its name.
const named = ["dist/windsock.d.ts", "src/protocol.ts"].map((file) => readFileSync(file, "utf8")).join("");
const members = new Set(Array.from(named.matchAll(/^ +(?:readonly |get )*(\w+)[?(<:]/gm), ([, name]) => name));
const taken = INTERNAL.split(" ").filter((name) => members.has(name));
if (taken.length > 0) fail(`not internal: ${taken}`);
await buildDoctor();
