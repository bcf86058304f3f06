/** What an event stream says: an event, or a comment. */
export interface SseListener {
  /** A line of an event's data; its name and id say nothing that the data does not. */
  event(line: string): void;
  comment(): void;
}

/**
 * Reads an event stream (WHATWG HTML, section 9.2.6) as the server writes it, in pieces cut anywhere: lines end with a line
 * feed, and each line of data is a frame of its own, so that none has to wait for the end of its event.
 */
export class SseParser {
  readonly #listener: SseListener;
  #rest = "";

  constructor(listener: SseListener) {
    this.#listener = listener;
  }

  feed(piece: string): void {
    const lines = (this.#rest + piece).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line.startsWith("data:")) this.#listener.event(line.slice(5));
      else if (line.startsWith(":")) this.#listener.comment();
    }
  }
}
