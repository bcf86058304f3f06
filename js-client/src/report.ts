import type { Clock } from "./clock.js";
import type { TransportName } from "./protocol.js";

/**
 * Why a transport was opened: to connect, or to come back; to get a better one than the one in use; because that was
 * suspected to be dead, held messages back, or would soon be cut; because the application asked for it.
 */
export type Why = "connect" | "reconnect" | "better" | "suspect" | "held-back" | "rotate" | "asked";

/** One transport that was opened, and what became of it. */
export interface Attempt {
  readonly transport: TransportName;
  readonly why: Why;
  /** When it was opened, in ms since 1970. */
  readonly at: number;
  /** After how many ms the server's reply came on it; `null`: not yet, or never. */
  proven: number | null;
  /** After how many ms it carried; `null`: not yet, or never. */
  carried: number | null;
  /** After how many ms it ended; `null` while it stands. */
  ended: number | null;
  /** Why it ended: as in the event `reconnecting`, or `replaced`, `unneeded`, `closed`. */
  reason: string | null;
}

/** Something that was found out of the network. */
export interface Finding {
  /** In ms since 1970. */
  readonly at: number;
  /** `blocked`, `server-away`, `server-slow`, `lifespan`, `idle-limit`, … */
  readonly what: string;
  readonly transport: TransportName | null;
  readonly detail: string;
}

/** Where a client is, and why. */
export interface ConnectionReport {
  /** In use now. */
  readonly transport: TransportName | null;
  /** The latest, the oldest first. */
  readonly attempts: readonly Attempt[];
  readonly findings: readonly Finding[];
  /** The same for people, a line each. */
  readonly words: readonly string[];
}

/** How many attempts, and how many findings, are kept. */
const MOST = 50;

/** Keeps what was tried, and what came of it: the latest of it, so that it cannot grow. */
export class Report {
  readonly #clock: Clock;
  #attempts: Attempt[] = [];
  #findings: Finding[] = [];
  /** What the server has not been told yet. */
  #news: string[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  opened(transport: TransportName, why: Why): Attempt {
    const at = this.#clock.date();
    const attempt: Attempt = { transport, why, at, proven: null, carried: null, ended: null, reason: null };
    this.#attempts = [...this.#attempts.slice(1 - MOST), attempt];
    return attempt;
  }

  found(what: string, transport: TransportName | null, detail = ""): void {
    const last = this.#findings.at(-1);
    if (last?.what === what && last.transport === transport && last.detail === detail) return;
    this.#findings = [...this.#findings.slice(1 - MOST), { at: this.#clock.date(), what, transport, detail }];
  }

  /** Notes a word for the server: the newest are kept. */
  note(...word: (string | number)[]): void {
    // Of what is between tabs it knows nothing.
    if (!word.includes("tab")) this.#news = [...this.#news.slice(-9), word.join(":")];
  }

  /** What the server is told of what has become of the attempts: each word once; at most 256 characters. */
  short(): string | undefined {
    const words = this.#news.join(" ").slice(0, 256);
    this.#news = [];
    return words || undefined;
  }

  get(transport: TransportName | undefined): ConnectionReport {
    const said = [
      ...this.#attempts.map((attempt) => ({ at: attempt.at, line: describe(attempt) })),
      ...this.#findings.map(({ at, what, transport: of, detail }) => ({
        at,
        line: [of, what, detail].filter(Boolean).join(": "),
      })),
    ];
    said.sort((a, b) => a.at - b.at);
    const words = said.map(({ at, line }) => `${new Date(at).toISOString()} ${line}`);
    const attempts = this.#attempts.map((attempt) => ({ ...attempt }));
    return { transport: transport ?? null, attempts, findings: [...this.#findings], words };
  }
}

function describe({ transport, why, proven, carried, ended, reason }: Attempt): string {
  const story = [`${transport} (${why})`];
  if (proven !== null) story.push(`works after ${proven} ms`);
  if (carried !== null) story.push("in use");
  if (ended !== null) story.push(`ended after ${ended} ms: ${reason}`);
  return story.join(", ");
}
