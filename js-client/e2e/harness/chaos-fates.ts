/** What may become of an exchange. */
import type { Random } from "./random.js";

type Answer = 502 | 503 | 504 | "cut";

/** What becomes of a request and its answer. */
export type RequestFate =
  | { readonly kind: "delayed"; readonly ms: number }
  /** It never reaches the server. */
  | { readonly kind: "lost"; readonly ms: number; readonly answer: Answer }
  | { readonly kind: "cut-request"; readonly at: number; readonly ms: number; readonly reset: boolean }
  | { readonly kind: "cut-answer"; readonly at: number; readonly reset: boolean; readonly linger: number }
  | { readonly kind: "stalled"; readonly ms: number }
  /** It is told to have failed, and reaches the server after that: later ones overtake it. */
  | { readonly kind: "late"; readonly ms: number; readonly answer: Answer }
  /** It reaches the server, and is then told to have failed. */
  | { readonly kind: "applied"; readonly answer: Answer }
  /** It reaches the server a second time, so many ms before (0) or after. */
  | { readonly kind: "twice"; readonly ms: number };

/** What becomes of a WebSocket. */
export type SocketFate =
  | { readonly kind: "refused"; readonly status: 400 | 403 | 502 }
  | { readonly kind: "reset" }
  /** It opens, and is cut after so many bytes up or down; bytes up arrive late, also after the cut. */
  | {
      readonly kind: "open";
      readonly upTo: number | null;
      readonly downTo: number | null;
      readonly lag: number;
      readonly linger: number;
      readonly reset: boolean;
    };

export function fateOfRequest(random: Random, length: number): RequestFate {
  const answer = random.pick<Answer>(["cut", 502, "cut", 503, 504]);
  const reset = random.chance(0.5);
  const kind = random.weighted({
    delayed: 2,
    lost: 2,
    "cut-request": 2,
    "cut-answer": 5,
    stalled: 1,
    late: 3,
    applied: 3,
    twice: 3,
  });
  switch (kind) {
    case "delayed":
    case "stalled":
      return { kind, ms: random.between(1, 100) };
    case "lost":
      return { kind, ms: random.between(0, 30), answer };
    case "cut-request":
      return { kind, at: random.between(1, length), ms: random.between(0, 20), reset };
    case "cut-answer":
      return { kind, at: aroundHead(random), reset, linger: random.chance(0.5) ? 0 : random.between(1, 100) };
    case "late":
      return { kind, ms: random.between(0, 150), answer };
    case "applied":
      return { kind, answer };
    case "twice":
      return { kind, ms: random.chance(0.3) ? 0 : random.between(1, 150) };
  }
}

export function fateOfSocket(random: Random): SocketFate {
  const kind = random.weighted({ refused: 1, reset: 1, open: 10 });
  if (kind === "refused") return { kind, status: random.pick([400, 403, 502]) };
  if (kind === "reset") return { kind };
  const up = random.chance(0.4);
  return {
    kind,
    upTo: up ? random.between(1, 1_500) : null,
    downTo: up ? null : aroundHead(random),
    lag: random.chance(0.5) ? 0 : random.between(1, 100),
    linger: random.chance(0.5) ? 0 : random.between(1, 200),
    reset: random.chance(0.5),
  };
}

/** Anywhere in an answer: in its head, in its first frames, or far into a stream. */
function aroundHead(random: Random): number {
  return random.between(1, random.pick([200, 600, 3_000, 40_000]));
}
