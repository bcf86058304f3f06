/** The frames of PROTOCOL.md, as they are written and read. */

/** How a connection carries frames; by `tab` that is one to another tab of the browser, which has one to the server. */
export type TransportName = "websocket" | "sse" | "polling" | "tab";

/** Where a publication stands: which log of its channel (`epoch`), and which place in it (`offset`, counted from 1). */
export interface Position {
  readonly epoch: string;
  readonly offset: number;
}

/** One message of a channel, with its position. */
export interface Publication extends Position {
  readonly channel: string;
  /** Which thing it is about, where that was stated. */
  readonly key?: string;
  /** The message: any JSON value. */
  readonly data: unknown;
}

/** What a channel's log has kept, or a part of it. */
export interface History {
  readonly channel: string;
  /** The log's newest position. */
  readonly epoch: string;
  readonly offset: number;
  /** In order; newest first where that was asked for. */
  readonly publications: readonly Recorded[];
  /** Whether there are further ones in that direction. */
  readonly more: boolean;
  /** False where the log no longer has all that was asked for; the list begins with the oldest that is kept. */
  readonly complete: boolean;
}

/** One publication of a history. */
export interface Recorded extends Position {
  /** When it was published, in ms since 1970, by the server's clock. */
  readonly time: number;
  readonly key?: string;
  readonly data: unknown;
}

/** Who is in a channel. */
export interface Presence extends Position {
  readonly channel: string;
  /** How many there are. */
  readonly count: number;
  /** At most 1,000 of them. Whoever joins or leaves later does so at a later position than this. */
  readonly members: readonly PresentMember[];
}

/** One client that is in a channel. */
export interface PresentMember {
  /** By which others know the client; it does not tell the client's instance id. */
  readonly member: string;
  /** The options `user` and `data` of that client. */
  readonly user?: string;
  readonly data?: unknown;
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
  /** When to come back, in ms. */
  readonly after?: number;
}

/** A stretch of a log: what lies between the two, both of them left out. */
export interface Skipped {
  readonly after: Position;
  readonly next: Position;
}

/** A push that is about a position in a channel. */
export interface ChannelPush extends Position {
  readonly channel: string;
}

/** What the server says of a channel that was asked for: its newest position, or why it cannot be followed. */
export interface ChannelReply extends Partial<Position> {
  readonly skipped?: Skipped;
  readonly error?: WireError;
}

export interface ConnectReply {
  readonly client?: string;
  readonly transport?: TransportName;
  readonly member?: string;
  readonly lease?: number;
  readonly session?: string;
  readonly ping?: number;
  /** A stream only: what follows are two probes, so many ms apart. */
  readonly probe?: number;
  /** Tells networks apart, coarsely. */
  readonly network?: string;
  /** The transports that are offered in that network; all where it is absent. */
  readonly transports?: readonly TransportName[];
  readonly limits?: { readonly message?: number };
  readonly channels?: Readonly<Record<string, ChannelReply>>;
}

/** Where a message was published. */
export interface Published extends Position {
  readonly channel: string;
  /** How many connections were subscribed at that moment, on the server that took the message. */
  readonly subscribers: number;
  /** The message was sent more than once; this is what the first time was answered. */
  readonly repeated?: true;
}

/** A reply or a push: an `id` where it is a reply, and one of the other members. */
export interface Frame {
  readonly id?: number;
  readonly connect?: ConnectReply;
  readonly subscribe?: ChannelReply & { readonly channel: string };
  readonly unsubscribe?: { readonly channel: string };
  readonly publish?: Published;
  readonly history?: History;
  readonly presence?: Presence;
  readonly publication?: Publication;
  readonly join?: ChannelPush & PresentMember;
  readonly leave?: ChannelPush & PresentMember;
  readonly live?: ChannelPush;
  readonly paused?: ChannelPush;
  readonly gap?: GapPush;
  readonly ping?: object;
  readonly probe?: { readonly number: number };
  /** Between tabs only. */
  readonly switch?: object;
  readonly close?: ClosePush;
  readonly error?: WireError;
}

/** A command, encoded when it was given, so that what the application changes later does not change it. */
export interface Command {
  readonly kind:
    | "attach"
    | "connect"
    | "disconnect"
    | "history"
    | "more"
    | "ping"
    | "pong"
    | "presence"
    | "publish"
    | "subscribe"
    | "switch"
    | "unsubscribe";
  readonly line: string;
}

/** What is asked of a channel: `null` for "from now on", a position, or more. */
export type ChannelRequest = (Partial<Position> & { readonly newest?: number; readonly credit?: number }) | null;

export function command(kind: Command["kind"], body: unknown, id?: number): Command {
  return { kind, line: JSON.stringify({ id, [kind]: body }) };
}

/** Takes from the head of `queue` what has at most `size` UTF-16 units together; one command, however long it is. */
export function takeBatch(queue: Command[], size: number): Command[] {
  let sum = 0;
  const end = queue.findIndex(({ line }, i) => {
    sum += line.length + 1;
    return i > 0 && sum > size;
  });
  return queue.splice(0, end < 0 ? queue.length : end);
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
