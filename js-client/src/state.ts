/**
 * Where a client stands: not yet asked to connect; trying; connected; without a connection and coming back by itself;
 * ended, by the application or by the server.
 */
export type State = "idle" | "connecting" | "connected" | "reconnecting" | "closed";

const MOVES: Readonly<Record<State, readonly State[]>> = {
  idle: ["connecting", "closed"],
  connecting: ["connecting", "connected", "reconnecting", "closed"],
  connected: ["connected", "reconnecting", "closed"],
  reconnecting: ["connecting", "reconnecting", "closed"],
  closed: ["connecting"],
};

/** Moves from one state to another; where there is no such move it throws, in tests. */
export function move(from: State, to: State): State {
  // biome-ignore lint/correctness/noUnusedLabels: what it marks is left out of what is built
  DEV: if (!MOVES[from].includes(to)) throw new Error(`no move from ${from} to ${to}`);
  return to;
}
