import { $, make } from "./element.js";
import { hueOf } from "./messages.js";

const time = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

const STATES = {
  sending: "sending …",
  unconfirmed: "not confirmed: the connection was lost",
  failed: "not sent",
};

const senderOf = ({ by, from }) => by || from;

const isLine = ({ state }) => state === "gap" || state === "news";

function senderLine({ from, by, own }) {
  const name = make("bdi", { className: "from" }, from || "somebody");
  if (own) name.append(" (you)");
  if (from) name.style.setProperty("--hue", hueOf(by || from));
  else name.classList.add("nameless");
  return name;
}

function stateLine(entry, sendAgain) {
  const text = STATES[entry.state];
  if (!text) return [];
  const line = make("p", { className: "state" }, entry.state === "failed" ? `${text}: ${entry.reason}` : text);
  if (entry.state !== "sending") {
    const again = make("button", { type: "button", className: "link" }, "Send again");
    again.addEventListener("click", () => sendAgain(entry.id));
    line.append(" ", again);
  }
  return [line];
}

function messageItem(entry, follows, sendAgain) {
  if (isLine(entry)) return make("li", { className: entry.state }, make("bdi", {}, entry.text));
  const at = make("time", { dateTime: new Date(entry.at).toISOString() }, time.format(entry.at));
  const item = make("li", { className: "message" });
  item.classList.toggle("own", entry.own);
  item.classList.toggle("follows", follows);
  item.dataset.state = entry.state;
  const body = make(entry.code ? "pre" : "p", { className: "text", dir: "auto" }, entry.text);
  item.append(make("p", { className: "head" }, senderLine(entry), " ", at), body, ...stateLine(entry, sendAgain));
  return item;
}

/** Shows the messages of a room; what has not changed keeps its element, so that a screen reader reads only what is new. */
export class MessageList {
  #list = $("messages");
  #scroll = $("scroll");
  #toEnd = $("to-end");
  #items = new Map();
  #room;
  /** Whether the newest message is to be kept in sight. */
  #follow = true;

  constructor() {
    this.#toEnd.addEventListener("click", () => this.#end());
    this.#scroll.addEventListener("scroll", () => {
      if (this.#atEnd) this.#toEnd.hidden = true;
    });
    // A window that becomes smaller, by a keyboard on a phone say, must not hide the newest.
    new ResizeObserver(() => this.#follow && this.#end()).observe(this.#scroll);
  }

  get #atEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroll;
    this.#follow = scrollHeight - scrollTop - clientHeight < 60;
    return this.#follow;
  }

  #end() {
    this.#scroll.scrollTop = this.#scroll.scrollHeight;
    this.#toEnd.hidden = true;
    this.#follow = true;
  }

  show(room) {
    const other = room !== this.#room;
    if (other) this.#clear(room);
    const atEnd = other || this.#atEnd;
    const { messages } = room;
    const added = this.#fill(messages, (id) => room.sendAgain(id));
    $("empty").hidden = messages.length > 0;
    if (atEnd || messages.at(-1)?.state === "sending") this.#end();
    else if (added) this.#toEnd.hidden = false;
  }

  #clear(room) {
    this.#room = room;
    // What was said in a room before one comes to it is not read out.
    this.#scroll.ariaLive = "off";
    setTimeout(() => {
      this.#scroll.ariaLive = "polite";
    }, 500);
    this.#items.clear();
    this.#list.replaceChildren();
  }

  /** Brings the list to these messages; returns whether there are new ones. */
  #fill(messages, sendAgain) {
    const items = new Map();
    for (const [i, entry] of messages.entries()) {
      const follows = isFollowing(entry, messages[i - 1]);
      const shape = `${entry.state} ${follows}`;
      const known = this.#items.get(entry.key);
      items.set(entry.key, known?.shape === shape ? known : { shape, item: messageItem(entry, follows, sendAgain) });
    }
    this.#place([...items.values()].map(({ item }) => item));
    const added = [...items.keys()].some((key) => !this.#items.has(key));
    this.#items = items;
    return added;
  }

  #place(items) {
    const kept = new Set(items);
    for (const child of [...this.#list.children]) if (!kept.has(child)) child.remove();
    for (const [i, item] of items.entries()) {
      const there = this.#list.children[i];
      if (there !== item) this.#list.insertBefore(item, there ?? null);
    }
  }
}

/** Whether a message needs no head, since it goes on after one of the same sender. */
function isFollowing(entry, before) {
  if (!before || isLine(before) || isLine(entry)) return false;
  return senderOf(entry) === senderOf(before) && entry.from === before.from && entry.at - before.at < 120_000;
}
