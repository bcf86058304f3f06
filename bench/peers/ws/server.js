// The fan-out that the documentation of ws shows, with channels: each message to each open client of its channel, and the
// last ten to those who ask for them. Compression only for clients that offer it.
import { createServer } from "node:http";
import { WebSocket, WebSocketServer } from "ws";

const KEPT = 10;
const channels = new Map();

function channel(name) {
  let found = channels.get(name);
  if (!found) {
    found = { subscribers: new Set(), recent: [] };
    channels.set(name, found);
  }
  return found;
}

function publish(name, message) {
  const { subscribers, recent } = channel(name);
  if (recent.push(message) > KEPT) {
    recent.shift();
  }
  for (const subscriber of subscribers) {
    if (subscriber.readyState === WebSocket.OPEN) {
      subscriber.send(message);
    }
  }
}

function onConnection(socket, request) {
  const url = new URL(request.url, "http://localhost");
  for (const name of url.searchParams.get("channels")?.split(",") ?? []) {
    const { subscribers, recent } = channel(name);
    subscribers.add(socket);
    socket.on("close", () => subscribers.delete(socket));
    if (url.pathname === "/recover") {
      for (const message of recent) {
        socket.send(message);
      }
    }
  }
  socket.on("error", () => socket.terminate());
  socket.on("message", (text) => {
    const { channel: name, data } = JSON.parse(text);
    publish(name, data);
  });
}

function onRequest(request, response) {
  const name = new URL(request.url, "http://localhost").searchParams.get("channel");
  let body = "";
  request.setEncoding("utf8");
  request.on("data", (piece) => {
    body += piece;
  });
  request.on("end", () => {
    publish(name, body);
    response.writeHead(201, { "Content-Length": 0 }).end();
  });
}

const http = createServer(onRequest);
const sockets = new WebSocketServer({
  server: http,
  perMessageDeflate: { serverNoContextTakeover: true, clientNoContextTakeover: true, threshold: 0 },
});
sockets.on("connection", onConnection);
// Idle memory is compared after a collection, on every runtime that has one.
process.on("SIGUSR2", () => globalThis.gc?.());
process.on("SIGTERM", () => process.exit(0));
http.listen({ host: "127.0.0.1", port: 0, backlog: 4096 }, () => {
  console.log(`ws listens on http://localhost:${http.address().port}`);
});
