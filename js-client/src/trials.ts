import { Candidate, type CandidateOwner, type CandidateParts } from "./candidate.js";
import type { Negotiator } from "./negotiator.js";
import type { TransportName } from "./protocol.js";
import type { Why } from "./report.js";

/** A candidate that does not carry yet. */
export interface Trial {
  readonly candidate: Candidate;
  readonly why: Why;
  /** Told once what becomes of it: `undefined` where it carries, else the reason why not. */
  readonly settle: (reason?: string) => void;
  /** Calls off what it waits for once it is ready. */
  cancel: () => void;
}

/** The candidates of a connection that are on trial: open, until they are taken to carry, fail, or are dropped. */
export class Trials {
  readonly #negotiator: Negotiator;
  readonly #owner: CandidateOwner;
  readonly #trials = new Map<Candidate, Trial>();

  constructor(negotiator: Negotiator, owner: CandidateOwner) {
    this.#negotiator = negotiator;
    this.#owner = owner;
  }

  open(
    name: TransportName,
    why: Why,
    parts: Omit<CandidateParts, "hints" | "report">,
    settle: Trial["settle"] = () => {},
  ): Trial {
    const hints = this.#negotiator.hints(name);
    const report = () => this.#negotiator.report.short();
    const candidate = new Candidate(name, { ...parts, hints, report }, this.#owner);
    const trial: Trial = { candidate, why, settle, cancel: () => {} };
    this.#trials.set(candidate, trial);
    this.#negotiator.opened(candidate, why);
    candidate.open();
    return trial;
  }

  get all(): readonly Trial[] {
    return [...this.#trials.values()];
  }

  of(candidate: Candidate): Trial | undefined {
    return this.#trials.get(candidate);
  }

  /** It is on trial no longer. */
  take(candidate: Candidate): Trial | undefined {
    const trial = this.#trials.get(candidate);
    trial?.cancel();
    this.#trials.delete(candidate);
    return trial;
  }

  drop(candidate: Candidate, reason: string): void {
    const trial = this.take(candidate);
    if (!trial) return;
    candidate.end();
    this.#negotiator.ended(candidate, reason);
    trial.settle(reason);
  }

  dropAll(reason: string, which: (trial: Trial) => boolean = () => true): void {
    for (const trial of this.all) if (which(trial)) this.drop(trial.candidate, reason);
  }
}
