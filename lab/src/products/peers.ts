/** Socket.IO and SockJS from npm, with their defaults. */
import { join } from "node:path";
import type { Product } from "./product.js";
import { startProcess } from "./server-process.js";

function peer(id: "socketio" | "sockjs", title: string): Product {
  const program = join(import.meta.dirname, "peer-server.ts");
  const loader = join(import.meta.dirname, "../../node_modules/tsx/dist/loader.mjs");
  return {
    id,
    title,
    page: `/${id}.html`,
    shared: false,
    start: () =>
      startProcess({
        command: process.execPath,
        args: (port) => ["--import", loader, program, id, String(port)],
        ready: /listens on (\d+)\n/,
        path: () => "/publish",
      }),
  };
}

export const socketio = peer("socketio", "Socket.IO 4");
export const sockjs = peer("sockjs", "SockJS");
