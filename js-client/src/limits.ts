import type { Memory } from "./memory.js";
import type { TransportName } from "./protocol.js";
import { YOUNG } from "./ranking.js";

/** Two ages are the same, in ms, where they differ by less than this, or by a tenth. */
const SAME = 1_500;

/** How long a connection is left quiet, in ms, once one has died of it without a word: below a firewall's ten seconds. */
const CAREFUL = 8_000;
const LEAST = 4_000;

/** Learns for how long this network lets a connection live, and for how long be quiet. */
export class NetworkLimits {
  readonly #memory: Memory;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /** For how many ms a connection may be quiet, as far as known. */
  get keepalive(): number | undefined {
    return this.#memory.facts.keepalive;
  }

  /** At which age, in ms, a connection had better be replaced, where the network is known to cut it. */
  rotation(name: TransportName): number | undefined {
    const { span } = this.#memory.of(name);
    return span && span * 0.8;
  }

  /**
   * A connection was cut at this age, after having been quiet for so long, while the server was there. Twice alike is a
   * rule: of quiet where it was quiet for long, else of age.
   */
  cut(name: TransportName, age: number, quiet: number): void {
    const { facts } = this.#memory;
    const transport = this.#memory.of(name);
    // Else it was not cut for being quiet, or for its age.
    if (age < YOUNG) return;
    if (quiet >= YOUNG) {
      if (alike(quiet, facts.quiet)) facts.keepalive = Math.max(LEAST, Math.round(quiet * 0.6));
      facts.quiet = Math.round(quiet);
    } else {
      if (alike(age, transport.cut)) transport.span = Math.round(Math.min(age, transport.cut ?? age));
      transport.cut = Math.round(age);
    }
    this.#memory.save();
  }

  /** A connection was quiet and turned out to be dead, without a word, while the server was there. */
  forgotten(): void {
    const { facts } = this.#memory;
    facts.keepalive = facts.keepalive ? Math.max(LEAST, facts.keepalive / 2) : CAREFUL;
    this.#memory.save();
  }
}

function alike(a: number, b: number | undefined): boolean {
  return b !== undefined && Math.abs(a - b) < Math.max(SAME, b / 10);
}
