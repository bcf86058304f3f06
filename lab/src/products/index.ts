import { socketio, sockjs } from "./peers.js";
import type { Product } from "./product.js";
import { windsock } from "./windsock.js";

export type { Product, RunningServer } from "./product.js";
export { windsock } from "./windsock.js";

export const PRODUCTS: readonly Product[] = [windsock, socketio, sockjs];
