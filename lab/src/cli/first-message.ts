/** `first-message`: how much longer the client takes than a bare WebSocket, and whether it opens more than one. */
import type { BrowserKind } from "../browsers/index.js";
import { firstMessage } from "../measure/first-message.js";
import { renderDocument } from "../table/render.js";
import { median, readResults, withFirst, writeResults } from "../table/results.js";

export interface FirstMessageOptions {
  readonly browsers: readonly BrowserKind[];
  readonly times: number;
  readonly print: (text: string) => void;
}

/** Where it is measured: on one machine, and 20 ms away. */
const NETWORKS = ["", "F23:latency=10,stall=0"];

/** Measures it in each browser, and writes the document; returns how often the client opened more than one. */
export async function measureFirstMessage({ browsers, times, print }: FirstMessageOptions): Promise<number> {
  let bad = 0;
  for (const [kind, steps] of browsers.flatMap((kind) => NETWORKS.map((steps) => [kind, steps] as const))) {
    const outcome = await firstMessage(kind, steps, times);
    const [bare, client] = [median(outcome.bare), median(outcome.client)];
    const one = outcome.opened.every((opened) => opened.join() === "websocket");
    if (!one) bad++;
    print(
      `${kind.title}, ${steps || "nothing between"}: ${times} each: bare ${bare} ms, client ${client} ms, ratio ${(client / bare).toFixed(2)}; ` +
        `opened: ${outcome.opened.map((opened) => opened.join("+")).join(", ")}`,
    );
    writeResults(withFirst(readResults(), outcome));
  }
  renderDocument(readResults());
  return bad;
}
