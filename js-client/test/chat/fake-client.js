/** A client that publishes when the test says, and delivers what the test says. */
export class FakeClient {
  state = "connected";
  published = [];
  subscriptions = new Map();

  subscribe(channel, listener, options) {
    this.subscriptions.set(channel, { listener, options });
    return { unsubscribe: () => this.subscriptions.delete(channel) };
  }

  publish(channel, data) {
    return new Promise((resolve, reject) => {
      const fail = (code) => reject(Object.assign(new Error(code), { code }));
      this.published.push({ channel, data, acknowledge: () => resolve({}), fail });
    });
  }

  deliver(channel, data) {
    this.subscriptions.get(channel)?.listener({ channel, data });
  }
}
