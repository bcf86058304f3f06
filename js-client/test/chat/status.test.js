import { expect, test } from "vitest";
import {
  describeChoice,
  describeConnecting,
  describeReason,
  describeReconnecting,
} from "../../../samples/chat/status.js";

test("the state of the connection is told in words", () => {
  expect(describeConnecting({ transport: "sse", attempt: 0 })).toBe("connecting by server-sent events …");
  expect(describeConnecting({ transport: "polling", attempt: 2 })).toBe("reconnecting by long polling …");
  expect(describeReconnecting({ reason: "shutdown", delay: 1_200 })).toBe(
    "reconnecting: the server is restarting, next try in 2 s",
  );
  expect(describeReconnecting({ reason: "refused", delay: 0 })).toBe(
    "reconnecting: the server cannot be reached, next try in 1 s",
  );
  expect(describeReconnecting({ reason: "offline", delay: null })).toBe("reconnecting: this device is offline");
});

test("the choice of the transport is told with what failed", () => {
  const failed = [
    { transport: "websocket", reason: "status-403" },
    { transport: "sse", reason: "timeout" },
  ];
  expect(describeChoice({ transport: "polling", failed })).toBe(
    "Connected on long polling. Not on WebSocket: the answer was 403; server-sent events: no answer came in time.",
  );
  expect(describeChoice({ transport: "websocket", failed: [] })).toContain("the first that was tried");
});

test("a reason that is not known is told as it is", () => {
  expect(describeReason("something-new")).toBe("something-new");
});
