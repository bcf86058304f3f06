import type { CheckName, Outcome } from "./outcome.js";
// biome-ignore lint/correctness/useImportExtensions: data, not code.
import words from "./words.json" with { type: "json" };

/** How good it is: `note` and `unknown` are neither. */
export type Verdict = "good" | "partly" | "bad" | "note" | "unknown";

/** One check, for people. */
export interface Row {
  readonly check: CheckName;
  readonly title: string;
  readonly about: string;
  readonly verdict: Verdict;
  /** What the picture says of it, where that is more than the verdict. */
  readonly lane: string | undefined;
  readonly says: string;
  readonly evidence: readonly string[];
}

/** What was found, for people. */
export interface Diagnosis {
  /** 0: all is well; 1: it works, not as well as it could; 2: it does not work. */
  readonly level: 0 | 1 | 2;
  readonly headline: string;
  /** What comes before the causes. */
  readonly lead: string;
  /** What is in the way, the gravest first. */
  readonly causes: readonly string[];
  /** What can be done against it. */
  readonly asks: readonly string[];
  readonly rows: readonly Row[];
}

interface Sentences {
  readonly verdict: string;
  readonly lane?: string;
  readonly says: string;
  readonly brief?: string;
  readonly ask?: string;
}

interface Headline {
  readonly when: Readonly<Record<string, readonly string[]>>;
  readonly works: boolean;
  readonly says: string;
  /** What comes before the causes, where it is not the usual. */
  readonly lead?: string;
}

interface Judged {
  readonly outcome: Outcome;
  readonly sentences: Sentences;
}

/** Puts outcomes into the sentences of `words.json`. */
export function diagnose(outcomes: readonly Outcome[], place: string): Diagnosis {
  const judged = outcomes.map((outcome): Judged => ({ outcome, sentences: sentencesOf(outcome) }));
  const headline = (words.headlines as readonly Headline[]).find(({ when }) => holds(when, judged));
  if (!headline) throw new Error("No headline holds");
  const bad = judged.filter(({ sentences: { verdict } }) => verdict === "bad");
  const partly = judged.filter(({ sentences: { verdict } }) => verdict === "partly");
  const troubles = [...bad, ...partly];
  const notes = troubles.length > 0 ? judged.filter(({ sentences: { verdict } }) => verdict === "note") : [];
  const say = (template: string | undefined, { outcome }: Judged): string[] =>
    template ? [fill(template, { ...outcome.values, place })] : [];
  return {
    level: level(headline.works, troubles.length),
    headline: headline.says,
    lead: lead(headline, troubles.length),
    causes: [...troubles, ...notes].flatMap((one) => say(one.sentences.brief, one)),
    asks: [...new Set(troubles.flatMap((one) => say(one.sentences.ask, one)))],
    rows: judged.map((one) => row(one, place)),
  };
}

function level(works: boolean, troubles: number): Diagnosis["level"] {
  if (!works) return 2;
  return troubles > 0 ? 1 : 0;
}

function lead({ works, lead }: Headline, troubles: number): string {
  if (troubles === 0) return works ? words.summary.all : words.summary.unknown;
  if (lead) return lead;
  return works ? words.summary.reduced : words.summary.broken;
}

function row({ outcome, sentences }: Judged, place: string): Row {
  const { title, about } = words.checks[outcome.check];
  const says = fill(sentences.says, { ...outcome.values, place });
  const { check, evidence } = outcome;
  return { check, title, about, verdict: sentences.verdict as Verdict, lane: sentences.lane, says, evidence };
}

function sentencesOf({ check, code }: Outcome): Sentences {
  const outcomes: Readonly<Record<string, Sentences>> = words.checks[check].outcomes;
  const sentences = outcomes[code];
  if (!sentences) throw new Error(`No words for ${check} ${code}`);
  return sentences;
}

/** Whether for each check its outcome's code or verdict is one of those listed. */
function holds(when: Headline["when"], judged: readonly Judged[]): boolean {
  return Object.entries(when).every(([check, wanted]) =>
    judged.some(
      ({ outcome, sentences }) =>
        outcome.check === check && (wanted.includes(outcome.code) || wanted.includes(sentences.verdict)),
    ),
  );
}

/** Puts values into the places of a sentence; a number is a time in ms. */
export function fill(template: string, values: Outcome["values"]): string {
  return template
    .replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name];
      return typeof value === "number" ? time(value) : (value ?? "");
    })
    .trim();
}

/** A time for people. */
export function time(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${(Math.round(ms / 100) / 10).toFixed(1).replace(/\.0$/, "")} s`;
  const minutes = Math.round(ms / 60_000);
  return minutes < 120 ? `${minutes} minutes` : `${Math.round(ms / 3_600_000)} hours`;
}

/** A status with what it means. */
export function statusText(status: number): string {
  const known: Readonly<Record<string, string>> = words.statuses;
  return known[status] ?? String(status);
}

/** What is said of a box that does not give its name. */
export const UNNAMED = words.unnamed;

export const VERDICTS: Readonly<Record<Verdict, string>> = words.verdicts;
export const ASKS = words.summary.asks;
export const LANES = words.lanes;
