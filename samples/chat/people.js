// Who is here, made by the pages themselves: each says so on a channel beside the room's, and says so again and again.

import { readName } from "./messages.js";

/** How often a page says that it is here, in ms. */
export const HEARTBEAT = 25_000;

/** After this time without a word somebody is gone, in ms; browsers let a hidden page speak once a minute. */
export const EXPIRY = 90_000;

/** How long a page waits before it answers a newcomer, at most, in ms: not all at once. */
const ANSWER = 1_000;

const MOST = 500;

/** The people of a room by what was heard of them. */
export class Roster {
  #people = new Map();

  /** Takes what came along the channel, which may be anything; returns its kind where it is one of ours. */
  receive(data, now) {
    const { type, id, name } = data ?? {};
    if (typeof id !== "string" || id === "" || readName(name) === "") return undefined;
    if (type === "bye") this.#people.delete(id);
    else if (type !== "hello" && type !== "here") return undefined;
    else if (this.#people.has(id) || this.#people.size < MOST)
      this.#people.set(id, { id, name: readName(name), seen: now });
    return type;
  }

  /** Drops who has not been heard of for too long; returns whether there was anybody. */
  expire(now) {
    const before = this.#people.size;
    for (const { id, seen } of [...this.#people.values()]) if (now - seen > EXPIRY) this.#people.delete(id);
    return this.#people.size < before;
  }

  list() {
    return [...this.#people.values()].sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));
  }
}

/** Keeps the roster of one room, with ourselves in it. */
export class Presence {
  #roster = new Roster();
  #client;
  #channel;
  #self;
  #changed;
  #subscription;
  #timer;
  #answer;

  constructor(client, room, self, changed) {
    this.#client = client;
    this.#channel = `${room.channel}:people`;
    this.#self = self;
    this.#changed = changed;
  }

  get people() {
    return this.#roster.list();
  }

  enter() {
    this.#subscription = this.#client.subscribe(this.#channel, ({ data }) => this.#receive(data));
    this.#timer = setInterval(() => this.#beat(), HEARTBEAT);
    this.greet();
  }

  leave() {
    this.#say("bye");
    clearInterval(this.#timer);
    clearTimeout(this.#answer);
    this.#subscription.unsubscribe();
  }

  /** Tells the others that we are here, and asks them to tell the same. */
  greet() {
    this.#roster.receive({ type: "here", ...this.#self }, Date.now());
    this.#say("hello");
    this.#changed();
  }

  /** Where and with what to say goodbye when the page goes away and no answer can be waited for. */
  get farewell() {
    return { channel: this.#channel, data: { type: "bye", ...this.#self } };
  }

  #receive(data) {
    const type = this.#roster.receive(data, Date.now());
    // A goodbye in our name is of another page of ours; we are still here.
    const missing = type === "bye" && data.id === this.#self.id;
    if (missing) this.#roster.receive({ type: "here", ...this.#self }, Date.now());
    if (missing || (type === "hello" && data.id !== this.#self.id)) this.#answerSoon();
    if (type) this.#changed();
  }

  #answerSoon() {
    this.#answer ??= setTimeout(() => {
      this.#answer = undefined;
      this.#say("here");
    }, Math.random() * ANSWER);
  }

  #beat() {
    this.#say("here");
    this.#roster.receive({ type: "here", ...this.#self }, Date.now());
    if (this.#roster.expire(Date.now())) this.#changed();
  }

  /** What cannot be said now need not be said later. Who has no name yet is not here yet. */
  #say(type) {
    if (!this.#self.name || this.#client.state !== "connected") return;
    this.#client.publish(this.#channel, { type, ...this.#self }).catch(() => {});
  }
}
