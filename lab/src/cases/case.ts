/** What a case of the table is, and the flags it takes. */
import type { Layer } from "../network/layer.js";
import type { Schedule } from "../network/schedule.js";

/** A parameter of a case. */
export interface Flag {
  /** What it is where nobody says; its type is the flag's. */
  readonly preset: number | string;
  readonly meaning: string;
  /** Where only these will do. */
  readonly choices?: readonly string[];
}

/** The flags of a case as they are set. */
export class Values {
  readonly #values: ReadonlyMap<string, number | string>;

  constructor(values: ReadonlyMap<string, number | string>) {
    this.#values = values;
  }

  number(name: string): number {
    return Number(this.text(name));
  }

  text(name: string): string {
    const value = this.#values.get(name);
    if (value === undefined) throw new Error(`No flag ${name}`);
    return String(value);
  }

  /** All of them, as they are written on the command line. */
  toString(): string {
    return [...this.#values].map(([name, value]) => `--${name} ${value}`).join(" ");
  }
}

/** What the lab can do beside the network, where it has the means. */
export interface Means {
  readonly schedule: Schedule;
  /** Ends the server's process by this signal, and starts it again after so many ms. */
  readonly restart?: (signal: "SIGTERM" | "SIGKILL", down: number) => void;
  /** Stops the browser's processes for so many ms, as sleep does. */
  readonly suspend?: (span: number) => void;
}

/** One case. */
export interface Case {
  readonly id: string;
  readonly title: string;
  /** What is expected of a client that gets through. */
  readonly expected: string;
  readonly flags: Readonly<Record<string, Flag>>;
  /** Its layers, the one nearest to the browser first; empty where the network has no part in it. */
  layers(values: Values, means: Means): Layer[];
  /** What one has to know of it. */
  readonly note?: string;
  /** Why it cannot be run yet. */
  readonly notYet?: string;
}
