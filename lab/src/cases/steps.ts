/** What stands between browser and server, as it is written: `F1:status=502 F10:after=5000,how=clean nginx`. */
import { INTERMEDIARIES, type Intermediary } from "../intermediaries/index.js";
import { type Case, type Flag, Values } from "./case.js";
import { CASES } from "./index.js";

/** A case with its flags set, or a real intermediary. */
export type Step =
  | { readonly kind: "case"; readonly case: Case; readonly values: Values }
  | { readonly kind: "intermediary"; readonly intermediary: Intermediary };

/** Flags by name, as the command line has them; each goes for every case that knows it. */
export type Flags = ReadonlyMap<string, string>;

/** Reads steps; throws what a user can understand. */
export function parseSteps(words: readonly string[], flags: Flags = new Map()): Step[] {
  const steps = words.map((word) => parseStep(word, flags));
  const cases = steps.flatMap((step) => (step.kind === "case" ? [step.case] : []));
  for (const name of flags.keys()) {
    if (!cases.some((one) => name in one.flags)) throw new Error(`No flag of ${words.join(" ")}: --${name}`);
  }
  const forward = steps.findIndex((step) => step.kind === "intermediary" && step.intermediary.kind === "forward");
  if (forward > 0) throw new Error("A forward proxy stands next to the browser: name it first");
  return steps;
}

function parseStep(word: string, flags: Flags): Step {
  const [name = "", settings = ""] = word.split(/:(.*)/);
  const intermediary = INTERMEDIARIES.find(({ id }) => id === name.toLowerCase());
  if (intermediary) return { kind: "intermediary", intermediary };
  const found = CASES.find(({ id }) => id === name.toUpperCase());
  if (!found) {
    const known = [...CASES, ...INTERMEDIARIES].map(({ id }) => id).join(", ");
    throw new Error(`No such case: ${name}. There are ${known}`);
  }
  const values = new Map<string, number | string>();
  for (const [flag, { preset }] of Object.entries(found.flags)) values.set(flag, preset);
  for (const [flag, value] of flags) if (flag in found.flags) set(values, found, flag, value);
  for (const setting of settings.split(",").filter(Boolean)) {
    const [flag = "", value = ""] = setting.split(/=(.*)/);
    set(values, found, flag, value);
  }
  return { kind: "case", case: found, values: new Values(values) };
}

function set(values: Map<string, number | string>, { id, flags }: Case, name: string, value: string): void {
  const flag: Flag | undefined = flags[name];
  if (!flag) throw new Error(`${id} has no flag ${name}; it has ${Object.keys(flags).join(", ") || "none"}`);
  if (flag.choices && !flag.choices.includes(value)) {
    throw new Error(`${id}: ${name} is one of ${flag.choices.join(", ")}, not ${value}`);
  }
  if (typeof flag.preset === "number" && !/^\d{1,9}$/.test(value)) {
    throw new Error(`${id}: ${name} is a number from 0 to 999999999, not ${value}`);
  }
  values.set(name, typeof flag.preset === "number" ? Number(value) : value);
}
