import { listen } from "./lifecycle.js";
import type { SavedPublish } from "./outbox.js";
import type { Position } from "./protocol.js";

/** What a client takes along to the next page. */
export interface Saved {
  /** The instance id: who has it is this client. */
  readonly client: string;
  /** The instance id under which its publishes are numbered, where that is another. */
  readonly publisher: string | undefined;
  /** The last number that was given to a command, and to a publish. */
  readonly commandId: number;
  readonly number: number;
  readonly positions: Readonly<Record<string, Position>>;
  readonly publishes: readonly SavedPublish[];
}

/**
 * Takes a client from one page of a tab to the next, through `sessionStorage`. It is written only when a page goes, and
 * removed when it is read: a tab that is duplicated while the page stands must not find it, or there would be two of
 * the same client.
 */
export class PageMemory {
  readonly #key: string;

  constructor(name: string) {
    this.#key = `windsock:${name}`;
  }

  /** Writes nothing; calls `end` when the page goes for good, but not where it may come back as it was. */
  static none(end: () => void): Pick<PageMemory, "watch"> {
    return { watch: () => listen(globalThis, "pagehide", ({ persisted }) => persisted || end()) };
  }

  /** What the page before has left, once; `undefined` where there is nothing, or no storage. */
  take(): Saved | undefined {
    try {
      const text = sessionStorage.getItem(this.#key);
      sessionStorage.removeItem(this.#key);
      return text ? JSON.parse(text) : undefined;
    } catch {
      return undefined;
    }
  }

  /**
   * Writes what `save` gives when the page goes. Where the page comes back as it was (from the back-forward cache),
   * what was written is taken back; where another page has taken it meanwhile, `taken` is called.
   */
  watch(save: () => Saved, taken: () => void): () => void {
    const hide = () => {
      try {
        sessionStorage.setItem(this.#key, JSON.stringify(save()));
      } catch {
        // No storage, or no room in it: the next page begins anew.
      }
    };
    const show = ({ persisted }: { persisted?: boolean }) => {
      if (persisted && !this.take()) taken();
    };
    const ends = [listen(globalThis, "pagehide", hide), listen(globalThis, "pageshow", show)];
    return () => {
      for (const end of ends) end();
    };
  }
}
