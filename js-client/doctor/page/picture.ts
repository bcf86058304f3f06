import { type Diagnosis, LANES, type Row, type Verdict } from "../diagnosis.js";
import type { CheckName, Outcome } from "../outcome.js";
import { element } from "./element.js";

/** What is drawn, from top to bottom. */
const DRAWN: readonly CheckName[] = ["http", "websocket", "sse", "polling"];

const MARKS: Readonly<Record<Verdict, readonly [mark: string, words: string]>> = {
  good: ["✓", LANES.pass],
  partly: ["!", LANES.slow],
  bad: ["✕", LANES.stop],
  unknown: ["?", LANES.unknown],
  note: ["", ""],
};

/** Draws this browser, the server, and a lane for each way between them. */
export function picture({ rows }: Diagnosis, outcomes: readonly Outcome[]): HTMLElement {
  const used = outcomes.find(({ check }) => check === "client")?.code;
  const lanes = rows.filter(({ check }) => DRAWN.includes(check)).map((row) => lane(row, row.check === used));
  const names = outcomes.find(({ check, code }) => check === "between" && code === "named")?.values["names"];
  const between = element("p", "between", names ? `named: ${names}` : "the network");
  return element("div", "way", end("This browser"), element("ul", "lanes", ...lanes), end("Server"), between);
}

function end(name: string): HTMLElement {
  return element("div", "end", name);
}

function lane({ title, verdict, lane: more }: Row, used: boolean): HTMLElement {
  const [mark, words] = MARKS[verdict];
  const sign = element("b");
  sign.dataset["mark"] = mark;
  const track = element("span", "track", sign);
  track.setAttribute("aria-hidden", "true");
  return element(
    "li",
    `lane ${verdict}`,
    element("strong", "", title),
    `: ${more ?? words}${used ? ", in use" : ""}`,
    track,
  );
}
