import { beforeEach, describe, expect, test, vi } from "vitest";
import { Room } from "../../../samples/chat/room.js";
import { FakeClient } from "./fake-client.js";

describe("a room", () => {
  const self = { id: "me", name: "Ada" };
  let client;
  let room;
  let changed;
  const shown = () => room.messages.map(({ text, state }) => `${state} ${text}`);
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  beforeEach(() => {
    client = new FakeClient();
    changed = vi.fn();
    room = new Room(client, "lobby", self, changed);
    room.enter();
  });

  test("asks for the newest that the channel still has", () => {
    expect(client.subscriptions.get("chat:lobby").options).toEqual({ newest: 100 });
  });

  test("asks who is here when all has come, and tells who comes and goes, but not of us", async () => {
    client.tell("chat:lobby", "live", {});
    await settled();
    expect(room.people.list).toMatchObject([{ name: "Ada" }]);
    client.tell("chat:lobby", "join", { epoch: "e", offset: 1, member: "m-me", user: "Ada" });
    client.tell("chat:lobby", "join", { epoch: "e", offset: 2, member: "m-bob", user: "Bob" });
    client.tell("chat:lobby", "leave", { epoch: "e", offset: 3, member: "m-bob", user: "Bob" });
    expect(shown()).toEqual(["news Bob is here", "news Bob has gone"]);
    expect(room.unread).toBe(0);
  });

  test("shows what comes, and counts it as unread", () => {
    client.deliver("chat:lobby", { from: "Bob", by: "bob", text: "hello" });
    client.deliver("chat:lobby", 42);
    expect(shown()).toEqual(["sent hello", "sent 42"]);
    expect(room.unread).toBe(2);
    expect(changed).toHaveBeenCalledTimes(2);
  });

  test("shows our own at once, and once when it comes back", async () => {
    room.send("hello");
    expect(shown()).toEqual(["sending hello"]);
    const [{ data, acknowledge }] = client.published;
    const [{ key }] = room.messages;
    client.deliver("chat:lobby", data);
    acknowledge();
    await settled();
    expect(room.messages).toMatchObject([{ key, text: "hello", state: "sent", own: true }]);
    expect(room.unread).toBe(0);
  });

  test("shows our own as sent when the acknowledgement comes first", async () => {
    room.send("hello");
    client.published[0].acknowledge();
    await settled();
    expect(shown()).toEqual(["sent hello"]);
    client.deliver("chat:lobby", client.published[0].data);
    expect(shown()).toEqual(["sent hello"]);
  });

  test("shows what is confirmed in the channel's order, before our own under way", () => {
    room.send("mine");
    client.deliver("chat:lobby", "theirs");
    expect(shown()).toEqual(["sent theirs", "sending mine"]);
  });

  test("tells what was not sent from what is not confirmed", async () => {
    for (const code of ["unacknowledged", "too-large"]) {
      room.send(code);
      client.published.at(-1).fail(code);
    }
    await settled();
    expect(shown()).toEqual(["unconfirmed unacknowledged", "failed too-large"]);
  });

  test("sends again under the same id, and shows it once if both arrive", async () => {
    room.send("hello");
    client.published[0].fail("unacknowledged");
    await settled();
    room.sendAgain(room.messages[0].id);
    expect(shown()).toEqual(["sending hello"]);
    const [first, second] = client.published;
    expect(second.data.id).toBe(first.data.id);
    client.deliver("chat:lobby", first.data);
    client.deliver("chat:lobby", second.data);
    expect(shown()).toEqual(["sent hello"]);
  });

  test("cannot be made to drop a message by somebody who uses another's id", () => {
    room.send("hello");
    client.deliver("chat:lobby", { ...client.published[0].data, by: "eve", text: "forged" });
    expect(shown()).toEqual(["sent forged", "sending hello"]);
  });

  test("tells a gap", () => {
    room.missed({ after: { epoch: "e", offset: 3 }, missed: 2 });
    expect(shown()).toEqual(["gap 2 messages were missed"]);
  });

  test("keeps no more than its last messages", () => {
    for (let i = 0; i < 600; i++) client.deliver("chat:lobby", i);
    expect(room.messages).toHaveLength(500);
    expect(room.messages.at(-1).text).toBe("599");
  });

  test("gives each message a key of its own, whatever ids come", () => {
    for (const by of ["a", "b", ""]) client.deliver("chat:lobby", { text: "x", id: "same", by });
    client.deliver("chat:lobby", { text: "x", id: "n0" });
    client.deliver("chat:lobby", "plain");
    expect(new Set(room.messages.map(({ key }) => key)).size).toBe(room.messages.length);
  });

  test("hears nothing more once left", () => {
    room.leave();
    client.deliver("chat:lobby", "late");
    expect(shown()).toEqual([]);
  });
});
