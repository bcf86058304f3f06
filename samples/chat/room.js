import { channelOf, describeGap, readMessage } from "./messages.js";
import { People, person } from "./people.js";

/** How many messages a room keeps. */
const KEPT = 500;

/** With how many of its newest messages a room begins. */
const NEWEST = 100;

/**
 * One room: its messages, confirmed ones in the channel's order first, then our own that are under way.
 *
 * An entry has a `key`, and a `state`: `sending`, `sent` (acknowledged), `unconfirmed` (the connection was lost before
 * the acknowledgement), `failed` (not published), or for a line that is none `gap` or `news`: who has come or gone.
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
    this.people = new People(client, this.channel, () => changed(this));
  }

  get messages() {
    return [...this.#confirmed, ...this.#own.values()];
  }

  enter() {
    this.#subscription = this.#client.subscribe(this.channel, ({ data }) => this.#receive(data), { newest: NEWEST });
    this.#subscription.on("join", (change) => this.#tell("join", change, "is here"));
    this.#subscription.on("leave", (change) => this.#tell("leave", change, "has gone"));
    this.#subscription.on("live", () => this.people.ask());
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

  missed({ missed }) {
    this.#add({ text: describeGap(missed), state: "gap" });
  }

  #tell(kind, change, what) {
    this.people.tell(kind, change);
    if (change.member !== this.#client.member) this.#add({ text: `${person(change).name} ${what}`, state: "news" });
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
