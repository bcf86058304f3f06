export type { Position } from "./protocol.js";

export class Windsock {}
