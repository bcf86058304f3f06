/**
 * What went wrong, with a `code` for programs and a `message` for people.
 *
 * Codes of the client: `unacknowledged` (sent, and given up or closed before the reply: it may have been published or
 * not), `timeout`, `outbox-full`, `closed`, `too-large`, `bad-data` (not JSON), `bad-reply`, `bad-url`, `bad-option`,
 * `listener` (a callback of the application threw; see `cause`); and of a switch `not-connected`, `superseded`, or the
 * reason why the transport failed. Codes of the server: PROTOCOL.md, section 8.
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

/** A promise that is rejected with such an error. */
export function rejected(code: string, message: string, channel: string, cause?: unknown): Promise<never> {
  return Promise.reject(new WindsockError(code, message, { channel, cause }));
}
