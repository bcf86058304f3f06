// Who is in a room, as the server tells it.

import { readName } from "./messages.js";

const byName = (a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1);

/** The people of one room: asked for once there is a connection, then kept by who comes and who goes. */
export class People {
  /** How many are here; more than are listed where they are many. */
  count = 0;
  #client;
  #channel;
  #changed;
  #members = new Map();
  /** What was told while the server was asked. */
  #news = [];

  constructor(client, channel, changed) {
    this.#client = client;
    this.#channel = channel;
    this.#changed = changed;
  }

  /** Each with `id` and `name`; one who has opened several pages is here several times. */
  get list() {
    return [...this.#members.values()].sort(byName);
  }

  /** Asks who is here; what is told meanwhile is put on top of the answer, where it is newer. */
  async ask() {
    this.#news = [];
    try {
      const { epoch, offset, count, members } = await this.#client.presence(this.#channel);
      const news = this.#news.filter((one) => one.epoch === epoch && one.offset > offset);
      this.#members = new Map(members.map((one) => [one.member, person(one)]));
      this.count = count;
      for (const { kind, ...change } of news) this.#apply(kind, change);
      this.#changed();
    } catch {
      // The server does not tell, or the connection was lost: then it is asked again.
    }
  }

  /** `kind` is `join` or `leave`. */
  tell(kind, change) {
    this.#news.push({ kind, ...change });
    this.#apply(kind, change);
    this.#changed();
  }

  #apply(kind, change) {
    const { member } = change;
    if (kind === "leave") {
      const listed = this.#members.delete(member);
      if (listed || this.count > this.#members.size) this.count--;
    } else {
      if (!this.#members.has(member)) this.count++;
      this.#members.set(member, person(change));
    }
  }
}

/** What a member states is anybody's, so nothing is taken for granted. */
export function person({ member, user }) {
  return { id: member, name: readName(user) || "somebody" };
}
