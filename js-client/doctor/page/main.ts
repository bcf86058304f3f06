/** The page: examines, then shows what was found. */
import { ASKS, type Diagnosis, diagnose, type Row, VERDICTS, type Verdict } from "../diagnosis.js";
import { type Examination, examine } from "../examination.js";
import { byId, element } from "./element.js";
import { picture } from "./picture.js";
import { mailTo, reportText } from "./text.js";

const MARKS: Readonly<Record<Verdict, string>> = { good: "✓", partly: "!", bad: "✕", note: "i", unknown: "?" };

function show(examination: Examination): void {
  const diagnosis = diagnose(examination.outcomes, location.host);
  summary(diagnosis);
  byId("picture").replaceChildren(picture(diagnosis, examination.outcomes));
  byId("rows").replaceChildren(...diagnosis.rows.map(rowElement));
  const about = { place: location.host, server: examination.server, browser: navigator.userAgent, when: new Date() };
  const text = reportText(diagnosis, about);
  reportArea().value = text;
  byId("send").setAttribute("href", mailTo(location.host, text));
  byId("running").hidden = true;
  for (const id of ["result", "way", "details", "text"]) byId(id).hidden = false;
  document.title = `Connection check: ${diagnosis.headline}`;
  byId("headline").focus({ preventScroll: true });
}

function summary({ level, headline, lead, causes, asks }: Diagnosis): void {
  byId("result").dataset["level"] = String(level);
  byId("headline").textContent = headline;
  byId("lead").textContent = lead;
  byId("causes").replaceChildren(...causes.map((cause) => element("li", "", cause)));
  byId("help").hidden = asks.length === 0;
  byId("help-title").textContent = ASKS;
  byId("asks").replaceChildren(...asks.map((ask) => element("li", "", ask)));
}

function rowElement({ check, title, about, verdict, says, evidence }: Row): HTMLElement {
  const mark = element("span", "", `${MARKS[verdict]} `);
  mark.setAttribute("aria-hidden", "true");
  const judged = element("span", `verdict ${verdict}`, mark, VERDICTS[verdict]);
  const item = element("li", "", element("div", "head", element("h3", "", title), judged));
  item.append(element("p", "dim", about), element("p", "", says));
  if (evidence.length > 0) {
    const lines = evidence.map((line) => element("li", "", line));
    item.append(element("details", "", element("summary", "", "What was seen"), element("ul", "", ...lines)));
  }
  item.dataset["check"] = check;
  return item;
}

function reportArea(): HTMLTextAreaElement {
  return byId("report") as HTMLTextAreaElement;
}

async function copy(): Promise<void> {
  const area = reportArea();
  try {
    await navigator.clipboard.writeText(area.value);
    byId("copied").textContent = "Copied.";
  } catch {
    // Not there on pages over plain HTTP: marked, so that it can be copied by hand.
    area.focus();
    area.select();
    const done = document.execCommand("copy");
    byId("copied").textContent = done ? "Copied." : "Marked below: copy it from there.";
  }
}

async function run(): Promise<void> {
  for (const id of ["result", "way", "details", "text"]) byId(id).hidden = true;
  byId("running").hidden = false;
  byId("copied").textContent = "";
  const bar = byId("bar") as HTMLProgressElement;
  bar.value = 0;
  show(
    await examine(new URL(location.href), (share) => {
      bar.value = share;
    }),
  );
  document.documentElement.dataset["examined"] = "yes";
}

byId("place").textContent = location.host;
byId("copy").addEventListener("click", () => void copy());
byId("again").addEventListener("click", () => void run());
await run();
