import { expect, test, vi } from "vitest";
import { type Command, command } from "../src/protocol.js";
import { Uplink } from "../src/transports/uplink.js";

/** An uplink whose requests are answered when the test says. */
function create() {
  const requests: { values: unknown[]; answer: () => void; fail: (error: Error) => void }[] = [];
  const failed = vi.fn();
  const deliver = (commands: Command[]) =>
    new Promise<void>((answer, fail) => {
      requests.push({ values: commands.map(({ line }) => JSON.parse(line).publish), answer, fail });
    });
  const uplink = new Uplink(deliver, failed);
  return {
    requests,
    failed,
    uplink,
    send: (...values: unknown[]) => uplink.send(values.map((v) => command("publish", v))),
  };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("sends one request at a time, with all that has come meanwhile", async () => {
  const { requests, send } = create();
  send(1);
  send(2);
  await settled();
  send(3);
  await settled();
  send(4, 5);
  await settled();
  expect(requests.map(({ values }) => values)).toEqual([[1, 2]]);
  requests[0]?.answer();
  await settled();
  expect(requests.map(({ values }) => values)).toEqual([
    [1, 2],
    [3, 4, 5],
  ]);
});

test("sends nothing while it is held", async () => {
  const { requests, send, uplink } = create();
  uplink.hold(true);
  send(1);
  await settled();
  expect(requests).toEqual([]);
  uplink.hold(false);
  expect(requests.map(({ values }) => values)).toEqual([[1]]);
});

test("makes several requests of much, and sends a single command however long it is", async () => {
  const { requests, send } = create();
  const [long, longer] = ["x".repeat(200_000), "y".repeat(400_000)];
  send(long, long, longer, 1);
  for (let i = 0; i < 4; i++) {
    await settled();
    requests[i]?.answer();
  }
  expect(requests.map(({ values }) => values)).toEqual([[long], [long], [longer], [1]]);
});

test("sends nothing more when a request has failed", async () => {
  const { requests, failed, send } = create();
  send(1);
  await settled();
  send(2);
  requests[0]?.fail(new Error("502"));
  await settled();
  expect(failed).toHaveBeenCalledExactlyOnceWith(new Error("502"));
  expect(requests).toHaveLength(1);
});
