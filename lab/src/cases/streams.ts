/** F7 to F12, F21 and F22: what networks do to requests and answers. */
import { httpLayer } from "../network/http.js";
import { type Cut, compress, cutAfter, hold, inLumps, oneLate } from "../rules/answers.js";
import { applyAndRefuse, cache, oldProxy, overtake } from "../rules/requests.js";
import type { Case } from "./case.js";

export const F7: Case = {
  id: "F7",
  title: "a stream is held back until it ends",
  expected: "long polling within 2.5 s, nothing lost or doubled",
  flags: {
    late: { preset: 0, meaning: "lets each answer pass for so many ms, and holds what comes after" },
    lump: { preset: 0, meaning: "lets through as soon as so many bytes wait, and not only at the end" },
  },
  layers: (values) => {
    const [late, size] = [values.number("late"), values.number("lump")];
    return [httpLayer(size > 0 ? inLumps({ size }) : hold({ late }))];
  },
};

export const F8: Case = {
  id: "F8",
  title: "a stream runs one message late",
  expected: "detected; padding or long polling",
  flags: {},
  layers: () => [httpLayer(oneLate)],
};

export const F9: Case = {
  id: "F9",
  title: "a proxy compresses, and buffers to do it",
  expected: "no-transform, padding, else long polling",
  flags: {
    honest: { preset: "no", meaning: "whether it heeds Cache-Control: no-transform", choices: ["yes", "no"] },
  },
  layers: (values) => [httpLayer(compress({ honest: values.text("honest") === "yes" }))],
};

export const F10: Case = {
  id: "F10",
  title: "every response ends after a while",
  expected: "rotated before the cut where learned; nothing lost",
  flags: {
    after: { preset: 30_000, meaning: "after so many ms" },
    how: { preset: "cut", meaning: "as if whole, without its end, or by a reset", choices: ["clean", "cut", "reset"] },
  },
  layers: (values) => [httpLayer(cutAfter({ after: values.number("after"), how: values.text("how") as Cut }))],
};

export const F11: Case = {
  id: "F11",
  title: "a POST is applied and then answered 502",
  expected: "applied once",
  flags: { every: { preset: 5, meaning: "every so many-th POST" } },
  layers: (values) => [httpLayer(applyAndRefuse({ every: values.number("every") }))],
};

export const F12: Case = {
  id: "F12",
  title: "POSTs overtake each other",
  expected: "applied in order",
  flags: {
    every: { preset: 2, meaning: "every so many-th POST is kept" },
    delay: { preset: 500, meaning: "for so many ms" },
  },
  layers: (values) => [httpLayer(overtake({ every: values.number("every"), delay: values.number("delay") }))],
};

export const F21: Case = {
  id: "F21",
  title: "headers it does not know are stripped; only GET and POST pass; HTTP/1.0 between",
  expected: "works",
  flags: {},
  layers: () => [httpLayer(oldProxy)],
};

export const F22: Case = {
  id: "F22",
  title: "a cache that ignores Cache-Control",
  expected: "works",
  flags: { ttl: { preset: 60_000, meaning: "how long it keeps an answer to a GET, in ms" } },
  layers: (values) => [httpLayer(cache({ ttl: values.number("ttl") }))],
};
