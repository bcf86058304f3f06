// What can be said of a message without a page: pure functions, tested without a browser.

const LONGEST_TEXT = 4_000;
const LONGEST_NAME = 40;

const DAY = 86_400_000;

/**
 * Reads any JSON value as a message that can be shown. The channel is open to all, so nothing is taken for granted: what
 * has a `text` is a message, with the sender in `from`; a string is a message; everything else is shown as the JSON that
 * it is.
 */
export function readMessage(data, now) {
  if (typeof data === "string") return { from: "", by: "", id: "", at: now, text: cut(data), code: false };
  const { text, from, name, by, id, at } = isObject(data) ? data : {};
  const plain = typeof text === "string" || typeof text === "number";
  return {
    from: readName(from) || readName(name),
    by: typeof by === "string" ? by : "",
    id: typeof id === "string" ? id : "",
    at: readTime(at, now),
    text: plain ? cut(String(text)) : cut(JSON.stringify(data, null, 2) ?? ""),
    code: !plain,
  };
}

/** A name as it can be shown, on one line; empty where it is none. */
export function readName(name) {
  if (typeof name !== "string") return "";
  const line = name.replace(/\s+/g, " ").trim();
  return [...line].slice(0, LONGEST_NAME).join("");
}

/** What is left of what somebody typed, as the name of a room: a channel's name takes no others. */
export function readRoom(text) {
  const name = text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, LONGEST_NAME);
  return name.replace(/^-+|-+$/g, "");
}

export function channelOf(room) {
  return `chat:${room}`;
}

/** The command that publishes to a room, to be pasted into a shell. */
export function curlCommand(origin, room) {
  const url = `${origin}/api/v1/channels/${channelOf(room)}/messages`;
  return [
    `curl ${url}`,
    "  -H 'Content-Type: application/json'",
    `  -d '{"from":"curl","text":"Hello from the command line"}'`,
  ].join(" \\\n");
}

/** Hues that can be told from each other. */
const HUES = [8, 30, 50, 90, 145, 175, 200, 225, 265, 320];

/** A colour for a sender, as a hue: the same for the same sender on every page. */
export function hueOf(sender) {
  let hash = 7;
  for (const character of sender) hash = (hash * 31 + character.codePointAt(0)) % 9973;
  return HUES[hash % HUES.length];
}

export function describeGap(missed) {
  if (missed === null) return "Messages may have been missed: the server has started anew";
  return missed === 1 ? "1 message was missed" : `${missed} messages were missed`;
}

/** When it was sent, where the sender says so and it can be: clocks are often wrong. */
function readTime(at, now) {
  return typeof at === "number" && at > now - DAY && at < now ? at : now;
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function cut(text) {
  if (text.trim() === "") return "(an empty message)";
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
}
