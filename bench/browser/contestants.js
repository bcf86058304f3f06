// The servers, and for each the client that its page runs and the way a publisher speaks to it.
import { join } from "node:path";

const CHANNEL = "bench0";

function java(root) {
  const home = process.env.JAVA_HOME;
  const program = home === undefined ? "java" : join(home, "bin", "java");
  return [program, "-jar", join(root, "server/target/windsock.jar"), "--port", "0"];
}

function windsock(root, transport) {
  return {
    id: `Windsock, ${transport}`,
    command: java(root),
    // The client as the server itself serves it.
    page: `<script type="module">
      import { Windsock } from "/client/windsock.mjs";
      const client = new Windsock("/windsock", { transports: ["${transport}"] });
      client.subscribe("${CHANNEL}", ({ data }) => bench.message(data));
      client.connect();
    </script>`,
    publisherPath: "/windsock",
    hello: ['{"id":1,"connect":{}}'],
    publication: (data) => JSON.stringify({ publish: { channel: CHANNEL, data } }),
  };
}

/** All of them, in the order in which they take turns. */
export function contestants(root) {
  const peers = join(root, "bench/peers");
  return [
    windsock(root, "websocket"),
    windsock(root, "sse"),
    windsock(root, "polling"),
    {
      id: "Socket.IO, websocket",
      command: ["node", join(peers, "socketio/server.js")],
      files: { "/client.js": join(root, "bench/browser/node_modules/socket.io-client/dist/socket.io.esm.min.js") },
      page: `<script type="module">
        import { io } from "/client.js";
        const socket = io({ transports: ["websocket"], auth: { rooms: ["${CHANNEL}"] } });
        socket.on("m", (data) => bench.message(data));
      </script>`,
      publisherPath: "/socket.io/?EIO=4&transport=websocket",
      hello: ['40{"rooms":[]}'],
      publication: (data) => `42${JSON.stringify(["publish", CHANNEL, data])}`,
    },
    {
      id: "bare WebSocket, ws on Node",
      command: ["node", join(peers, "ws/server.js")],
      page: `<script type="module">
        const socket = new WebSocket(\`ws://\${location.host}/subscribe?channels=${CHANNEL}\`);
        socket.onmessage = ({ data }) => bench.message(data);
      </script>`,
      publisherPath: "/publish",
      hello: [],
      publication: (data) => JSON.stringify({ channel: CHANNEL, data }),
    },
  ];
}
