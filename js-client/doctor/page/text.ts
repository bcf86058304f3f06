import { ASKS, type Diagnosis, VERDICTS } from "../diagnosis.js";

/** What the report says of itself. */
export interface About {
  readonly place: string;
  readonly server: string;
  readonly browser: string;
  readonly when: Date;
}

/** The report as text, to be copied or sent. */
export function reportText({ headline, lead, causes, asks, rows }: Diagnosis, about: About): string {
  const { place, server, browser, when } = about;
  const list = (lines: readonly string[]): string[] => lines.map((line) => `- ${line}`);
  const checks = rows.flatMap(({ title, verdict, says, evidence }) => [
    `${title}: ${VERDICTS[verdict]}`,
    `  ${says}`,
    ...evidence.map((line) => `    ${line}`),
  ]);
  return [
    `Connection check of ${place}`,
    when.toISOString(),
    `Server: ${server || "not reached"}`,
    `Browser: ${browser}`,
    "",
    headline,
    lead,
    ...list(causes),
    ...(asks.length > 0 ? ["", ASKS, ...list(asks)] : []),
    "",
    ...checks,
    "",
  ].join("\n");
}

/** An address that opens a new e-mail with it; mail programs take some 2,000 characters. */
export function mailTo(place: string, text: string): string {
  const most = 1_500;
  const body = text.length > most ? `${text.slice(0, most)}\n…` : text;
  return `mailto:?subject=${encodeURIComponent(`Connection check of ${place}`)}&body=${encodeURIComponent(body)}`;
}
