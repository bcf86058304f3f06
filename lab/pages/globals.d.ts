/** What the scripts of the lab's pages know of each other. */

/** What a product's page tells of its connection. */
interface LabHooks {
  message(value: LabMessage): void;
  /** A connection stands, on this transport; or the transport has changed. */
  transport(name: string): void;
  /** Anything else that a user of the product would be told. */
  event(name: string, detail?: unknown): void;
}

interface LabMessage {
  readonly from: string;
  readonly n: number;
}

/** A product's own part of a page. */
interface LabProduct {
  connect(hooks: LabHooks): {
    /** Rejects, or throws, where the product says that it was not sent or may not have been. */
    send(value: LabMessage): unknown;
    transport(): string | undefined;
    /** The transports that it has found to be blocked, where it can tell. */
    blocked?(): readonly string[];
    /** What it did and found, in words, where it can tell. */
    words?(): readonly string[];
  };
}

declare var product: LabProduct;
declare var lab: unknown;

declare const Windsock: typeof import("../../js-client/src/index.js").Windsock;
declare const io: () => {
  on(event: string, listener: (value: never) => void): void;
  emit(event: string, value: unknown): void;
  io: { on(event: string, listener: (value: never) => void): void; engine: LabEngine };
};
interface LabEngine {
  transport: { name: string };
  on(event: string, listener: () => void): void;
}
declare const SockJS: new (
  url: string,
) => {
  transport: string;
  readyState: number;
  onopen: () => void;
  onmessage: (event: { data: string }) => void;
  onclose: (event: { code: number; reason: string }) => void;
  send(text: string): void;
};
