/** A client that publishes when the test says, and delivers what the test says. */
export class FakeClient {
  state = "connected";
  member = "m-me";
  published = [];
  subscriptions = new Map();

  subscribe(channel, listener, options) {
    const events = new Map();
    this.subscriptions.set(channel, { listener, options, events });
    return {
      on: (event, tell) => events.set(event, tell),
      unsubscribe: () => this.subscriptions.delete(channel),
    };
  }

  /** There is nobody but us. */
  async presence(channel) {
    return { channel, epoch: "e", offset: 0, count: 1, members: [{ member: this.member, user: "Ada" }] };
  }

  tell(channel, event, value) {
    this.subscriptions.get(channel)?.events.get(event)(value);
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
