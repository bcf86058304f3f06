import { channelOf, describeGap, readMessage } from "./messages.js";

/** How many messages a room keeps. */
const KEPT = 500;

/**
 * A position in no log. The server answers with the gap, which the page knows of, and with all that the log still has:
 * so who enters a room sees the last minutes of it.
 */
const EVERYTHING = { epoch: "none", offset: 0 };

/**
 * One room: its messages, confirmed ones in the channel's order first, then our own that are under way.
 *
 * An entry has a `key`, and a `state`: `sending`, `sent` (acknowledged), `unconfirmed` (the connection was lost before
 * the acknowledgement), `failed` (not published), or `gap` for a line that is none.
 */
export class Room {
  unread = 0;
  #confirmed = [];
  #own = new Map();
  #count = 0;
  #client;
  #self;
  #changed;
  #subscription;

  /** `self` has our `id` and `name`; `changed` is called at each change. */
  constructor(client, name, self, changed) {
    this.name = name;
    this.channel = channelOf(name);
    this.#client = client;
    this.#self = self;
    this.#changed = changed;
  }

  get messages() {
    return [...this.#confirmed, ...this.#own.values()];
  }

  enter() {
    this.#subscription = this.#client.subscribe(this.channel, ({ data }) => this.#receive(data), { since: EVERYTHING });
  }

  leave() {
    this.#subscription.unsubscribe();
  }

  send(text) {
    const id = `${this.#self.id}-${Date.now().toString(36)}-${this.#count++}`;
    const { id: by, name: from } = this.#self;
    const own = { key: id, id, by, from, text, code: false, own: true, at: Date.now(), state: "sending" };
    this.#own.set(id, own);
    this.#publish(own);
  }

  /** Sends one again that failed or was not confirmed. Its id stays, so that it is shown once if both arrive. */
  sendAgain(id) {
    const own = this.#own.get(id);
    if (own) this.#publish(own);
  }

  missed({ after, missed }) {
    if (after.epoch !== EVERYTHING.epoch) this.#add({ text: describeGap(missed), state: "gap" });
  }

  #publish(own) {
    own.state = "sending";
    const { id, by, from, text, at } = own;
    this.#client.publish(this.channel, { from, text, at, by, id }).then(
      () => this.#turn(own, "sent"),
      ({ code, message }) => {
        own.reason = message;
        this.#turn(own, code === "unacknowledged" ? "unconfirmed" : "failed");
      },
    );
    this.#changed(this);
  }

  #turn(own, state) {
    own.state = state;
    this.#changed(this);
  }

  #receive(data) {
    const message = readMessage(data, Date.now());
    if (message.id && this.#confirmed.some(({ id, by }) => id === message.id && by === message.by)) return;
    const own = message.by === this.#self.id;
    // The key that it was shown under, so that it stays where it is; what others call theirs is no key.
    const key = own && this.#own.delete(message.id) ? message.id : undefined;
    this.#add({ ...message, key, own, state: "sent" });
    if (!own) this.unread++;
  }

  #add(entry) {
    this.#confirmed.push({ ...entry, key: entry.key ?? `n${this.#count++}` });
    if (this.#confirmed.length > KEPT) this.#confirmed.shift();
    this.#changed(this);
  }
}
