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

/** Measures it in each browser, and writes the document; returns in how many the client opened more than one. */
export async function measureFirstMessage({ browsers, times, print }: FirstMessageOptions): Promise<number> {
  let bad = 0;
  for (const kind of browsers) {
    const outcome = await firstMessage(kind, times);
    const [bare, client] = [median(outcome.bare), median(outcome.client)];
    const one = outcome.opened.every((opened) => opened.join() === "websocket");
    if (!one) bad++;
    print(
      `${kind.title}: ${times} each: bare ${bare} ms, client ${client} ms, ratio ${(client / bare).toFixed(2)}; ` +
        `opened: ${outcome.opened.map((opened) => opened.join("+")).join(", ")}`,
    );
    writeResults(withFirst(readResults(), outcome));
  }
  renderDocument(readResults());
  return bad;
}
