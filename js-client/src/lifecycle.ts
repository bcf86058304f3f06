import type { Clock } from "./clock.js";

/** What a page goes through, as far as connections are concerned. */
export interface PageOwner {
  /** The network is gone, or the page is put away (`reason`): nothing can be sent. */
  offline(reason?: string): void;
  /** The network is back or another, the page is taken up again, or the machine has woken. */
  online(): void;
  /** Nobody sees the page, or somebody does again. */
  hide(hidden: boolean): void;
}

/** How often the time is looked at, in ms, while the page is seen, and while not: timers are throttled then. */
const TICK = 1_000;
const SLOW_TICK = 15_000;

/** A look that comes so much later than it should, in ms, comes after a sleep. */
const SLEPT = 3_000;
const SLOW_SLEPT = 75_000;

type Target = Partial<Pick<EventTarget, "addEventListener" | "removeEventListener">>;

/** Tells the owner what the page goes through; in Node, where there are no such events, nothing. Returns what ends it. */
export function watchPage(clock: Clock, owner: PageOwner): () => void {
  const page = globalThis as Target & { document?: Target & { visibilityState?: string } };
  const { document } = page;
  const hidden = () => document?.visibilityState === "hidden";
  let kind = networkKind();
  const ends = [
    listen(page, "offline", () => owner.offline()),
    listen(page, "online", () => owner.online()),
    listen(networkInformation(), "change", () => {
      const now = networkKind();
      // The estimates of speed that it tells too change all the time.
      if (now !== kind) owner.online();
      kind = now;
    }),
    listen(document, "visibilitychange", () => owner.hide(hidden())),
    listen(document, "freeze", () => owner.offline("frozen")),
    listen(document, "resume", () => owner.online()),
    // A page that may come back (from the back-forward cache) must not hold connections.
    listen(page, "pagehide", ({ persisted }) => persisted && owner.offline("frozen")),
    listen(page, "pageshow", ({ persisted }) => persisted && owner.online()),
  ];
  if (document) ends.push(watchSleep(clock, hidden, () => owner.online()));
  return () => {
    for (const end of ends) end();
  };
}

/** Listens where that can be; returns what ends it. */
export function listen(
  target: Target | undefined,
  event: string,
  task: (event: { persisted?: boolean }) => void,
): () => void {
  target?.addEventListener?.(event, task as EventListener);
  return () => target?.removeEventListener?.(event, task as EventListener);
}

/** Calls `woken` when the time has made a leap: the machine, or the browser, has slept. */
function watchSleep(clock: Clock, hidden: () => boolean, woken: () => void): () => void {
  let cancel = () => {};
  const look = () => {
    const [tick, slept] = hidden() ? [SLOW_TICK, SLOW_SLEPT] : [TICK, SLEPT];
    const at = clock.date();
    cancel = clock.after(tick, () => {
      if (clock.date() - at > tick + slept) woken();
      look();
    });
  };
  look();
  return () => cancel();
}

/** What kind of network the browser says it is in: `wifi`, `cellular`, …; most browsers say nothing. */
export function networkKind(): string {
  return networkInformation()?.type ?? "";
}

function networkInformation(): (Target & { type?: string }) | undefined {
  return (globalThis as { navigator?: { connection?: Target } }).navigator?.connection;
}
