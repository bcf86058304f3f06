import type { TransportName } from "../protocol.js";
import { PollingTransport } from "./polling.js";
import { SseTransport } from "./sse.js";
import type { Environment, Sink, Transport } from "./transport.js";
import { WebSocketTransport } from "./websocket.js";

export { control } from "./http.js";

const TRANSPORTS = { websocket: WebSocketTransport, sse: SseTransport, polling: PollingTransport };

export function createTransport(name: TransportName, environment: Environment, sink: Sink): Transport {
  return new TRANSPORTS[name as keyof typeof TRANSPORTS](environment, sink);
}
