import { beforeEach, describe, expect, test, vi } from "vitest";
import { Events } from "../src/events.js";
import type { Feed } from "../src/feed.js";
import { Subscriptions } from "../src/subscriptions.js";

const at = (offset: number, epoch = "e") => ({ epoch, offset });

describe("subscriptions", () => {
  let events: Events;
  let subscriptions: Subscriptions;
  /** The one that carries. */
  let feed: Feed;
  let heard: unknown[];
  let changed: ReturnType<typeof vi.fn>;
  const listener = ({ data }: { data: unknown }) => heard.push(data);

  beforeEach(() => {
    let id = 0;
    heard = [];
    changed = vi.fn();
    events = new Events();
    subscriptions = new Subscriptions(events, () => ++id, changed as () => void);
    open();
  });

  function open() {
    feed = subscriptions.feed();
    feed.carry();
  }

  const publication = (offset: number, epoch = "e", channel = "a") =>
    feed.frame({ publication: { channel, epoch, offset, data: `${epoch}${offset}` } });

  const gap = (after: object, next: object) =>
    feed.frame({ gap: { channel: "a", after: after as never, next: next as never } });

  const changes = () =>
    feed.changes().map(({ line }) => {
      const { id, ...body } = JSON.parse(line);
      return body;
    });

  /** Connects, with the channel `a` at this position as its newest. */
  function connect(newest = at(0)) {
    open();
    const asked = feed.connect();
    feed.connected({ a: newest });
    return asked;
  }

  test("asks for a channel from now on, and begins where the reply says", () => {
    const subscription = subscriptions.add("a", listener);
    expect(subscription.position).toBeUndefined();
    expect(connect(at(7))).toEqual({ a: null });
    expect(subscription.position).toEqual(at(7));
  });

  test("asks from a given position", () => {
    subscriptions.add("a", listener, { since: at(3) });
    expect(connect(at(7))).toEqual({ a: at(3) });
    for (const offset of [4, 5]) publication(offset);
    expect(heard).toEqual(["e4", "e5"]);
  });

  test("asks again from the position reached", () => {
    const subscription = subscriptions.add("a", listener);
    connect();
    for (const offset of [1, 2, 3]) publication(offset);
    expect(connect(at(3))).toEqual({ a: at(3) });
    expect(subscription.position).toEqual(at(3));
  });

  test("drops what it has had", () => {
    subscriptions.add("a", listener);
    connect();
    for (const offset of [1, 2, 2, 1, 3]) publication(offset);
    expect(heard).toEqual(["e1", "e2", "e3"]);
  });

  test("hears nothing of other channels, nor before the reply", () => {
    subscriptions.add("a", listener, { since: at(0) });
    open();
    feed.connect();
    publication(1);
    feed.connected({ a: at(1) });
    publication(1, "e", "b");
    expect(heard).toEqual([]);
  });

  test("a channel added later is subscribed, one that is left is unsubscribed", () => {
    const subscription = subscriptions.add("a", listener);
    connect();
    subscriptions.add("b", listener, { since: at(4, "f") });
    subscription.unsubscribe();
    expect(changed).toHaveBeenCalledTimes(3);
    expect(changes()).toEqual([{ unsubscribe: { channel: "a" } }, { subscribe: { channel: "b", since: at(4, "f") } }]);
    expect(changes()).toEqual([]);
  });

  test("a channel added and left between connections is not mentioned", () => {
    connect();
    subscriptions.add("b", listener).unsubscribe();
    expect(changes()).toEqual([]);
  });

  test("leaving and coming back begins from now on, whatever is still under way for the first time", () => {
    connect();
    subscriptions.add("a", listener).unsubscribe();
    const first = subscriptions.add("a", listener);
    const [command] = feed.changes();
    first.unsubscribe();
    const second = subscriptions.add("a", listener);
    const later = feed.changes();
    expect(later.map(({ kind }) => kind)).toEqual(["unsubscribe", "subscribe"]);
    feed.frame({ id: JSON.parse(command?.line ?? "").id, subscribe: { channel: "a", ...at(1) } });
    publication(2);
    expect(heard).toEqual([]);
    feed.frame({ id: JSON.parse(later[1]?.line ?? "").id, subscribe: { channel: "a", ...at(5) } });
    publication(6);
    expect(second.position).toEqual(at(6));
    expect(heard).toEqual(["e6"]);
  });

  test("two listeners share one subscription, and the last one ends it", () => {
    const first = subscriptions.add("a", listener);
    connect();
    const second = subscriptions.add("a", listener);
    expect(changes()).toEqual([]);
    publication(1);
    expect(heard).toEqual(["e1", "e1"]);
    first.unsubscribe();
    first.unsubscribe();
    expect(changes()).toEqual([]);
    second.unsubscribe();
    expect(changes()).toEqual([{ unsubscribe: { channel: "a" } }]);
  });

  test("a second listener with an older position is served it, and the first not again", () => {
    subscriptions.add("a", listener);
    connect(at(5));
    publication(6);
    const early: unknown[] = [];
    subscriptions.add("a", ({ offset }) => early.push(offset), { since: at(4) });
    expect(changes()).toEqual([
      { unsubscribe: { channel: "a", anew: true } },
      { subscribe: { channel: "a", since: at(4) } },
    ]);
    feed.connected({ a: at(6) });
    for (const offset of [5, 6, 7]) publication(offset);
    expect(early).toEqual([5, 6, 7]);
    expect(heard).toEqual(["e6", "e7"]);
  });

  test("a second listener with a position of another epoch has that asked for", () => {
    subscriptions.add("a", listener);
    connect(at(5));
    subscriptions.add("a", listener, { since: at(9, "old") });
    expect(changes()[1]).toEqual({ subscribe: { channel: "a", since: at(9, "old") } });
  });

  test("a listener that is ended by another during a publication is not called", () => {
    subscriptions.add("a", () => second.unsubscribe());
    const second = subscriptions.add("a", listener);
    connect();
    publication(1);
    expect(heard).toEqual([]);
  });

  test("a listener that throws keeps no other from hearing", () => {
    const error = vi.fn();
    events.on("error", error);
    subscriptions.add("a", () => {
      throw new Error("mine");
    });
    subscriptions.add("a", listener);
    connect();
    for (const offset of [1, 2]) publication(offset);
    expect(heard).toEqual(["e1", "e2"]);
    expect(error).toHaveBeenCalledTimes(2);
  });

  describe("gap", () => {
    const told = vi.fn();
    beforeEach(() => {
      told.mockReset();
      events.on("gap", told);
    });

    test("is told with the number missed, and the position goes on", () => {
      const subscription = subscriptions.add("a", listener, { since: at(3) });
      connect(at(9));
      gap(at(3), at(8));
      expect(told).toHaveBeenCalledExactlyOnceWith({ channel: "a", after: at(3), next: at(8), missed: 4 });
      expect(subscription.position).toEqual(at(7));
      for (const offset of [7, 8]) publication(offset);
      expect(heard).toEqual(["e8"]);
    });

    test("of another epoch tells no number, and offsets count anew", () => {
      const subscription = subscriptions.add("a", listener, { since: at(30, "old") });
      connect(at(2));
      gap(at(30, "old"), at(1));
      expect(told.mock.lastCall?.[0]).toMatchObject({ missed: null });
      expect(subscription.position).toEqual(at(0));
      publication(1);
      expect(heard).toEqual(["e1"]);
    });

    test("of a position beyond the log's end goes back to the end", () => {
      const subscription = subscriptions.add("a", listener, { since: at(50) });
      connect(at(2));
      gap(at(50), at(3));
      expect(told.mock.lastCall?.[0]).toMatchObject({ missed: null });
      expect(subscription.position).toEqual(at(2));
    });

    test("that concerns only a listener that joined late leaves the others where they are", () => {
      const first = subscriptions.add("a", listener);
      connect(at(5));
      const second = subscriptions.add("a", listener, { since: at(1) });
      changes();
      feed.connected({ a: at(5) });
      gap(at(1), at(3));
      expect(first.position).toEqual(at(5));
      expect(second.position).toEqual(at(2));
    });

    test("of one that begins beyond the log's end beside others is told, and leaves them where they are", () => {
      const first = subscriptions.add("a", listener);
      connect(at(5));
      const second = subscriptions.add("a", listener, { since: at(50) });
      expect(changes()).toEqual([
        { unsubscribe: { channel: "a", anew: true } },
        { subscribe: { channel: "a", since: at(5) } },
      ]);
      feed.connected({ a: at(6) });
      expect(told).toHaveBeenCalledExactlyOnceWith({ channel: "a", after: at(50), next: at(7), missed: null });
      expect([first.position, second.position]).toEqual([at(5), at(6)]);
      publication(6);
      publication(7);
      expect(heard).toEqual(["e6", "e7", "e7"]);
    });

    test.each([
      ["with what comes", {}, false],
      ["with what comes, and stays alone there", {}, true],
      ["with the newest", { newest: 10 }, false],
      ["with the newest, and stays alone there", { newest: 10 }, true],
    ])("of one beyond the log's end moves back also one that begins there, %s", (_, options, alone) => {
      const first = subscriptions.add("a", listener, { since: at(50) });
      const second = subscriptions.add("a", listener, options);
      if (alone) first.unsubscribe();
      subscriptions.add("a", () => {}, { since: at(1) });
      expect(connect(at(5))).toEqual({ a: at(1) });
      expect(second.position).toEqual(at(5));
      publication(6);
      expect(heard).toContain("e6");
    });

    test("of two that are beyond the log's end is told once", () => {
      subscriptions.add("a", listener, { since: at(50) });
      const second = subscriptions.add("a", listener);
      expect(connect(at(5))).toEqual({ a: at(50) });
      gap(at(50), at(6));
      expect(second.position).toEqual(at(5));
      expect(told).toHaveBeenCalledExactlyOnceWith({ channel: "a", after: at(50), next: at(6), missed: null });
    });

    test("is not told of one that begins where the others have not come to yet", () => {
      subscriptions.add("a", listener);
      connect(at(5));
      const second = subscriptions.add("a", listener, { since: at(8) });
      changes();
      feed.connected({ a: at(8) });
      expect(told).not.toHaveBeenCalled();
      expect(second.position).toEqual(at(8));
    });

    test("of one that begins in another log is told where the server was told of the others' first", () => {
      subscriptions.add("a", listener, { since: at(2) });
      subscriptions.add("a", listener, { since: at(7, "old") });
      expect(connect(at(5))).toEqual({ a: at(2) });
      expect(changes()).toEqual([
        { unsubscribe: { channel: "a", anew: true } },
        { subscribe: { channel: "a", since: at(7, "old") } },
      ]);
      feed.connected({ a: at(5) });
      gap(at(7, "old"), at(1));
      expect(told).toHaveBeenCalledExactlyOnceWith({ channel: "a", after: at(7, "old"), next: at(1), missed: null });
      for (const offset of [1, 2, 3]) publication(offset);
      expect(heard).toEqual(["e1", "e2", "e3", "e3"]);
    });

    test("where one was to begin with the newest, which the log has no more, is not told", () => {
      subscriptions.add("a", listener);
      connect(at(20));
      const late = subscriptions.add("a", listener, { newest: 10 });
      expect(changes()[1]).toEqual({ subscribe: { channel: "a", since: at(10) } });
      feed.connected({ a: at(20) });
      gap(at(10), at(15));
      expect(told).not.toHaveBeenCalled();
      expect(late.position).toEqual(at(14));
      gap(at(20), at(25));
      expect(told).toHaveBeenCalledExactlyOnceWith({ channel: "a", after: at(14), next: at(25), missed: 10 });
    });

    test("of a channel that is not followed is not told", () => {
      gap(at(3), at(8));
      expect(told).not.toHaveBeenCalled();
    });
  });

  describe("refusal", () => {
    const told = vi.fn();
    const refusal = { code: "full", message: "no room" };
    beforeEach(() => {
      told.mockReset();
      events.on("error", told);
      subscriptions.add("a", listener);
    });

    test("at the start is told, and not asked for again on this connection", () => {
      open();
      feed.connect();
      feed.connected({ a: { error: refusal } });
      expect(told.mock.lastCall?.[0]).toMatchObject({ ...refusal, channel: "a" });
      expect(feed.connect()).toEqual({});
      expect(changes()).toEqual([]);
      open();
      expect(feed.connect()).toEqual({ a: null });
    });

    test("later is told by the id of the command", () => {
      const [command] = feed.changes();
      feed.frame({ id: JSON.parse(command?.line ?? "").id, error: refusal });
      expect(told.mock.lastCall?.[0]).toMatchObject({ ...refusal, channel: "a" });
    });

    test("is asked for again when the application subscribes again", () => {
      connect();
      feed.connected({ a: { error: refusal } });
      subscriptions.add("a", listener);
      expect(changes().at(-1)).toEqual({ subscribe: { channel: "a", since: at(0) } });
    });
  });

  describe("a copy of a command that comes late", () => {
    const idOf = (commands: readonly { line: string }[], i: number) => JSON.parse(commands[i]?.line ?? "").id;

    test("and ends a subscription that is wanted has it asked for again", () => {
      connect();
      subscriptions.add("a", listener).unsubscribe();
      subscriptions.add("a", listener);
      const [subscribe] = [feed.changes()];
      feed.frame({ id: idOf(subscribe, 0), subscribe: { channel: "a", ...at(3) } });
      feed.frame({ id: 77, unsubscribe: { channel: "a" } });
      publication(4);
      expect(heard).toEqual([]);
      expect(changes()).toEqual([
        { unsubscribe: { channel: "a", anew: true } },
        { subscribe: { channel: "a", since: at(3) } },
      ]);
    });

    test("and makes one that was not wanted any more has the next made anew", () => {
      const told = vi.fn();
      events.on("error", told);
      connect();
      subscriptions.add("a", listener, { since: at(3) });
      const commands = feed.changes();
      feed.frame({ id: idOf(commands, 0), error: { code: "already-subscribed", message: "" } });
      expect(told).not.toHaveBeenCalled();
      expect(changes()).toEqual([
        { unsubscribe: { channel: "a", anew: true } },
        { subscribe: { channel: "a", since: at(3) } },
      ]);
    });

    test("of the past is nothing", () => {
      subscriptions.add("a", listener);
      connect();
      feed.frame({ id: 77, unsubscribe: { channel: "b" } });
      feed.frame({ id: 78, error: { code: "already-subscribed", message: "" } });
      expect(changes()).toEqual([]);
    });
  });
});
