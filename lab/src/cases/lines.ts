/** F13 to F17, F19, F20 and F23: blocks that go, lines that freeze or stall, clients, and what is not of the network. */
import { type HttpRule, httpLayer } from "../network/http.js";
import { hold } from "../rules/answers.js";
import { lifted } from "../rules/lifted.js";
import { fewConnections, freeze, unread } from "../rules/lines.js";
import { slowLine } from "../rules/pace.js";
import { refuse, silence, swallow } from "../rules/upgrades.js";
import type { Case } from "./case.js";

const BLOCKS: Readonly<Record<string, HttpRule>> = { F1: refuse(403), F2: swallow, F3: silence };

export const F13: Case = {
  id: "F13",
  title: "the block goes away while on long polling",
  expected: "back on WebSocket, unseen by the application",
  flags: {
    after: { preset: 10_000, meaning: "when it goes, in ms" },
    block: { preset: "F1", meaning: "what is done to upgrades until then", choices: Object.keys(BLOCKS) },
    streams: { preset: "held", meaning: "what is done to streams until then", choices: ["held", "pass"] },
  },
  layers: (values) => {
    const after = values.number("after");
    const upgrades = BLOCKS[values.text("block")] ?? swallow;
    const streams = values.text("streams") === "held" ? [httpLayer(lifted(hold({ late: 0 }), { after }))] : [];
    return [httpLayer(lifted(upgrades, { after })), ...streams];
  },
};

export const F14: Case = {
  id: "F14",
  title: "the machine sleeps",
  expected: "dead link noticed within 2 s of waking; recovered, or the gap told",
  note: "The link freezes and the connections of before are dead; in the lab's own runs the browser is stopped as well",
  flags: {
    after: { preset: 5_000, meaning: "when it falls asleep, in ms" },
    span: { preset: 20_000, meaning: "for how long, in ms" },
  },
  layers: (values, { schedule, suspend }) => {
    const [after, span] = [values.number("after"), values.number("span")];
    if (suspend) schedule.at(after, () => suspend(span));
    return [freeze({ after, span })];
  },
};

export const F15: Case = {
  id: "F15",
  title: "seven tabs on HTTP/1.1, six connections per host",
  expected: "pages still load",
  note: "Browsers hold to six by themselves: with F1 in front, open seven tabs",
  flags: { limit: { preset: 6, meaning: "connections at once; more wait" } },
  layers: (values) => [fewConnections({ limit: values.number("limit") })],
};

export const F16: Case = {
  id: "F16",
  title: "throttled timers, wrong clock",
  expected: "no false timeout",
  note: "Nothing of the network: `try` and `table` throttle the page's timers to once a second, and move its clock",
  flags: {},
  layers: () => [],
};

export const F17: Case = {
  id: "F17",
  title: "the token expires, on each transport",
  expected: "renewed in place; permissions looked at again",
  notYet: "Windsock has no authentication yet, so there is no token",
  flags: {},
  layers: () => [],
};

export const F19: Case = {
  id: "F19",
  title: "a client reads nothing",
  expected: "memory bounded, others unaffected",
  flags: {
    after: { preset: 0, meaning: "from when on, in ms" },
    every: { preset: 1, meaning: "of every so many-th connection" },
  },
  layers: (values) => [unread({ after: values.number("after"), every: values.number("every") })],
};

export const F20: Case = {
  id: "F20",
  title: "two nodes, round robin, no stickiness",
  expected: "every transport works",
  note: "Give --upstream twice",
  notYet: "Windsock has no engine yet that several nodes share; the network is there for other products",
  flags: {},
  layers: () => [httpLayer(() => ({}))],
};

export const F23: Case = {
  id: "F23",
  title: "300 ms each way with stalls of 3 s",
  expected: "no flapping",
  flags: {
    latency: { preset: 300, meaning: "each way, in ms" },
    stall: { preset: 3_000, meaning: "how long a stall is, in ms; 0: none" },
    every: { preset: 10_000, meaning: "one at the end of each so many ms" },
    from: { preset: 0, meaning: "how much of the first of these is over when the page connects, in ms" },
  },
  layers: (values) => {
    const [latency, stall] = [values.number("latency"), values.number("stall")];
    return [slowLine({ latency, stall, every: Math.max(1, values.number("every")), from: values.number("from") })];
  },
};
