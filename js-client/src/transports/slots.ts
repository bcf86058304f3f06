/**
 * How many requests of all tabs of an origin may stand at a time: browsers open six connections to a server that speaks
 * HTTP/1.1, and pages must still load beside them.
 */
const SLOTS = 3;

/** The part of the Web Locks API that is used. */
interface Locks {
  request(
    name: string,
    options: { ifAvailable: true },
    callback: (lock: object | null) => Promise<void> | undefined,
  ): Promise<void>;
}

/**
 * Takes a slot for a request that stands, and gives what returns it; `undefined` where all are taken. The browser returns
 * those of a tab that has gone. Where there are no Web Locks (in Node, or on pages over plain HTTP) all is allowed.
 */
export async function takeSlot(url: string): Promise<(() => void) | undefined> {
  const { locks } = ((globalThis as { navigator?: object }).navigator ?? {}) as { locks?: Locks };
  if (typeof document === "undefined" || !locks) return () => {};
  for (let slot = 0; slot < SLOTS; slot++) {
    const giveBack = await take(locks, `windsock:${new URL(url).origin}:${slot}`);
    if (giveBack) return giveBack;
  }
  return undefined;
}

function take(locks: Locks, name: string): Promise<(() => void) | undefined> {
  return new Promise((resolve) => {
    const hold = (lock: object | null): Promise<void> | undefined => {
      if (lock) return new Promise<void>((giveBack) => resolve(() => giveBack()));
      resolve(undefined);
      return undefined;
    };
    locks.request(name, { ifAvailable: true }, hold).catch(() => resolve(() => {}));
  });
}
