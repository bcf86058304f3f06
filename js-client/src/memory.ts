import type { TransportName } from "./protocol.js";

/** What is known of a transport in one network. Times are in ms, dates in ms since 1970. */
export interface TransportFacts {
  /** How long it took to prove itself when it last did. */
  took?: number;
  /** Why it does not work here; until `until`, never for good. */
  blocked?: string;
  until?: number;
  /** How often in a row it was found blocked. */
  strikes?: number;
  /** How often in a row it died young. */
  young?: number;
  /** At what age it was cut last, and the age at which connections are cut here. */
  cut?: number;
  span?: number;
}

/** What is known of one network. */
export interface Facts {
  /** When it was last in use. */
  at: number;
  /** The transport that carried last. */
  worked?: TransportName;
  /** A connection must not be quiet for longer than this, in ms, or the network forgets it. */
  keepalive?: number;
  /** How long a connection had been quiet when it was cut last, in ms. */
  quiet?: number;
  transports: { [N in TransportName]?: TransportFacts };
}

/** Where what is known is kept: the part of `localStorage` that is used. */
export interface Store {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

/** How long a network is remembered, in ms, and how many are. */
const END = 24 * 60 * 60_000;
const MOST = 8;

/**
 * What is known of the networks that the client was in, coarsely told apart: by what the browser says (`wifi`, …; most say
 * nothing), and by what the server says of the client's address. Before the server has said so, the network is taken for
 * the last one of that kind.
 */
export class Memory {
  readonly #store: Store | undefined;
  readonly #key: string;
  readonly #date: () => number;
  readonly #kind: () => string;
  #networks: Record<string, Facts>;
  #network = "";

  constructor(store: Store | undefined, key: string, date: () => number, kind: () => string = () => "") {
    this.#store = store;
    this.#key = key;
    this.#date = date;
    this.#kind = kind;
    this.#networks = this.#load();
    this.arrive();
  }

  /** What is known of the network that the client is in; to be changed in place, and then saved. */
  get facts(): Facts {
    const known = this.#networks[this.#network];
    if (known) return known;
    const facts: Facts = { at: this.#date(), transports: {} };
    this.#networks[this.#network] = facts;
    return facts;
  }

  of(name: TransportName): TransportFacts {
    const { transports } = this.facts;
    const facts = transports[name] ?? {};
    transports[name] = facts;
    return facts;
  }

  /** The client may be in another network than before. */
  arrive(): void {
    const kind = `${this.#kind()}/`;
    const [last] = Object.entries(this.#networks)
      .filter(([network]) => network.startsWith(kind))
      .sort(([, a], [, b]) => b.at - a.at);
    this.#network = last?.[0] ?? kind;
  }

  /** The server has said which network it is; returns whether that is another than was thought. */
  told(network: string): boolean {
    const name = `${this.#kind()}/${network.slice(0, 32)}`;
    const other = name !== this.#network;
    // What was learned before there was a name for it is about this network.
    if (other && this.#network.endsWith("/") && !this.#networks[name]) this.#networks[name] = this.facts;
    if (this.#network.endsWith("/")) delete this.#networks[this.#network];
    this.#network = name;
    return other;
  }

  save(): void {
    this.facts.at = this.#date();
    const newest = Object.entries(this.#networks).sort(([, a], [, b]) => b.at - a.at);
    this.#networks = Object.fromEntries(newest.slice(0, MOST));
    try {
      this.#store?.setItem(this.#key, JSON.stringify(this.#networks));
    } catch {
      // No room, or not allowed: what is known ends with the page.
    }
  }

  #load(): Record<string, Facts> {
    try {
      const networks: Record<string, Facts> = JSON.parse(this.#store?.getItem(this.#key) ?? "{}");
      const now = this.#date();
      const fresh = ([, facts]: [string, Facts]) => {
        // A date to come is of a clock that was wrong.
        return facts.at <= now && facts.at > now - END && typeof facts.transports === "object";
      };
      return Object.fromEntries(Object.entries(networks).filter(fresh));
    } catch {
      return {};
    }
  }
}

/** The browser's store for the origin; `undefined` where there is none, or it is forbidden. */
export function browserStore(): Store | undefined {
  try {
    return typeof document === "undefined" ? undefined : localStorage;
  } catch {
    return undefined;
  }
}
