/**
 * What went wrong, with a `code` for programs and a `message` for people.
 *
 * Codes of the client: `unacknowledged` (sent, but the connection was lost before the reply: it may have been published
 * or not), `outbox-full`, `closed`, `too-large`, `bad-data` (not JSON), `bad-url`, `listener` (a callback of the
 * application threw; see `cause`). Codes of the server: PROTOCOL.md, section 8.
 */
export class WindsockError extends Error {
  /** What happened, for programs. */
  readonly code: string;
  /** The channel that it concerns, where it concerns one. */
  readonly channel: string | undefined;

  constructor(code: string, message: string, details: { channel?: string; cause?: unknown } = {}) {
    super(message, "cause" in details ? { cause: details.cause } : undefined);
    this.name = "WindsockError";
    this.code = code;
    this.channel = details.channel;
  }
}
