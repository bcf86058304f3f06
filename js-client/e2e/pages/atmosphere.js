// What the tests drive: stock atmosphere.js, subscribed to one channel, that keeps what it is given.
const stock = {
  received: [],
  errors: [],

  /** Resolves when it is open. */
  open(channel, options) {
    return new Promise((resolve, reject) => {
      const client = new Atmosphere();
      client
        .subscribe(
          { url: `/atmosphere/${channel}`, ...options },
          {
            open: () => resolve(),
            message: (response) => this.received.push(response.responseBody),
            error: (error) => this.errors.push(String(error)),
            close: (response) => this.errors.push(`closed: ${response.reasonPhrase}`),
          },
        )
        .then((subscription) => {
          this.subscription = subscription;
        }, reject);
    });
  },

  publish(text) {
    this.subscription.push(text);
  },

  close() {
    return this.subscription.close();
  },

  /** Resolves when this many have come. */
  async untilCount(count) {
    while (this.received.length < count) await new Promise((resolve) => setTimeout(resolve, 20));
  },

  /** Resolves when this text has come. */
  async until(text) {
    while (!this.received.includes(text)) await new Promise((resolve) => setTimeout(resolve, 20));
    return { received: this.received, errors: this.errors };
  },
};
globalThis.stock = stock;
