import { hueOf } from "./messages.js";

export const $ = (id) => document.getElementById(id);

const time = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

const STATES = {
  sending: "sending …",
  unconfirmed: "not confirmed: the connection was lost",
  failed: "not sent",
};

/** Makes an element; what is a string becomes text, never HTML. */
function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

const senderOf = ({ by, from }) => by || from;

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
  if (entry.state === "gap") return make("li", { className: "gap" }, make("span", {}, entry.text));
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

  constructor() {
    this.#toEnd.addEventListener("click", () => this.#end());
    this.#scroll.addEventListener("scroll", () => {
      if (this.#atEnd) this.#toEnd.hidden = true;
    });
    // A window that becomes smaller, by a keyboard on a phone say, must not hide the newest.
    new ResizeObserver(() => this.#follow && this.#end()).observe(this.#scroll);
  }

  #follow = true;

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
    let place = this.#list.firstChild;
    let before;
    for (const entry of messages) {
      const follows = isFollowing(entry, before);
      const shape = `${entry.state} ${follows}`;
      const known = this.#items.get(entry.key);
      const item = known?.shape === shape ? known.item : messageItem(entry, follows, sendAgain);
      if (known && known.item !== item) {
        if (place === known.item) place = item;
        known.item.replaceWith(item);
      }
      if (place === item) place = item.nextSibling;
      else this.#list.insertBefore(item, place);
      items.set(entry.key, { item, shape });
      before = entry;
    }
    const added = [...items.keys()].some((key) => !this.#items.has(key));
    for (const [key, { item }] of this.#items) if (!items.has(key)) item.remove();
    this.#items = items;
    return added;
  }
}

/** Whether a message needs no head, since it goes on after one of the same sender. */
function isFollowing(entry, before) {
  if (!before || before.state === "gap" || entry.state === "gap") return false;
  return senderOf(entry) === senderOf(before) && entry.from === before.from && entry.at - before.at < 120_000;
}

export function showRooms(rooms, current, { enter, leave }) {
  const items = rooms.map((room) => {
    const here = room === current;
    const link = make("a", { href: `#${room.name}` }, make("span", {}, `# ${room.name}`));
    if (here) link.setAttribute("aria-current", "page");
    if (room.unread > 0) {
      const label = `${room.unread} unread`;
      link.append(make("b", { className: "unread", ariaLabel: label }, room.unread > 99 ? "99+" : String(room.unread)));
    }
    link.addEventListener("click", (event) => {
      event.preventDefault();
      enter(room.name);
    });
    const item = make("li", {}, link);
    if (rooms.length > 1) {
      const button = make("button", { type: "button", ariaLabel: `Leave ${room.name}`, title: "Leave" }, "×");
      button.addEventListener("click", () => leave(room));
      item.append(button);
    }
    return item;
  });
  // Replacing them takes the focus away, so it is given back.
  const list = $("rooms");
  const focused = [...list.querySelectorAll("a, button")].indexOf(document.activeElement);
  list.replaceChildren(...items);
  if (focused >= 0) list.querySelectorAll("a, button")[focused]?.focus();
}

export function showPeople(people, self) {
  const items = people.map(({ id, name }) => {
    const bdi = make("bdi", { className: "from" }, name);
    bdi.style.setProperty("--hue", hueOf(id));
    return make("li", {}, bdi, ...(id === self.id ? [" (you)"] : []));
  });
  $("people").replaceChildren(...items);
  $("here-count").textContent = people.length > 0 ? `· ${people.length}` : "";
}

/** `state` is for the colour, `text` for reading. */
export function showBadge(state, text) {
  $("badge").dataset.state = state;
  $("badge-text").textContent = text;
}

export function showNotice(text) {
  $("notice").textContent = text;
  $("notice").hidden = text === "";
}
