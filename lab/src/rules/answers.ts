/** What becomes of answers on their way to the client. */
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { createGzip } from "node:zlib";
import { cutWith, type Exchange, type HttpRule, passAnswer, writeHead } from "../network/http.js";

/**
 * Not a byte of an answer goes on, its head included, before its end: as virus scanners do. With `late` an answer passes
 * for so many ms, and only what comes after is held.
 */
export function hold({ late }: { late: number }): HttpRule {
  return () => ({
    answer: (answer, exchange) => {
      const until = performance.now() + late;
      const held: Buffer[] = [];
      cutWith(answer, exchange);
      if (late > 0) writeHead(answer, exchange);
      answer.on("data", (chunk: Buffer) => {
        if (performance.now() < until) exchange.outgoing.write(chunk);
        else if (held.push(chunk) === 1) exchange.tell("held until it ends");
      });
      answer.on("end", () => {
        if (late === 0) writeHead(answer, exchange);
        exchange.outgoing.end(Buffer.concat(held));
      });
    },
  });
}

/** What comes of an answer waits until there are so many bytes of it, or for its end; then all of it goes on. */
export function inLumps({ size }: { size: number }): HttpRule {
  return () => ({
    answer: (answer, exchange) => {
      let waiting: Buffer[] = [];
      let bytes = 0;
      writeHead(answer, exchange);
      cutWith(answer, exchange);
      answer.on("data", (chunk: Buffer) => {
        waiting.push(chunk);
        bytes += chunk.length;
        if (bytes < size) return;
        exchange.outgoing.write(Buffer.concat(waiting));
        waiting = [];
        bytes = 0;
      });
      answer.on("end", () => exchange.outgoing.end(Buffer.concat(waiting)));
    },
  });
}

/** Each chunk waits for the next one, or for the end. */
export const oneLate: HttpRule = () => ({
  answer: (answer, exchange) => {
    let waiting: Buffer | undefined;
    writeHead(answer, exchange);
    cutWith(answer, exchange);
    answer.on("data", (chunk: Buffer) => {
      if (waiting) exchange.outgoing.write(waiting);
      waiting = chunk;
    });
    answer.on("end", () => exchange.outgoing.end(waiting));
  },
});

/** Compresses each answer to a client that takes gzip; what the compressor has not put out yet waits. */
export function compress({ honest }: { honest: boolean }): HttpRule {
  return () => ({
    answer: (answer, exchange) => {
      const { headers } = answer;
      const takes = /\bgzip\b/.test(String(exchange.incoming.headers["accept-encoding"] ?? ""));
      const refused = honest && /\bno-transform\b/.test(headers["cache-control"] ?? "");
      if (!takes || refused || headers["content-encoding"] !== undefined) return passAnswer(answer, exchange);
      exchange.tell("compressed, and buffered for that");
      writeHead(answer, exchange, { "content-encoding": "gzip", "content-length": undefined, etag: undefined });
      cutWith(answer, exchange);
      answer.pipe(createGzip()).pipe(exchange.outgoing);
    },
  });
}

/** How an answer is ended before its time: as if it were whole, without its end, or by a reset. */
export type Cut = "clean" | "cut" | "reset";

/** Every answer ends so many ms after its request; a WebSocket as well. */
export function cutAfter({ after, how }: { after: number; how: Cut }): HttpRule {
  return ({ schedule }) => {
    const ages = (socket: Socket, end: () => void): void => {
      socket.once("close", schedule.after(after, end));
    };
    return {
      upgrade: ({ client, pass, tell }) => {
        const upstream = pass();
        ages(client, () => {
          tell(`WebSocket ended (${how}) after ${after} ms`);
          endSocket(client, how);
          endSocket(upstream, how);
        });
      },
      request: (exchange) => {
        const callOff = schedule.after(after, () => {
          exchange.tell(`ended (${how}) after ${after} ms`);
          endAnswer(exchange, how);
        });
        exchange.outgoing.once("close", callOff);
        return true;
      },
      answer: passLoosely,
    };
  };
}

function endSocket(socket: Socket, how: Cut): void {
  if (how === "reset") socket.resetAndDestroy();
  else socket.destroySoon();
}

function endAnswer({ outgoing }: Exchange, how: Cut): void {
  if (how === "reset") outgoing.socket?.resetAndDestroy();
  else if (how === "cut") outgoing.destroy();
  else if (outgoing.headersSent) outgoing.end();
  else outgoing.writeHead(504, { "Content-Length": 0 }).end();
}

/** Like passing, for an answer that may have been ended meanwhile. */
function passLoosely(answer: IncomingMessage, exchange: Exchange): void {
  if (exchange.outgoing.writableEnded) answer.destroy();
  else passAnswer(answer, exchange);
}
