import { Windsock } from "../../src/index.js";
import { found, type Outcome } from "../outcome.js";
import type { Surroundings } from "../requests.js";

/** Lets the very client that pages use connect, with nothing remembered, and sees where it is in the end. */
export async function checkClient(around: Surroundings, span: number): Promise<Outcome> {
  const start = performance.now();
  const client = new Windsock(around.url, { store: null });
  let connected: number | undefined;
  client.on("connected", () => {
    connected ??= performance.now() - start;
  });
  client.connect();
  await new Promise((resolve) => setTimeout(resolve, span));
  const { transport, words } = client.report();
  client.close();
  around.progress();
  const judged =
    transport === null || connected === undefined ? found("none", { ms: span }) : found(transport, { ms: connected });
  return { check: "client", ...judged, evidence: words };
}
