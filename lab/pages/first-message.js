/** How long it takes until a first message is there that waits in the channel: by a bare WebSocket, and by the client. */
const channel = new URLSearchParams(location.search).get("channel") ?? "lab";

/** How long a connection stands after that, in ms: longer than the client waits before it opens another beside it. */
const STANDS = 700;

/** Resolves with the time that has gone by, once the connection has ended. */
function measured(/** @type {(came: () => void) => () => void} */ open) {
  return new Promise((resolve) => {
    const began = performance.now();
    let took = 0;
    const close = open(() => {
      took ||= performance.now() - began;
    });
    const look = () => {
      if (took === 0) setTimeout(look, 50);
      else setTimeout(end, STANDS);
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

  client: () =>
    measured((came) => {
      const client = new Windsock("/windsock");
      client.subscribe(channel, came, { newest: 1 });
      client.connect();
      return () => client.close();
    }),
};
