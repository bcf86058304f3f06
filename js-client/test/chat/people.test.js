import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { EXPIRY, HEARTBEAT, Presence, Roster } from "../../../samples/chat/people.js";
import { FakeClient } from "./fake-client.js";

describe("roster", () => {
  const names = (roster) => roster.list().map(({ name }) => name);

  test("has who said hello or is here, by name, and not who said goodbye", () => {
    const roster = new Roster();
    roster.receive({ type: "hello", id: "b", name: "Bob" }, 0);
    roster.receive({ type: "here", id: "a", name: "Ada" }, 0);
    roster.receive({ type: "here", id: "c", name: "Cleo" }, 0);
    roster.receive({ type: "bye", id: "c", name: "Cleo" }, 0);
    expect(names(roster)).toEqual(["Ada", "Bob"]);
  });

  test("has a new name when somebody has one", () => {
    const roster = new Roster();
    roster.receive({ type: "here", id: "a", name: "Ada" }, 0);
    roster.receive({ type: "here", id: "a", name: "Ida" }, 1);
    expect(names(roster)).toEqual(["Ida"]);
  });

  test("drops who has not been heard of for too long", () => {
    const roster = new Roster();
    roster.receive({ type: "here", id: "a", name: "Ada" }, 0);
    roster.receive({ type: "here", id: "b", name: "Bob" }, 1);
    expect(roster.expire(EXPIRY)).toBe(false);
    expect(roster.expire(EXPIRY + 1)).toBe(true);
    expect(names(roster)).toEqual(["Bob"]);
  });

  test.each([[null], ["here"], [7], [{}], [{ type: "here" }], [{ type: "here", id: "", name: "x" }]])(
    "takes nothing from %j",
    (data) => {
      const roster = new Roster();
      expect(roster.receive(data, 0)).toBeUndefined();
      expect(names(roster)).toEqual([]);
    },
  );

  test.each([
    [{ type: "here", id: 1, name: "x" }],
    [{ type: "here", id: "x", name: 1 }],
    [{ type: "here", id: "x", name: "  " }],
    [{ type: "dance", id: "x", name: "x" }],
  ])("nor from %j", (data) => {
    const roster = new Roster();
    expect(roster.receive(data, 0)).toBeUndefined();
    expect(names(roster)).toEqual([]);
  });

  test("takes no more than it can show", () => {
    const roster = new Roster();
    for (let i = 0; i < 600; i++) roster.receive({ type: "here", id: `p${i}`, name: "x" }, 0);
    expect(roster.list()).toHaveLength(500);
  });
});

describe("presence", () => {
  const channel = "chat:lobby:people";
  const self = { id: "me", name: "Ada" };
  let client;
  let presence;
  const said = () => client.published.splice(0).map(({ data }) => data.type);
  const names = () => presence.people.map(({ name }) => name);

  beforeEach(() => {
    vi.useFakeTimers();
    client = new FakeClient();
    presence = new Presence(client, { channel: "chat:lobby" }, self, () => {});
    presence.enter();
  });

  afterEach(() => void vi.useRealTimers());

  test("says hello, has ourselves, and says again and again that we are here", () => {
    expect(names()).toEqual(["Ada"]);
    vi.advanceTimersByTime(2 * HEARTBEAT);
    expect(said()).toEqual(["hello", "here", "here"]);
  });

  test("answers newcomers, many with one answer, and ourselves not", () => {
    said();
    client.deliver(channel, { type: "hello", ...self });
    vi.advanceTimersByTime(1_000);
    expect(said()).toEqual([]);
    for (const id of ["b", "c"]) client.deliver(channel, { type: "hello", id, name: id });
    vi.advanceTimersByTime(1_000);
    expect(said()).toEqual(["here"]);
    expect(names()).toEqual(["Ada", "b", "c"]);
  });

  test("stays when another page of ours says goodbye", () => {
    said();
    client.deliver(channel, { type: "bye", ...self });
    expect(names()).toEqual(["Ada"]);
    vi.advanceTimersByTime(1_000);
    expect(said()).toEqual(["here"]);
  });

  test("drops who stays silent", () => {
    client.deliver(channel, { type: "here", id: "b", name: "Bob" });
    expect(names()).toEqual(["Ada", "Bob"]);
    vi.advanceTimersByTime(EXPIRY + HEARTBEAT);
    expect(names()).toEqual(["Ada"]);
  });

  test("does not save up what cannot be said now", () => {
    said();
    client.state = "reconnecting";
    vi.advanceTimersByTime(10 * HEARTBEAT);
    expect(said()).toEqual([]);
  });

  test("says goodbye when it leaves, and nothing after", () => {
    client.deliver(channel, { type: "hello", id: "b", name: "Bob" });
    said();
    presence.leave();
    vi.advanceTimersByTime(10 * HEARTBEAT);
    expect(said()).toEqual(["bye"]);
  });

  test("is not there before we have a name", () => {
    client = new FakeClient();
    presence = new Presence(client, { channel: "chat:lobby" }, { id: "me", name: "" }, () => {});
    presence.enter();
    vi.advanceTimersByTime(HEARTBEAT);
    expect(said()).toEqual([]);
    expect(names()).toEqual([]);
  });
});
