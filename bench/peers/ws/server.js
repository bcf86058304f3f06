// The fan-out that the documentation of ws shows: each message to each open client. No compression, as for the others.
import { createServer } from "node:http";
import { WebSocket, WebSocketServer } from "ws";

const subscribers = new Set();

function onSubscriber(socket) {
  subscribers.add(socket);
  socket.on("close", () => subscribers.delete(socket));
  socket.on("error", () => socket.terminate());
}

function onPublisher(socket) {
  socket.on("message", (message) => {
    for (const subscriber of subscribers) {
      if (subscriber.readyState === WebSocket.OPEN) {
        subscriber.send(message, { binary: false });
      }
    }
  });
}

const http = createServer();
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
sockets.on("connection", (socket, request) =>
  request.url === "/publish" ? onPublisher(socket) : onSubscriber(socket),
);
// Idle memory is compared after a collection, on every runtime that has one.
process.on("SIGUSR2", () => globalThis.gc?.());
process.on("SIGTERM", () => process.exit(0));
http.listen({ host: "127.0.0.1", port: 0, backlog: 1024 }, () => {
  console.log(`ws listens on http://localhost:${http.address().port}`);
});
