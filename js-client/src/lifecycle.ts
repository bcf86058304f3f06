/** Tells when the browser goes offline and comes back; in Node, where there are no such events, never. */
export function watchNetwork(offline: () => void, online: () => void): () => void {
  const target = globalThis as Partial<Pick<EventTarget, "addEventListener" | "removeEventListener">>;
  target.addEventListener?.("offline", offline);
  target.addEventListener?.("online", online);
  return () => {
    target.removeEventListener?.("offline", offline);
    target.removeEventListener?.("online", online);
  };
}
