/** F1 to F6: what networks do to WebSockets. */
import { httpLayer } from "../network/http.js";
import { outages } from "../rules/lines.js";
import { busy } from "../rules/pace.js";
import { killYoung, refuse, silence, swallow } from "../rules/upgrades.js";
import type { Case, Means, Values } from "./case.js";

const STATUSES = ["400", "403", "407", "426", "502", "reset"];

export const F1: Case = {
  id: "F1",
  title: "refuses the upgrade",
  expected: "next transport within one round trip of the answer",
  flags: { status: { preset: "403", meaning: "the answer, or a reset", choices: STATUSES } },
  layers: (values) => {
    const status = values.text("status");
    return [httpLayer(refuse(status === "reset" ? "reset" : Number(status)))];
  },
};

export const F2: Case = {
  id: "F2",
  title: "swallows the upgrade, no answer",
  expected: "usable in 1 s, WebSocket given up by 5 s",
  flags: {},
  layers: () => [httpLayer(swallow)],
};

export const F3: Case = {
  id: "F3",
  title: "101, then silence, while HTTP works",
  expected: "usable in 1.5 s; remembered, with an end date",
  flags: {},
  layers: () => [httpLayer(silence)],
};

export const F4: Case = {
  id: "F4",
  title: "101, then slowness, and HTTP is as slow: the server is busy",
  expected: "not demoted",
  flags: {
    delay: { preset: 4_000, meaning: "how much longer each answer takes, in ms" },
    span: { preset: 15_000, meaning: "how long the server is busy, in ms; 0: always" },
  },
  layers: (values) => [httpLayer(busy({ delay: values.number("delay"), span: values.number("span") }))],
};

export const F5: Case = {
  id: "F5",
  title: "101, then killed young, each time",
  expected: "demoted after at most 3",
  flags: {
    min: { preset: 100, meaning: "the least age of a WebSocket at its end, in ms" },
    max: { preset: 5_000, meaning: "the greatest, in ms" },
    how: { preset: "reset", meaning: "how it ends", choices: ["fin", "reset"] },
  },
  layers: (values) => {
    const how = values.text("how") === "fin" ? "fin" : "reset";
    return [httpLayer(killYoung({ min: values.number("min"), max: values.number("max"), how, random: Math.random }))];
  },
};

/** With a server of its own the lab ends that; else the network makes as if. */
function awayFlags(every: number): Case["flags"] {
  return {
    first: { preset: 5_000, meaning: "when it happens for the first time, in ms" },
    every: { preset: every, meaning: "how long after each time it happens again, in ms; 0: never" },
    down: { preset: 2_000, meaning: "how long the server is away, in ms" },
  };
}

function restarts(signal: "SIGTERM" | "SIGKILL") {
  return (values: Values, { restart, schedule }: Means) => {
    const [first, every, down] = [values.number("first"), values.number("every"), values.number("down")];
    if (!restart) return [outages({ first, every, span: down })];
    const at = (when: number): void => {
      schedule.at(when, () => {
        restart(signal, down);
        if (every > 0) at(when + down + every);
      });
    };
    at(first);
    return [];
  };
}

export const F6: Case = {
  id: "F6",
  title: "the server restarts",
  expected: "never demoted, nothing lost, returns spread out",
  note: "With --server '<command>' the lab starts the server and restarts it; without, connections are reset and refused",
  flags: awayFlags(20_000),
  layers: restarts("SIGTERM"),
};

export const F18: Case = {
  id: "F18",
  title: "kill -9 of the server",
  expected: "leaves told within the lease, once",
  note: "With --server '<command>' the lab starts the server and kills it. Leaves are not looked at: for that a second node is needed",
  flags: awayFlags(0),
  layers: restarts("SIGKILL"),
};
