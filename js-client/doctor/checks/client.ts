import { type TransportName, Windsock } from "../../src/index.js";
import { type Found, found, type Outcome } from "../outcome.js";
import type { Surroundings } from "../requests.js";

/** Lets the very client that pages use connect, with nothing remembered or shared with other tabs, and sees where it is in the end. */
export async function checkClient(around: Surroundings, span: number): Promise<Outcome> {
  const start = performance.now();
  const client = new Windsock(around.url, { store: null, tabs: false });
  let connected: number | undefined;
  client.on("connected", () => {
    connected ??= performance.now() - start;
  });
  client.connect();
  await new Promise((resolve) => setTimeout(resolve, span));
  const { transport, words } = client.report();
  client.close();
  around.progress();
  return { check: "client", ...judge(transport, connected, span), evidence: words };
}

function judge(transport: TransportName | null, connected: number | undefined, span: number): Found {
  if (connected === undefined) return found("none", { ms: span });
  return found(transport ?? "unsteady", { ms: connected });
}
