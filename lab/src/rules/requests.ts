/** What becomes of requests on their way to the server. */
import type { IncomingMessage } from "node:http";
import { cutWith, type Exchange, type HttpRule, passAnswer, writeHead } from "../network/http.js";

/** Every so many-th POST is taken by the server, and its answer is replaced by 502. */
export function applyAndRefuse({ every }: { every: number }): HttpRule {
  return () => {
    let posts = 0;
    const chosen = new WeakSet<IncomingMessage>();
    return {
      request: ({ incoming }) => {
        if (incoming.method === "POST" && ++posts % every === 0) chosen.add(incoming);
        return true;
      },
      answer: (answer, exchange) => {
        if (!chosen.has(exchange.incoming)) return passAnswer(answer, exchange);
        exchange.tell(`the server answered ${answer.statusCode}, the client gets 502`);
        answer.destroy();
        exchange.outgoing.writeHead(502, { "Content-Type": "text/plain" }).end("Bad gateway\n");
      },
    };
  };
}

/** Every so many-th POST goes on only after a while, so that the next ones overtake it. */
export function overtake({ every, delay }: { every: number; delay: number }): HttpRule {
  return ({ schedule }) => {
    let posts = 0;
    return {
      request: async ({ incoming, tell }) => {
        if (incoming.method !== "POST" || ++posts % every !== 0) return true;
        tell(`kept for ${delay} ms`);
        await new Promise<void>((resolve) => schedule.after(delay, resolve));
        return true;
      },
    };
  };
}

/** What a strict old proxy knows; the rest it drops. */
const KNOWN = new Set(
  (
    "accept accept-encoding accept-language authorization cache-control content-length content-type cookie date host " +
    "if-modified-since if-none-match origin pragma referer user-agent age content-encoding expires last-modified etag " +
    "location server set-cookie vary www-authenticate transfer-encoding allow " +
    "access-control-allow-origin access-control-allow-headers access-control-allow-methods access-control-allow-credentials"
  ).split(" "),
);

/** HTTP/1.0 to the server, GET and POST only, no header that it does not know, and so no upgrade. */
export const oldProxy: HttpRule = () => ({
  upgrade: ({ client, tell }) => {
    tell("an upgrade is not known in HTTP/1.0: 400");
    client.end("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  },
  request: ({ incoming, outgoing, onward, tell }) => {
    if (incoming.method !== "GET" && incoming.method !== "POST") {
      tell("neither GET nor POST: 405");
      outgoing.writeHead(405, { Allow: "GET, POST", "Content-Length": 0 }).end();
      return false;
    }
    onward.version = "1.0";
    onward.headers = known(onward.headers);
    return true;
  },
  answer: (answer, exchange) => {
    answer.headers = known(answer.headers);
    passAnswer(answer, exchange);
  },
});

function known(headers: IncomingMessage["headers"]): IncomingMessage["headers"] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => KNOWN.has(name)));
}

interface Cached {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
  readonly until: number;
}

/** How much a cache keeps of one answer, and how many answers. */
const CACHE_BYTES = 1_000_000;
const CACHE_ENTRIES = 1_000;

/** Keeps each whole answer 200 to a GET for so many ms, whatever its Cache-Control says. */
export function cache({ ttl }: { ttl: number }): HttpRule {
  return () => {
    const kept = new Map<string, Cached>();
    return {
      request: ({ incoming, outgoing, tell }) => {
        const found = incoming.method === "GET" ? kept.get(incoming.url ?? "/") : undefined;
        if (!found || found.until < performance.now()) return true;
        tell("answered from the cache");
        const { "transfer-encoding": _, ...headers } = found.headers;
        outgoing.writeHead(found.status, { ...headers, "content-length": found.body.length }).end(found.body);
        return false;
      },
      answer: (answer, exchange) => {
        writeHead(answer, exchange);
        cutWith(answer, exchange);
        const chunks: Buffer[] = [];
        let size = 0;
        answer.on("data", (chunk: Buffer) => {
          size += chunk.length;
          if (size <= CACHE_BYTES) chunks.push(chunk);
          else chunks.length = 0;
        });
        answer.on("end", () => {
          if (size <= CACHE_BYTES && kept.size < CACHE_ENTRIES)
            keep(kept, answer, exchange, Buffer.concat(chunks), ttl);
        });
        answer.pipe(exchange.outgoing);
      },
    };
  };
}

function keep(
  kept: Map<string, Cached>,
  answer: IncomingMessage,
  { incoming }: Exchange,
  body: Buffer,
  ttl: number,
): void {
  if (incoming.method !== "GET" || answer.statusCode !== 200 || !answer.complete) return;
  const { connection: _, "keep-alive": __, ...headers } = answer.headers;
  kept.set(incoming.url ?? "/", { status: 200, headers, body, until: performance.now() + ttl });
}
