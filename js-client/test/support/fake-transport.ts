import { expect } from "vitest";
import type { Command, Frame, TransportName } from "../../src/protocol.js";
import type { Sink, Transport } from "../../src/transports/transport.js";

/** A transport that does what the test says. */
export class FakeTransport implements Transport {
  readonly name: TransportName;
  readonly sink: Sink;
  readonly sent: Command[] = [];
  /** Whether pings are answered. */
  lively = true;
  opened = false;
  seemsOpen = false;
  closed = false;

  readonly onOpen: (transport: FakeTransport) => void;

  constructor(name: TransportName, sink: Sink, onOpen: (transport: FakeTransport) => void) {
    this.name = name;
    this.sink = sink;
    this.onOpen = onOpen;
  }

  open(): void {
    this.opened = true;
    queueMicrotask(() => this.onOpen(this));
  }

  send(commands: readonly Command[]): void {
    this.sent.push(...commands);
    const asked = commands.some(({ kind }) => kind === "ping");
    if (asked && this.lively) queueMicrotask(() => this.sink.alive());
  }

  close(last?: Command): void {
    if (last) this.sent.push(last);
    this.closed = true;
  }

  /** The `connect` reply comes. */
  answers(reply: NonNullable<Frame["connect"]> = {}): void {
    this.sink.frame({ id: 1, connect: reply });
  }

  fails(reason = "refused"): void {
    this.sink.down(reason);
  }
}

/** Makes fake transports and keeps them in the order in which they were asked for. */
export class FakeNetwork {
  readonly tried: FakeTransport[] = [];
  /** What becomes of a transport when it is opened; by default the test says later. */
  does: (transport: FakeTransport) => void = () => {};

  readonly create = (name: TransportName, sink: Sink): Transport => {
    const transport = new FakeTransport(name, sink, (opened) => this.does(opened));
    this.tried.push(transport);
    return transport;
  };

  get names(): TransportName[] {
    return this.tried.map(({ name }) => name);
  }

  /** The transport that was asked for last; it is of this name. */
  latest(name: TransportName): FakeTransport {
    const transport = this.tried.at(-1);
    expect(transport?.name).toBe(name);
    return transport as FakeTransport;
  }
}
