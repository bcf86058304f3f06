import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { watchPage } from "../src/lifecycle.js";
import { FakeClock } from "./support/fake-clock.js";

/** A page, as far as it concerns connections. */
class FakeDocument extends EventTarget {
  visibilityState = "visible";
}

describe("the life of a page", () => {
  let clock: FakeClock;
  let document: FakeDocument;
  let page: EventTarget;
  let connection: EventTarget & { type?: string };
  let story: string[];
  let end: () => void;

  beforeEach(() => {
    clock = new FakeClock();
    document = new FakeDocument();
    page = new EventTarget();
    connection = new EventTarget();
    story = [];
    vi.stubGlobal("document", document);
    vi.stubGlobal("navigator", { connection });
    vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
    vi.stubGlobal("removeEventListener", page.removeEventListener.bind(page));
    end = watchPage(clock, {
      offline: (reason = "offline") => story.push(reason),
      online: () => story.push("online"),
      hide: (hidden) => story.push(hidden ? "hidden" : "seen"),
    });
  });

  afterEach(() => {
    end();
    expect(clock.timers).toBe(0);
    story.length = 0;
    page.dispatchEvent(new Event("offline"));
    expect(story).toEqual([]);
    vi.unstubAllGlobals();
  });

  const persisted = (name: string, value: boolean) => Object.assign(new Event(name), { persisted: value });

  function become(state: string) {
    document.visibilityState = state;
    document.dispatchEvent(new Event("visibilitychange"));
  }

  test("the network that goes, comes back, or is another", () => {
    page.dispatchEvent(new Event("offline"));
    page.dispatchEvent(new Event("online"));
    connection.type = "cellular";
    connection.dispatchEvent(new Event("change"));
    expect(story).toEqual(["offline", "online", "online"]);
    // Another speed is no other network.
    connection.dispatchEvent(new Event("change"));
    expect(story).toHaveLength(3);
  });

  test("a page that is hidden, frozen, taken up again, and seen", () => {
    become("hidden");
    document.dispatchEvent(new Event("freeze"));
    document.dispatchEvent(new Event("resume"));
    become("visible");
    expect(story).toEqual(["hidden", "frozen", "online", "seen"]);
  });

  test("a page that is kept in the back-forward cache, and one that is not", () => {
    page.dispatchEvent(persisted("pagehide", false));
    page.dispatchEvent(persisted("pageshow", false));
    expect(story).toEqual([]);
    page.dispatchEvent(persisted("pagehide", true));
    page.dispatchEvent(persisted("pageshow", true));
    expect(story).toEqual(["frozen", "online"]);
  });

  test("a sleep is noticed by the clock", () => {
    clock.advance(60_000);
    expect(story).toEqual([]);
    // The timers stood still, and the clock on the wall did not.
    clock.epoch += 3_600_000;
    clock.advance(1_000);
    expect(story).toEqual(["online"]);
  });

  test("a clock that is set back, and throttled timers of a hidden page, are no sleep", () => {
    clock.epoch -= 3_600_000;
    clock.advance(1_000);
    become("hidden");
    clock.advance(1_000);
    clock.freeze(60_000);
    clock.advance(60_000);
    expect(story).toEqual(["hidden"]);
    clock.freeze(3_600_000);
    expect(story).toEqual(["hidden", "online"]);
  });
});
