/** What an event stream says: an event, or a comment. */
export interface SseListener {
  /** The event's data; its name and id say nothing that the data does not. */
  event(data: string): void;
  comment(): void;
}

/** Reads an event stream (WHATWG HTML, section 9.2.6), in pieces cut anywhere. */
export class SseParser {
  readonly #listener: SseListener;
  #rest = "";
  #data: string[] = [];
  #started = false;
  #afterCr = false;

  constructor(listener: SseListener) {
    this.#listener = listener;
  }

  feed(piece: string): void {
    let text = this.#rest + piece;
    if (!this.#started && text !== "") {
      this.#started = true;
      if (text.startsWith("\uFEFF")) text = text.slice(1);
    }
    // A line feed that comes after a carriage return belongs to it, also where a new piece begins between the two.
    if (this.#afterCr && text.startsWith("\n")) text = text.slice(1);
    if (text !== "") this.#afterCr = false;
    const lines = text.split(/\r\n|\n|\r/);
    if (text.endsWith("\r")) this.#afterCr = true;
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.#line(line);
  }

  #line(line: string): void {
    if (line === "") return this.#dispatch();
    if (line.startsWith(":")) return this.#listener.comment();
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    if (field !== "data") return;
    const value = colon < 0 ? "" : line.slice(colon + 1);
    this.#data.push(value.startsWith(" ") ? value.slice(1) : value);
  }

  #dispatch(): void {
    if (this.#data.length === 0) return;
    const data = this.#data.join("\n");
    this.#data = [];
    this.#listener.event(data);
  }
}
