/** The frames of PROTOCOL.md, as they are written and read. */

/** How a connection carries frames. */
export type TransportName = "websocket" | "sse" | "polling";

/** Where a publication stands: which log of its channel (`epoch`), and which place in it (`offset`, counted from 1). */
export interface Position {
  readonly epoch: string;
  readonly offset: number;
}

/** One message of a channel, with its position. */
export interface Publication extends Position {
  readonly channel: string;
  /** The message: any JSON value. */
  readonly data: unknown;
}

export interface WireError {
  readonly code: string;
  readonly message: string;
}

export interface GapPush {
  readonly channel: string;
  readonly after: Position;
  readonly next: Position;
}

export interface ClosePush {
  readonly code: string;
  readonly reason?: string;
  readonly reconnect?: boolean;
}

/** What the server says of a channel that was asked for: its newest position, or why it cannot be followed. */
export interface ChannelReply extends Partial<Position> {
  readonly error?: WireError;
}

export interface ConnectReply {
  readonly session?: string;
  readonly ping?: number;
  readonly limits?: { readonly message?: number };
  readonly channels?: Readonly<Record<string, ChannelReply>>;
}

export interface PublishReply extends Position {
  readonly channel: string;
  readonly subscribers: number;
}

/** A reply or a push: an `id` where it is a reply, and one of the other members. */
export interface Frame {
  readonly id?: number;
  readonly connect?: ConnectReply;
  readonly subscribe?: ChannelReply & { readonly channel: string };
  readonly publish?: PublishReply;
  readonly publication?: Publication;
  readonly gap?: GapPush;
  readonly ping?: object;
  readonly close?: ClosePush;
  readonly error?: WireError;
}

/** A command, encoded when it was given, so that what the application changes later does not change it. */
export interface Command {
  readonly kind: "attach" | "connect" | "subscribe" | "unsubscribe" | "publish" | "pong";
  readonly line: string;
}

/** The body of a `connect` command. */
export interface Connect {
  readonly client: string;
  readonly channels: Readonly<Record<string, Position | null>>;
}

export function command(kind: Command["kind"], body: unknown, id?: number): Command {
  return { kind, line: JSON.stringify({ id, [kind]: body }) };
}

/** Reads the frames of one message, event or body, a line each. Throws where a line is not a JSON object. */
export function parseFrames(text: string): Frame[] {
  const frames: Frame[] = [];
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    const frame: unknown = JSON.parse(line);
    if (typeof frame !== "object" || frame === null || Array.isArray(frame)) throw new SyntaxError("not a frame");
    frames.push(frame);
  }
  return frames;
}
