/** How long it takes until a first message is there that waits in the channel: by a bare WebSocket, and by the client. */
const channel = new URLSearchParams(location.search).get("channel") ?? "lab";

/** Resolves with the time that has gone by, once the connection has ended, a while after. */
function measured(/** @type {(came: () => void) => () => void} */ open, next = 500) {
  return new Promise((resolve) => {
    const began = performance.now();
    let took = 0;
    const close = open(() => {
      took ||= performance.now() - began;
    });
    const look = () => {
      if (took === 0) setTimeout(look, 50);
      // Longer than the client waits before it opens another beside it.
      else setTimeout(end, next + 200);
    };
    const end = () => {
      close();
      setTimeout(() => resolve(took), 50);
    };
    look();
  });
}

globalThis.lab = {
  bare: () =>
    measured((came) => {
      const socket = new WebSocket(`ws://${location.host}/windsock`);
      socket.onopen = () => socket.send(JSON.stringify({ id: 1, connect: { channels: { [channel]: { newest: 1 } } } }));
      socket.onmessage = ({ data }) => {
        if (data.split("\n").some((/** @type {string} */ line) => JSON.parse(line).publication)) came();
      };
      return () => socket.close();
    }),

  /** With another time after which it opens the next transport, in ms, where one is given. */
  client: (/** @type {number | undefined} */ next) =>
    measured((came) => {
      const client = new Windsock("/windsock", next === undefined ? {} : { timeouts: { next } });
      client.subscribe(channel, came, { newest: 1 });
      client.connect();
      return () => client.close();
    }, next),
};
