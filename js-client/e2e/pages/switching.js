// What the tests drive: a client that changes its transport while messages come and go.
const switching = {
  /** Of each publication: its offset, who sent it, and the number that the sender gave it. */
  received: [],
  events: [],
  published: [],

  /** Connects; resolves when it is connected and subscribed. */
  open(channel) {
    const client = new Windsock();
    this.client = client;
    this.channel = channel;
    client.subscribe(channel, ({ offset, data }) => this.received.push([offset, data.from, data.number]));
    for (const event of ["reconnecting", "closed", "gap", "error"]) {
      client.on(event, (value) => this.events.push({ event, ...value, message: value.message }));
    }
    return new Promise((resolve) => {
      client.on("connected", () => resolve());
      client.connect();
    });
  },

  /** Changes to a transport, and publishes meanwhile; resolves with the transport that it is on then. */
  async turn(transport, publishes) {
    const switched = this.client.switchTo(transport);
    for (let left = publishes; left > 0; left--) {
      const number = this.published.length + 1;
      this.published.push(this.client.publish(this.channel, { from: "page", number }));
    }
    await switched;
    return this.client.transport;
  },

  /** Resolves when a publication of this offset has come and all publishes are acknowledged: with all that came. */
  async until(offset) {
    await Promise.all(this.published);
    while (!(this.received.at(-1)?.[0] >= offset)) await new Promise((resolve) => setTimeout(resolve, 20));
    return { received: this.received, events: this.events };
  },
};
globalThis.switching = switching;
