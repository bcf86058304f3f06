import { privoxy, squid, tinyproxy } from "./forward.js";
import type { Intermediary } from "./intermediary.js";
import { apache, haproxy, nginx } from "./reverse.js";

export type { Intermediary } from "./intermediary.js";

export const INTERMEDIARIES: readonly Intermediary[] = [nginx, haproxy, apache, squid, tinyproxy, privoxy];
