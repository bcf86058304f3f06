// What the tests drive: a client that goes on when the page is loaded again. What it is given is kept for the next page.
const reload = {
  get received() {
    return JSON.parse(sessionStorage.getItem("received") ?? "[]");
  },

  /** Follows a channel, and connects by this transport; returns the client's id. */
  async open(channel, transport) {
    this.client = new Windsock("/windsock", { reload: true, tabs: false, transports: [transport] });
    for (const event of ["gap", "error"]) this.client.on(event, (value) => this.keep([event, value.code]));
    this.client.subscribe(channel, ({ offset, data }) => this.keep([offset, data]));
    const connected = new Promise((resolve) => this.client.on("connected", resolve));
    this.client.connect();
    await connected;
    return this.client.id;
  },

  keep(entry) {
    sessionStorage.setItem("received", JSON.stringify([...this.received, entry]));
  },

  /** Publishes the numbers from `from` to `to`; the last `unawaited` of them have no reply when this returns. */
  async publish(channel, from, to, unawaited) {
    for (let number = from; number <= to; number++) {
      const published = this.client.publish(channel, number);
      if (number <= to - unawaited) await published;
      else published.catch(() => {});
    }
  },

  async until(count) {
    while (this.received.length < count) await new Promise((resolve) => setTimeout(resolve, 20));
    return this.received;
  },
};
globalThis.reload = reload;
