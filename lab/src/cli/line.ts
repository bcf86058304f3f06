import { parseArgs } from "node:util";

/** A command line: words, and options, each of which may be given several times. */
export interface Line {
  readonly words: readonly string[];
  readonly options: ReadonlyMap<string, readonly string[]>;
}

/** Options that take no value. */
const SWITCHES = ["help", "missing"];

/** Reads it; throws where an option has no value. */
export function readLine(args: readonly string[]): Line {
  const { tokens } = parseArgs({ args: [...args], strict: false, tokens: true, allowPositionals: true });
  const words: string[] = [];
  const options = new Map<string, string[]>();
  let open: string | undefined;
  for (const token of tokens) {
    if (token.kind === "option-terminator") continue;
    if (open !== undefined && token.kind === "positional") {
      options.get(open)?.push(token.value);
      open = undefined;
      continue;
    }
    refuseOpen(open);
    if (token.kind === "positional") words.push(token.value);
    else open = take(options, token.name, token.value);
  }
  refuseOpen(open);
  return { words, options };
}

/** Returns the name where its value is yet to come. */
function take(options: Map<string, string[]>, name: string, value: string | undefined): string | undefined {
  const values = options.get(name) ?? [];
  options.set(name, values);
  if (value !== undefined) values.push(value);
  return value === undefined && !SWITCHES.includes(name) ? name : undefined;
}

function refuseOpen(open: string | undefined): void {
  if (open !== undefined) throw new Error(`--${open} needs a value`);
}
