// Builds dist/: windsock.mjs (ESM), windsock.js (for a script tag), windsock.d.ts (types), each script with its source map.
import { spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
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
