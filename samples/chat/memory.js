import { readName, readRoom } from "./messages.js";

const PREFIX = "windsock-chat-";

/** Remembers a value in this browser; where it keeps nothing, for as long as the page is open. */
export function remember(key, value) {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(value));
    // A second page of this browser may go by another name.
    if (key === "name") sessionStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // Storage is off or full.
  }
}

export function recall(key, otherwise) {
  const value = read("sessionStorage", key) ?? read("localStorage", key);
  if (key !== "rooms") return value ?? otherwise;
  const rooms = Array.isArray(value) ? value.filter((name) => typeof name === "string").map(readRoom) : [];
  return rooms.some(Boolean) ? [...new Set(rooms.filter(Boolean))] : otherwise;
}

/** Who we are: an id that this page keeps when it is loaded again, and a name. */
export function selfOf(name) {
  const id = read("sessionStorage", "id") ?? Math.random().toString(36).slice(2, 12);
  try {
    sessionStorage.setItem(`${PREFIX}id`, JSON.stringify(id));
  } catch {
    // As above.
  }
  return { id, name: name || readName(recall("name", "")) };
}

function read(storage, key) {
  try {
    return JSON.parse(globalThis[storage].getItem(PREFIX + key)) ?? undefined;
  } catch {
    return undefined;
  }
}
