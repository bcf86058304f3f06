// Rooms as Socket.IO's documentation shows them: a client is in those that its connect packet names, and gets the last
// ten messages of each where it asks for them. Compression only for clients that offer it.
import { createServer } from "node:http";
import { Server } from "socket.io";

const KEPT = 10;
const recent = new Map();

const http = createServer();
const io = new Server(http, {
  serveClient: false,
  perMessageDeflate: { serverNoContextTakeover: true, clientNoContextTakeover: true, threshold: 0 },
});

function publish(room, message) {
  const kept = recent.get(room) ?? [];
  recent.set(room, kept);
  if (kept.push(message) > KEPT) {
    kept.shift();
  }
  io.to(room).emit("m", message);
}

io.on("connection", (socket) => {
  const { rooms, recover } = socket.handshake.auth;
  for (const room of rooms) {
    socket.join(room);
    if (recover) {
      for (const message of recent.get(room) ?? []) {
        socket.emit("m", message);
      }
    }
  }
  socket.on("publish", publish);
});

// Socket.IO takes its own requests; the others publish.
http.on("request", (request, response) => {
  const url = new URL(request.url, "http://localhost");
  if (url.pathname !== "/publish") {
    return;
  }
  let body = "";
  request.setEncoding("utf8");
  request.on("data", (piece) => {
    body += piece;
  });
  request.on("end", () => {
    publish(url.searchParams.get("channel"), body);
    response.writeHead(201, { "Content-Length": 0 }).end();
  });
});

// Idle memory is compared after a collection, on every runtime that has one.
process.on("SIGUSR2", () => globalThis.gc?.());
process.on("SIGTERM", () => process.exit(0));
http.listen({ host: "127.0.0.1", port: 0, backlog: 4096 }, () => {
  console.log(`Socket.IO listens on http://localhost:${http.address().port}`);
});
