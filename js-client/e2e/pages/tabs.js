// What the tests drive: a client that shares its connection with other tabs. What it is given is kept over a reload.
const tabs = {
  get received() {
    return JSON.parse(sessionStorage.getItem("received") ?? "[]");
  },

  /** Follows a channel, and connects by this transport; returns by what others know the client. */
  async open(channel, transport) {
    this.channel = channel;
    this.client = new Windsock("/windsock", { reload: true, transports: [transport], user: "ann" });
    for (const event of ["gap", "error"]) this.client.on(event, (value) => this.keep([event, value.code]));
    this.client.subscribe(channel, ({ offset, data }) => this.keep([offset, data]));
    const connected = new Promise((resolve) => this.client.on("connected", resolve));
    this.client.connect();
    await connected;
    return this.client.member;
  },

  keep(entry) {
    sessionStorage.setItem("received", JSON.stringify([...this.received, entry]));
  },

  /** Publishes the numbers from `from` to `to` in the name of `tab`, and waits for the replies, or does not. */
  async publish(tab, from, to, wait) {
    const all = [];
    for (let number = from; number <= to; number++) all.push(this.client.publish(this.channel, { tab, number }));
    for (const one of all) one.catch(() => {});
    if (wait) await Promise.all(all);
  },

  /** Whether this is the tab that has the connection. */
  async leads() {
    const own = crypto.randomUUID();
    const { held } = await navigator.locks.request(own, () => navigator.locks.query());
    const of = (wanted) => held.find(({ name }) => wanted(name))?.clientId;
    return of((name) => name.startsWith("windsock:")) === of((name) => name === own);
  },

  async until(offset) {
    while ((this.received.at(-1)?.[0] ?? 0) < offset) await new Promise((resolve) => setTimeout(resolve, 20));
    return this.received;
  },
};
globalThis.tabs = tabs;
