import { toHex } from "./ids.js";

/** The part of the Web Locks API that is used. */
interface Locks {
  request(
    name: string,
    options: LockOptions & { readonly signal?: AbortSignal },
    callback: (lock: object | null) => Promise<void> | null,
  ): Promise<void>;
}

/** How a lock is asked for: at once or not at all, or by taking it from whoever has it; else as soon as it is free. */
export interface LockOptions {
  readonly ifAvailable?: true;
  readonly steal?: true;
}

/** The locks by which tabs find each other; there are none in Node, nor on pages that came over plain HTTP. */
export function browserLocks(): Locks | undefined {
  return typeof document === "undefined" ? undefined : (navigator as { locks?: Locks }).locks;
}

/** What tells a group from others, as a name that tells nothing of it. */
export async function groupName(of: unknown): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify(of)));
  return `windsock:${toHex(new Uint8Array(hash))}`;
}

/**
 * Calls `held` when the lock is held, which it is until the signal is aborted. Resolves when it is held no longer, also
 * where another has stolen it, or when it is not to be had.
 */
export function hold(name: string, signal: AbortSignal, held: () => void, options?: LockOptions): Promise<void> {
  const callback = (lock: object | null) =>
    lock &&
    new Promise<void>((release) => {
      if (signal.aborted) return release();
      signal.addEventListener("abort", () => release());
      held();
    });
  // What is settled at once takes no signal.
  return (browserLocks() as Locks).request(name, options ?? { signal }, callback).catch(() => {});
}
