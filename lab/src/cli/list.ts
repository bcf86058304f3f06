import type { Case } from "../cases/case.js";
import { CASES } from "../cases/index.js";
import { INTERMEDIARIES, type Intermediary } from "../intermediaries/index.js";

/** The cases with their flags, and the intermediaries: what `list` says. */
export function list(): string {
  return [
    "Cases:",
    ...CASES.flatMap(describeCase),
    "",
    "Real intermediaries, with the settings that they come with:",
    ...INTERMEDIARIES.map(describeIntermediary),
  ].join("\n");
}

function describeCase({ id, title, flags, note, notYet }: Case): string[] {
  const described = Object.entries(flags).map(([name, { preset, meaning, choices }]) => {
    return `--${name} ${preset}  ${meaning}${choices ? ` (${choices.join(", ")})` : ""}`;
  });
  if (note) described.push(note);
  if (notYet) described.push(`Not with Windsock yet: ${notYet}`);
  return [`  ${id.padEnd(4)} ${title}`, ...described.map((line) => `         ${line}`)];
}

function describeIntermediary({ id, title, kind, packaged, installed }: Intermediary): string {
  const stands = kind === "reverse" ? "before the server" : "a proxy to set in the browser";
  return `  ${id.padEnd(10)} ${title}, ${stands}${installed() ? "" : ` (not installed: apt-get install ${packaged})`}`;
}
