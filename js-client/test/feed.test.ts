import { beforeEach, describe, expect, test, vi } from "vitest";
import { Events } from "../src/events.js";
import type { Feed } from "../src/feed.js";
import { Subscriptions } from "../src/subscriptions.js";

const at = (offset: number, epoch = "e") => ({ epoch, offset });

/** One that carries, and one beside it that may take over. */
describe("two feeds", () => {
  let subscriptions: Subscriptions;
  let carrier: Feed;
  let other: Feed;
  let heard: unknown[];
  const gaps = vi.fn();
  const errors = vi.fn();

  beforeEach(() => {
    vi.resetAllMocks();
    let id = 0;
    heard = [];
    const events = new Events();
    events.on("gap", gaps);
    events.on("error", errors);
    subscriptions = new Subscriptions(events, () => ++id, vi.fn());
    carrier = subscriptions.feed();
    other = subscriptions.feed();
    carrier.carry();
  });

  const listener = ({ offset }: { offset: number }) => heard.push(offset);
  const publication = (feed: Feed, offset: number, epoch = "e") =>
    feed.frame({ publication: { channel: "a", epoch, offset, data: 0 } });
  const changes = (feed: Feed) =>
    feed.changes().map(({ line }) => {
      const { id, ...body } = JSON.parse(line);
      return body;
    });
  const asksAnew = (since: object) => [
    { unsubscribe: { channel: "a", anew: true } },
    { subscribe: { channel: "a", since } },
  ];

  /** The first is followed from 3 on, and the other is asked for the same; its reply says where the log ends. */
  function both(newest = at(3), since = at(3)) {
    subscriptions.add("a", listener, { since });
    for (const feed of [carrier, other]) expect(feed.connect()).toEqual({ a: since });
    carrier.connected({ a: at(3) });
    other.connected({ a: newest });
  }

  test("deliver what either brings first, once", () => {
    both();
    publication(carrier, 4);
    for (const offset of [4, 5, 6]) publication(other, offset);
    for (const offset of [5, 6, 7]) publication(carrier, offset);
    expect(heard).toEqual([4, 5, 6, 7]);
    other.carry();
    expect(changes(other)).toEqual([]);
  });

  test("a gap of the other is nothing while the first delivers, and is asked about when the other carries", () => {
    both();
    other.frame({ gap: { channel: "a", after: at(3), next: at(8) } });
    publication(other, 8);
    for (const offset of [4, 5]) publication(carrier, offset);
    expect(heard).toEqual([4, 5]);
    expect(gaps).not.toHaveBeenCalled();
    other.carry();
    expect(changes(other)).toEqual(asksAnew(at(5)));
    other.frame({ id: 2, subscribe: { channel: "a", ...at(8) } });
    other.frame({ gap: { channel: "a", after: at(5), next: at(8) } });
    publication(other, 8);
    expect(gaps).toHaveBeenCalledExactlyOnceWith({ channel: "a", after: at(5), next: at(8), missed: 2 });
    expect(heard).toEqual([4, 5, 8]);
  });

  test("a gap of the other is nothing where the first has brought it all", () => {
    both();
    for (const offset of [4, 5, 6]) publication(carrier, offset);
    other.frame({ gap: { channel: "a", after: at(3), next: at(7) } });
    publication(other, 7);
    other.carry();
    expect(changes(other)).toEqual([]);
    expect(heard).toEqual([4, 5, 6, 7]);
    expect(gaps).not.toHaveBeenCalled();
  });

  test("of a gap of the first only that is told which the other did not bring", () => {
    both();
    for (const offset of [4, 5]) publication(other, offset);
    carrier.frame({ gap: { channel: "a", after: at(3), next: at(8) } });
    expect(gaps).toHaveBeenCalledExactlyOnceWith({ channel: "a", after: at(5), next: at(8), missed: 2 });
    for (const offset of [6, 7, 8]) publication(other, offset);
    expect(heard).toEqual([4, 5, 8]);
  });

  test("one of a log that is another does not deliver before it carries", () => {
    both(at(2, "f"));
    other.frame({ gap: { channel: "a", after: at(3), next: at(1, "f") } });
    publication(other, 1, "f");
    publication(carrier, 4);
    expect(heard).toEqual([4]);
    other.carry();
    expect(changes(other)).toEqual(asksAnew(at(4)));
  });

  test("one that is late in an old log does not deliver", () => {
    both();
    carrier.frame({ gap: { channel: "a", after: at(3), next: at(1, "f") } });
    publication(carrier, 1, "f");
    publication(other, 4);
    expect(heard).toEqual([1]);
  });

  test("one that was told a later beginning than the first is asked from where the application is", () => {
    subscriptions.add("a", listener);
    for (const feed of [carrier, other]) feed.connect();
    carrier.connected({ a: at(3) });
    other.connected({ a: at(5) });
    publication(other, 6);
    expect(heard).toEqual([]);
    other.carry();
    expect(changes(other)).toEqual(asksAnew(at(3)));
  });

  test("so is one that is told the later beginning only when it carries", () => {
    subscriptions.add("a", listener);
    for (const feed of [carrier, other]) feed.connect();
    carrier.connected({ a: at(3) });
    other.carry();
    other.connected({ a: at(5) });
    expect(changes(other)).toEqual(asksAnew(at(3)));
  });

  test("a refusal of the other is told when it carries, if it still refuses", () => {
    const refusal = { error: { code: "full", message: "" } };
    subscriptions.add("a", listener, { since: at(3) });
    for (const feed of [carrier, other]) feed.connect();
    carrier.connected({ a: at(3) });
    other.connected({ a: refusal });
    expect(errors).not.toHaveBeenCalled();
    other.carry();
    expect(changes(other)).toEqual(asksAnew(at(3)));
    other.frame({ id: 2, ...refusal });
    expect(errors).toHaveBeenCalledOnce();
  });

  test("what the first was told of a position beyond the log's end does not move the application back twice", () => {
    both(at(3), at(50));
    carrier.frame({ gap: { channel: "a", after: at(50), next: at(4) } });
    for (const offset of [4, 5]) publication(carrier, offset);
    other.carry();
    other.frame({ gap: { channel: "a", after: at(50), next: at(4) } });
    expect(changes(other)).toEqual(asksAnew(at(5)));
  });

  test.each(["before", "when"])(
    "one that began later than the first, both beyond the log's end, and says so %s it carries",
    (told) => {
      subscriptions.add("a", listener, { since: at(50) });
      for (const feed of [carrier, other]) feed.connect();
      const replies = () => {
        other.connected({ a: at(6) });
        other.frame({ gap: { channel: "a", after: at(50), next: at(7) } });
      };
      if (told === "before") replies();
      carrier.connected({ a: at(3) });
      carrier.frame({ gap: { channel: "a", after: at(50), next: at(4) } });
      other.carry();
      if (told === "when") replies();
      publication(other, 7);
      expect(changes(other)).toEqual(asksAnew(at(3)));
      expect(heard).toEqual([]);
      expect(gaps).toHaveBeenCalledExactlyOnceWith({ channel: "a", after: at(50), next: at(4), missed: null });
    },
  );

  describe("of which only the first is there", () => {
    const live = vi.fn();
    const begin = (since: object, newest: object) => {
      subscriptions.add("a", listener, { since: since as never }).on("live", live);
      carrier.connect();
      carrier.connected({ a: newest });
    };

    test("whoever began beyond the log's end is told a gap first, and then that it has come to the end", () => {
      gaps.mockImplementation(() => expect(live).not.toHaveBeenCalled());
      begin(at(50), at(3));
      carrier.frame({ gap: { channel: "a", after: at(50), next: at(4) } });
      publication(carrier, 4);
      expect(gaps).toHaveBeenCalledExactlyOnceWith({ channel: "a", after: at(50), next: at(4), missed: null });
      expect(live).toHaveBeenCalledExactlyOnceWith(at(3));
      expect(heard).toEqual([4]);
    });

    test("a gap up to the log's end is its end", () => {
      begin(at(3), at(9));
      expect(live).not.toHaveBeenCalled();
      carrier.frame({ gap: { channel: "a", after: at(3), next: at(10) } });
      expect(live).toHaveBeenCalledExactlyOnceWith(at(9));
    });
  });

  describe("of which one began with the newest", () => {
    test("the other is asked anew from what has come", () => {
      subscriptions.add("a", listener, { newest: 5 });
      expect(carrier.connect()).toEqual({ a: { newest: 5 } });
      other.connect();
      carrier.connected({ a: at(20) });
      publication(carrier, 16);
      other.connected({ a: at(22) });
      publication(other, 18);
      publication(carrier, 17);
      expect(heard).toEqual([16, 17]);
      other.carry();
      expect(changes(other)).toEqual(asksAnew(at(17)));
    });

    test("the other is asked for the newest where nothing has come", () => {
      subscriptions.add("a", listener, { newest: 5 });
      for (const feed of [carrier, other]) feed.connect();
      other.connected({ a: at(22) });
      other.carry();
      const [, subscribe] = changes(other);
      expect(subscribe).toEqual({ subscribe: { channel: "a", since: null, newest: 5 } });
    });
  });

  describe("what is left out for the newest", () => {
    const skipped = { after: at(3), next: at(8) };
    let told: unknown[];
    /** Subscribes for the newest; `told` gets what was skipped and missed, in order. */
    function newest(since: object) {
      told = [];
      gaps.mockImplementation(({ after, next }) => told.push({ gap: { after, next } }));
      const subscription = subscriptions.add("a", listener, { since: since as never, newest: 2 });
      subscription.on("skipped", (skip) => told.push({ skip }));
      carrier.connect();
      carrier.connected({ a: { ...at(9), skipped } });
      return subscription;
    }

    test("is behind those that were told, and one that joins before the next begins after it", () => {
      const first = newest(at(3));
      expect(told).toEqual([{ skip: skipped }]);
      expect(first.position).toEqual(at(7));
      expect(subscriptions.add("a", listener).position).toEqual(at(7));
      publication(carrier, 8);
      expect(heard).toEqual([8, 8]);
    });

    test("comes after what is not there any more", () => {
      newest(at(7, "elsewhere"));
      const joining = subscriptions.add("a", listener);
      expect(told).toEqual([]);
      carrier.frame({ gap: { channel: "a", after: at(7, "elsewhere"), next: at(4) } });
      expect(told).toEqual([{ gap: { after: at(7, "elsewhere"), next: at(4) } }, { skip: skipped }]);
      expect(joining.position).toEqual(at(7));
    });

    test("is nothing to whoever is further", () => {
      const further = vi.fn();
      subscriptions.add("a", listener, { since: at(8), newest: 2 }).on("skipped", further);
      newest(at(3));
      expect(told).toEqual([{ skip: skipped }]);
      expect(further).not.toHaveBeenCalled();
    });
  });

  describe("in pages", () => {
    const paused = (feed: Feed, offset: number) =>
      feed.frame({ paused: { channel: "a", epoch: "e", offset, head: 9 } as never });
    const live = (feed: Feed, offset: number) => feed.frame({ live: { channel: "a", ...at(offset) } });

    test("the other asks for more when it carries", async () => {
      subscriptions.add("a", listener, { since: at(3), page: 2 });
      for (const feed of [carrier, other]) feed.connect();
      for (const feed of [carrier, other]) feed.connected({ a: at(9) });
      for (const offset of [4, 5]) publication(other, offset);
      paused(other, 5);
      other.carry();
      await Promise.resolve();
      expect(changes(other)).toEqual([{ more: { channel: "a", credit: 2 } }]);
      expect(changes(other)).toEqual([]);
    });

    test("live that the other was told is told when it carries", () => {
      const told = vi.fn();
      subscriptions.add("a", listener, { since: at(3), page: 9 }).on("live", told);
      for (const feed of [carrier, other]) feed.connect();
      for (const feed of [carrier, other]) feed.connected({ a: at(5) });
      for (const offset of [4, 5]) publication(other, offset);
      live(other, 5);
      expect(told).not.toHaveBeenCalled();
      other.carry();
      expect(told).toHaveBeenCalledExactlyOnceWith(at(5));
    });
  });
});
