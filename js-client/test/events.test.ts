import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { WindsockError } from "../src/errors.js";
import { Events } from "../src/events.js";

const connected = { transport: "sse", failed: [] } as const;
const throwing = () => {
  throw new RangeError("mine");
};

describe("events", () => {
  const log = vi.spyOn(console, "error");
  beforeEach(() => void log.mockImplementation(() => {}));
  afterEach(() => void log.mockReset());

  test("calls all listeners of the event, in order, and no others", () => {
    const events = new Events();
    const calls: string[] = [];
    events.on("connected", () => calls.push("a"));
    events.on("connected", ({ transport }) => calls.push(transport));
    events.on("closed", () => calls.push("no"));
    events.emit("connected", connected);
    expect(calls).toEqual(["a", "sse"]);
  });

  test("a listener added twice is called twice, and removed once at a time", () => {
    const events = new Events();
    const listener = vi.fn();
    const remove = events.on("connected", listener);
    events.on("connected", listener);
    events.emit("connected", connected);
    remove();
    remove();
    events.emit("connected", connected);
    expect(listener).toHaveBeenCalledTimes(3);
  });

  test("what a listener throws reaches the error event, not the next listener", () => {
    const events = new Events();
    const [next, error] = [vi.fn(), vi.fn()];
    events.on("connected", throwing);
    events.on("connected", next);
    events.on("error", error);
    events.emit("connected", connected);
    expect(next).toHaveBeenCalledOnce();
    expect(error.mock.lastCall?.[0]).toMatchObject({ code: "listener", cause: new RangeError("mine") });
    expect(log).not.toHaveBeenCalled();
  });

  test("so does what the promise of an async listener is rejected with", async () => {
    const events = new Events();
    const told = new Promise((resolve) => events.on("error", resolve));
    events.on("connected", async () => throwing());
    events.emit("connected", connected);
    expect(await told).toMatchObject({ code: "listener", cause: new RangeError("mine") });
  });

  test("an error that nobody listens to goes to the console", () => {
    const error = new WindsockError("full", "no room");
    new Events().emit("error", error);
    expect(log).toHaveBeenCalledExactlyOnceWith(error);
  });

  test("so does what an error listener throws", () => {
    const events = new Events();
    events.on("error", throwing);
    events.emit("error", new WindsockError("full", "no room"));
    expect(log).toHaveBeenCalledOnce();
  });
});
