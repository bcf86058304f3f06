import type { Store } from "../../src/memory.js";

/** A store as a browser has it, for one test. */
export class MapStore implements Store {
  readonly items = new Map<string, string>();

  getItem(key: string): string | null {
    return this.items.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.items.set(key, value);
  }
}
