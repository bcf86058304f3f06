import { describe, expect, test } from "vitest";
import { Outbox, type OutboxLimits } from "../src/outbox.js";
import { command } from "../src/protocol.js";
import { FakeClock } from "./support/fake-clock.js";

const LIMIT = 1_000;
const clock = new FakeClock();
const create = (limits: Partial<OutboxLimits> = {}) =>
  new Outbox(clock, { count: 10, size: 1_000_000, timeout: undefined, ...limits });
const add = (outbox: Outbox, id: number, data: unknown = id) =>
  outbox.add(id, "a", command("publish", { channel: "a", data }, id));
const ids = (outbox: Outbox) => outbox.take(LIMIT).map(({ line }) => JSON.parse(line).id);
const reply = (id: number) => ({ id, publish: { channel: "a", epoch: "e", offset: id, subscribers: 2 } });

describe("outbox", () => {
  test("gives what waits once, in order", () => {
    const outbox = create();
    for (const id of [1, 2, 3]) void add(outbox, id);
    expect(ids(outbox)).toEqual([1, 2, 3]);
    expect(ids(outbox)).toEqual([]);
  });

  test("settles each publish by the id of its reply", async () => {
    const outbox = create();
    const [first, second] = [add(outbox, 1), add(outbox, 2)];
    ids(outbox);
    expect(outbox.settle({ id: 2, error: { code: "full", message: "no room" } })).toBe(true);
    expect(outbox.settle(reply(1))).toBe(true);
    await expect(first).resolves.toEqual(reply(1));
    await expect(second).rejects.toMatchObject({ code: "full", message: "no room", channel: "a" });
  });

  test("does not know a reply to something else, or a second reply", () => {
    const outbox = create();
    void add(outbox, 1);
    ids(outbox);
    expect(outbox.settle({ id: 7, subscribe: { channel: "a" } })).toBe(false);
    outbox.settle(reply(1));
    expect(outbox.settle(reply(1))).toBe(false);
  });

  test("sends again what has no reply, in order and before anything newer, as it was", async () => {
    const outbox = create();
    for (const id of [1, 2, 3]) void add(outbox, id);
    const first = outbox.take(LIMIT);
    outbox.settle(reply(2));
    void add(outbox, 4);
    outbox.resend();
    const second = outbox.take(LIMIT);
    expect(second.map(({ line }) => JSON.parse(line).id)).toEqual([1, 3, 4]);
    expect(second[1]).toBe(first[2]);
    expect(ids(outbox)).toEqual([]);
  });

  test("tells what was sent from what was not when the client is closed", async () => {
    const outbox = create();
    const sent = add(outbox, 1);
    ids(outbox);
    const waiting = add(outbox, 2);
    outbox.closed();
    await expect(sent).rejects.toMatchObject({ code: "unacknowledged" });
    await expect(waiting).rejects.toMatchObject({ code: "closed" });
    expect(ids(outbox)).toEqual([]);
  });

  test("keeps a doubt for good: what was sent on a connection before is unacknowledged too", async () => {
    const outbox = create();
    const sent = add(outbox, 1);
    ids(outbox);
    outbox.resend();
    outbox.closed();
    await expect(sent).rejects.toMatchObject({ code: "unacknowledged" });
  });

  test("takes no more characters than its size, but one command however long", async () => {
    const outbox = create({ size: 200 });
    const long = add(outbox, 1, "x".repeat(300));
    await expect(add(outbox, 2)).rejects.toMatchObject({ code: "outbox-full" });
    ids(outbox);
    outbox.settle(reply(1));
    await long;
    void add(outbox, 3, "x".repeat(60));
    await expect(add(outbox, 4, "x".repeat(60))).rejects.toMatchObject({ code: "outbox-full" });
    void add(outbox, 5);
    expect(ids(outbox)).toEqual([3, 5]);
  });

  test("gives up at the timeout, and says whether it was sent", async () => {
    const outbox = create({ timeout: 500 });
    const sent = add(outbox, 1);
    const answered = add(outbox, 2);
    ids(outbox);
    outbox.settle(reply(2));
    await answered;
    const waiting = add(outbox, 3);
    clock.advance(500);
    await expect(sent).rejects.toMatchObject({ code: "unacknowledged" });
    await expect(waiting).rejects.toMatchObject({ code: "timeout" });
    outbox.resend();
    expect(ids(outbox)).toEqual([]);
    expect(clock.timers).toBe(0);
  });

  test("a question that was given up or closed is not in doubt", async () => {
    const outbox = create();
    const asked = outbox.add(1, "a", command("presence", { channel: "a" }, 1));
    ids(outbox);
    outbox.closed();
    await expect(asked).rejects.toMatchObject({ code: "closed" });
  });

  test("a reply of another kind is no answer", async () => {
    const outbox = create();
    const asked = outbox.add(1, "a", command("presence", { channel: "a" }, 1));
    ids(outbox);
    outbox.settle(reply(1));
    await expect(asked).rejects.toMatchObject({ code: "bad-reply" });
  });

  test("takes no more than its capacity, sent or not, and again once there is room", async () => {
    const outbox = create({ count: 2 });
    void add(outbox, 1);
    ids(outbox);
    void add(outbox, 2);
    await expect(add(outbox, 3)).rejects.toMatchObject({ code: "outbox-full" });
    outbox.settle(reply(1));
    void add(outbox, 4);
    expect(ids(outbox)).toEqual([2, 4]);
  });

  test("rejects a command above the server's limit in bytes, and sends the others", async () => {
    const outbox = create();
    // 400 characters of three bytes each: above in bytes only.
    const long = add(outbox, 1, "€".repeat(400));
    void add(outbox, 2, "e".repeat(400));
    expect(ids(outbox)).toEqual([2]);
    await expect(long).rejects.toMatchObject({ code: "too-large" });
  });
});
