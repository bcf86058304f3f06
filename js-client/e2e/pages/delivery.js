// What the tests drive: a client of one channel that keeps what it is given.
const delivery = {
  received: [],
  events: [],

  /** Connects, by one of these transports where they are given; resolves when it is connected and subscribed. */
  open(channel, transports) {
    const started = performance.now();
    const client = new Windsock("/windsock", transports ? { transports } : {});
    this.client = client;
    client.subscribe(channel, (publication) => {
      this.firstAfter ??= performance.now() - started;
      this.received.push({ offset: publication.offset, data: publication.data });
    });
    for (const event of ["reconnecting", "closed", "gap", "error"]) {
      client.on(event, (value) => this.events.push({ event, ...value, message: value.message }));
    }
    return new Promise((resolve) => {
      client.on("connected", (value) => resolve({ ...value, after: performance.now() - started }));
      client.connect();
    });
  },

  /** Publishes `count` numbered messages, one after the other; resolves when all are acknowledged. */
  async publish(channel, from, count) {
    for (let number = 1; number <= count; number++) await this.client.publish(channel, { from, number });
  },

  /** Resolves when a message with `last: true` has come. */
  async untilLast() {
    while (!this.received.at(-1)?.data.last) await new Promise((resolve) => setTimeout(resolve, 20));
    return {
      received: this.received,
      events: this.events,
      transport: this.client.transport,
      firstAfter: this.firstAfter,
    };
  },
};
globalThis.delivery = delivery;
