// The state of the connection in words.

export const TRANSPORTS = {
  websocket: "WebSocket",
  sse: "server-sent events",
  polling: "long polling",
  tab: "another tab's connection",
};

const REASONS = {
  lost: "the connection was lost",
  silent: "nothing was heard from the server",
  timeout: "no answer came in time",
  "silent-open": "it opened, and nothing came",
  refused: "it was refused",
  offline: "this device is offline",
  shutdown: "the server is restarting",
  "handed-over": "another tab has the connection now",
  slow: "this page could not keep up",
  "bad-answer": "something else than the server answered",
  "unknown-session": "the server had forgotten the connection",
  unsupported: "this browser has none",
};

export function describeReason(reason) {
  const status = /^status-(\d+)$/.exec(reason);
  return status ? `the answer was ${status[1]}` : (REASONS[reason] ?? reason);
}

export function describeConnecting({ transport, attempt }) {
  return `${attempt > 0 ? "reconnecting" : "connecting"} by ${TRANSPORTS[transport]} …`;
}

export function describeReconnecting({ reason, delay }) {
  const wait = delay === null ? "" : `, next try in ${Math.max(1, Math.ceil(delay / 1_000))} s`;
  const why = reason === "refused" ? "the server cannot be reached" : describeReason(reason);
  return `reconnecting: ${why}${wait}`;
}

/** Why this transport and not a better one. */
export function describeChoice({ transport, failed }) {
  if (failed.length === 0) return `Connected on ${TRANSPORTS[transport]}, the first that was tried.`;
  const failures = failed.map((tried) => `${TRANSPORTS[tried.transport]}: ${describeReason(tried.reason)}`);
  return `Connected on ${TRANSPORTS[transport]}. Not on ${failures.join("; ")}.`;
}
