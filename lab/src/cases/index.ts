/** All cases, in the order of the table. */
import type { Case } from "./case.js";
import { F13, F14, F15, F16, F17, F19, F20, F23 } from "./lines.js";
import { F7, F8, F9, F10, F11, F12, F21, F22 } from "./streams.js";
import { F1, F2, F3, F4, F5, F6, F18 } from "./upgrades.js";

export const CASES: readonly Case[] = [
  ...[F1, F2, F3, F4, F5, F6, F7, F8, F9, F10, F11, F12],
  ...[F13, F14, F15, F16, F17, F18, F19, F20, F21, F22, F23],
];
