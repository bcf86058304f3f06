import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Publication, TransportName, Windsock, WindsockOptions } from "../src/index.js";
import { control } from "../src/transports/index.js";
import { createClient, Ear, next } from "./support/client.js";
import { FakeClock } from "./support/fake-clock.js";
import { MiniServer, type Request } from "./support/mini-server.js";
import type { Connect } from "./support/mini-session.js";

const ALL: TransportName[] = ["websocket", "sse", "polling"];

/** What stands between the client and the server, and the server's own silences. */
describe("a network in the way", () => {
  let server: MiniServer;
  let url: string;
  let clock: FakeClock;
  let client: Windsock;
  let ear: Ear<Publication>;

  beforeEach(async () => {
    server = new MiniServer();
    url = await server.start();
    clock = new FakeClock();
    ear = new Ear();
  });

  afterEach(async () => {
    client.close();
    expect(clock.timers).toBe(0);
    await server.stop();
  });

  function create(transports: TransportName[], options: WindsockOptions = {}) {
    client = createClient(url, transports, { clock, ...options });
    return client;
  }

  async function connected(transports: TransportName[], options: WindsockOptions = {}) {
    create(transports, options).connect();
    await next(client, "connected");
  }

  const answer = (kind: string, status: number, type = "text/html", body = "<html>Bad gateway</html>") => {
    server.interference = ({ kind: other, response }) => {
      if (other !== kind) return false;
      response.writeHead(status, { "Content-Type": type }).end(body);
      return true;
    };
  };

  const swallow = (kind: string) => {
    server.interference = (request) => request.kind === kind;
  };

  describe("finding a transport", () => {
    test("a refused upgrade leads to server-sent events", async () => {
      server.interference = ({ kind, socket }) => {
        if (kind === "upgrade") socket.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
        return kind === "upgrade";
      };
      create(ALL).connect();
      expect(await next(client, "connected")).toEqual({
        transport: "sse",
        failed: [{ transport: "websocket", reason: "refused" }],
      });
    });

    test("an upgrade without an answer is not waited for", async () => {
      swallow("upgrade");
      create(ALL).connect();
      await server.seen("upgrade");
      clock.advance(500);
      expect(await next(client, "connected")).toEqual({ transport: "sse", failed: [] });
    });

    test("nor is a WebSocket that opens and then says nothing", async () => {
      server.mute = true;
      create(ALL).connect();
      await server.seen("frames");
      clock.advance(500);
      expect(await next(client, "connected")).toEqual({ transport: "sse", failed: [] });
    });

    test("a stream that is held back leads to long polling", async () => {
      swallow("stream");
      create(["sse", "polling"]).connect();
      await server.seen("stream");
      clock.advance(500);
      expect(await next(client, "connected")).toEqual({ transport: "polling", failed: [] });
    });

    test.each([
      ["is refused", 502, "text/html", "status-502"],
      ["is a page of a portal", 200, "text/html", "bad-answer"],
      ["has events that are no frames", 200, "text/event-stream", "bad-answer"],
    ])("a stream that %s leads to long polling", async (_, status, type, reason) => {
      answer("stream", status, type, "data: <html>\n\n");
      create(["sse", "polling"]).connect();
      expect(await next(client, "connected")).toEqual({ transport: "polling", failed: [{ transport: "sse", reason }] });
    });

    test.each([
      ["refused", 502, "<html>", "status-502"],
      ["answered with a page", 200, "<html>", "bad-answer"],
      ["answered with nothing", 200, "", "bad-answer"],
      ["answered with an error", 200, '{"id":1,"error":{"code":"full","message":""}}', "full"],
    ])("a poll that is %s proves nothing", async (_, status, body, reason) => {
      answer("poll", status, "application/x-ndjson", body);
      create(["polling"]).connect();
      expect(await next(client, "reconnecting")).toMatchObject({ reason });
    });

    test("a server that is away refuses", async () => {
      const away = new MiniServer();
      url = await away.start();
      await away.stop();
      for (const transport of ALL) {
        create([transport]).connect();
        expect(await next(client, "reconnecting")).toMatchObject({ reason: "refused" });
        client.close();
      }
    });
  });

  describe("the control request", () => {
    const ask = () =>
      control(
        { url, clock, fetch, headers: {}, random: () => 0, WebSocket: undefined, identity: () => ({}) },
        500,
        signal,
      );
    const { signal } = new AbortController();

    beforeEach(() => {
      create(ALL);
    });

    test("is answered by a server, and says nothing of the client", async () => {
      expect(await ask()).toBe(true);
      expect(server.requests[0]?.lines).toEqual([{ id: 1, connect: { transport: "polling", wait: 0 } }]);
    });

    test.each([
      ["a page of a portal", 200],
      ["a gateway", 502],
    ])("is not answered by %s", async (_, status) => {
      answer("poll", status);
      expect(await ask()).toBe(false);
    });

    test("is not answered by silence", async () => {
      swallow("poll");
      const asked = ask();
      await server.seen("poll");
      clock.advance(500);
      expect(await asked).toBe(false);
    });
  });

  describe("a connection that stood", () => {
    test("a stream that is cut in the middle of an event delivers that event once, later", async () => {
      create(["sse"]).subscribe("a", ear.listener);
      client.connect();
      await next(client, "connected");
      const whole = { channel: "a", epoch: "e1", offset: 1, data: "one" };
      const { response } = server.requests.at(-1) as Request;
      server.logs.forget();
      server.logs.epoch = "e1";
      response.write(`data: ${JSON.stringify({ publication: whole })}\n\n`);
      response.write('data: {"publication":{"channel":"a","epoch":"e1","offset":2,"da', () => response.destroy());
      const lost = await next(client, "reconnecting");
      server.logs.publish("a", "one");
      server.logs.publish("a", "two");
      clock.advance(lost.delay ?? 0);
      expect((await ear.has(2)).map(({ data }) => data)).toEqual(["one", "two"]);
    });

    /** The server applies what it is sent, and the answer says something else. */
    const applyAndAnswer = (kind: string, status: number, body = "<html>") => {
      server.interference = ({ kind: other, lines, response }) => {
        if (other !== kind) return false;
        server.interference = () => false;
        server.apply(lines);
        response.writeHead(status, { "Content-Type": "text/html" }).end(body);
        return true;
      };
    };

    test.each([
      [404, "<html>", "status-404"],
      [404, '{"type":"https://windsock.dev/problems/unknown-session","status":404}', "unknown-session"],
    ])(
      "when an uplink is answered %s %s what was sent is sent again, and applied once",
      async (status, body, reason) => {
        await connected(["sse"]);
        applyAndAnswer("uplink", status, body);
        const told = next(client, "reconnecting");
        const published = [client.publish("a", 1), client.publish("a", 2)];
        expect(await told).toMatchObject({ reason });
        published.push(client.publish("a", 3));
        clock.advance(0);
        expect((await Promise.all(published)).map(({ offset }) => offset)).toEqual([1, 2, 3]);
        expect(server.logs.of("a")).toEqual([1, 2, 3]);
      },
    );

    test.each([
      ["sse", "uplink", 502],
      ["sse", "uplink", 200],
      ["polling", "commands", 502],
      ["polling", "commands", 200],
    ] as const)("over %s an %s that is answered %s by a box is made again, on the same connection", async (...of) => {
      const [transport, kind, status] = of;
      await connected([transport]);
      applyAndAnswer(kind, status);
      const waits = clock.waiting(0);
      const published = [client.publish("a", 1), client.publish("a", 2)];
      await waits;
      published.push(client.publish("a", 3));
      clock.advance(0);
      expect((await Promise.all(published)).map(({ offset }) => offset)).toEqual([1, 2, 3]);
      expect(server.logs.of("a")).toEqual([1, 2, 3]);
      const values = server.requests.filter((request) => request.kind === kind).map(({ lines }) => lines.length - 1);
      expect(values).toEqual([2, 2, 1]);
      expect(client.state).toBe("connected");
    });

    test.each([
      ["sse", "uplink"],
      ["polling", "commands"],
    ] as const)("over %s the connection is given up when each %s is answered 502", async (transport, kind) => {
      await connected([transport]);
      answer(kind, 502);
      const told = next(client, "reconnecting");
      const waits = clock.waiting(0);
      const published = client.publish("a", 1);
      await waits;
      for (let retry = 1; retry < 3; retry++) {
        const waits = clock.waiting(0);
        clock.advance(0);
        await waits;
      }
      clock.advance(0);
      expect(await told).toMatchObject({ reason: "status-502" });
      expect(server.count(kind)).toBe(4);
      server.interference = () => false;
      clock.advance(0);
      await expect(published).resolves.toMatchObject({ offset: 1 });
    });

    test.each([
      ["sse", "uplink"],
      ["polling", "commands"],
    ] as const)("over %s an %s in flight is not made again when the client is closed", async (transport, kind) => {
      await connected([transport]);
      swallow(kind);
      const published = client.publish("a", 1);
      await server.seen(kind);
      client.close();
      await expect(published).rejects.toMatchObject({ code: "unacknowledged" });
      await new Promise(setImmediate);
      expect(clock.timers).toBe(0);
    });

    test("an uplink without an answer is made again", async () => {
      await connected(["sse"]);
      swallow("uplink");
      const published = client.publish("a", 1);
      await server.seen("uplink");
      server.interference = () => false;
      const waits = clock.waiting(0);
      clock.advance(10_000);
      await waits;
      clock.advance(0);
      await expect(published).resolves.toMatchObject({ offset: 1 });
      expect(server.count("stream")).toBe(1);
    });

    test("a WebSocket that turns to what is no frame is left", async () => {
      await connected(["websocket"]);
      const told = next(client, "reconnecting");
      for (const session of server.sessions.values()) session.raw("<html>");
      expect(await told).toMatchObject({ reason: "bad-answer" });
    });
  });

  describe("silence", () => {
    test.each([
      ["websocket", "upgrade", "frames", 2],
      ["sse", "stream", "uplink", 1],
    ] as const)("over %s is asked about, then replaced, and is the end where that fails too", async (...of) => {
      const [transport, kind, asked, count] = of;
      await connected([transport]);
      for (const session of server.sessions.values()) session.silence();
      swallow(kind);
      clock.advance(28_000);
      await server.seen(asked, count);
      clock.advance(3_000);
      await server.seen(kind, 2);
      expect(client.state).toBe("connected");
      const told = next(client, "reconnecting");
      clock.advance(7_000);
      expect(await told).toMatchObject({ reason: "silent" });
    });

    test.each(["websocket", "sse"] as const)(
      "over %s ends in a new connection where there is one",
      async (transport) => {
        await connected([transport]);
        for (const session of server.sessions.values()) session.silence();
        clock.advance(28_000);
        const switched = next(client, "switched");
        clock.advance(3_000);
        expect(await switched).toEqual({ from: transport, to: transport });
      },
    );

    test("is broken by a ping on a WebSocket, which is answered", async () => {
      await connected(["websocket"]);
      clock.advance(27_000);
      const [session] = server.sessions.values();
      session?.write({ ping: {} });
      await server.seen("frames", 2);
      expect(session?.received.at(-1)).toMatchObject({ pong: {} });
      clock.advance(27_999);
      expect([client.state, server.count("frames")]).toEqual(["connected", 2]);
    });

    test("is broken by a comment on a stream", async () => {
      create(["sse"]).subscribe("a", ear.listener);
      client.connect();
      await next(client, "connected");
      clock.advance(27_000);
      const { response } = server.requests.at(-1) as Request;
      response.write(": ping\n\n");
      // What follows it tells when it has been read.
      server.logs.publish("a", 1);
      await ear.has(1);
      clock.advance(27_999);
      expect([client.state, server.count("uplink")]).toEqual(["connected", 0]);
    });

    test("is not suspected while the server may hold a poll", async () => {
      await connected(["polling"]);
      await server.seen("poll", 2);
      clock.advance(27_999);
      expect([client.state, server.requests.length]).toEqual(["connected", 2]);
    });

    test("of polls that the network cuts makes them shorter", async () => {
      await connected(["polling"]);
      await server.seen("poll", 2);
      clock.advance(10_000);
      server.requests.at(-1)?.socket.destroy();
      await server.seen("poll", 4);
      expect(server.requests.slice(1).map(({ lines }) => (lines[0] as { connect: Connect }).connect.wait)).toEqual([
        25_000, 0, 6_000,
      ]);
      expect(client.state).toBe("connected");
    });
  });

  describe("the lease", () => {
    const ping = async () => {
      (server.requests.find(({ kind }) => kind === "stream") as Request).response.write(": ping\n\n");
      // What follows it tells when it has been read.
      const count = ear.heard.length;
      server.logs.publish("a", 1);
      await ear.has(count + 1);
    };
    const pongs = () => server.requests.filter(({ lines }) => lines[1]?.["pong"]).length;

    beforeEach(async () => {
      create(["sse"]).subscribe("a", ear.listener);
      client.connect();
      await next(client, "connected");
    });

    test("is kept over server-sent events by answering a ping when nothing was sent for half of it", async () => {
      await ping();
      clock.advance(25_000);
      await ping();
      expect(server.count("uplink")).toBe(0);
      clock.advance(25_000);
      await ping();
      await server.seen("uplink");
      expect(pongs()).toBe(1);
      clock.advance(25_000);
      await ping();
      expect(server.count("uplink")).toBe(1);
    });

    test("is kept by any command", async () => {
      clock.advance(25_000);
      await ping();
      await client.publish("b", 1);
      clock.advance(25_000);
      await ping();
      await client.publish("b", 2);
      expect(pongs()).toBe(0);
    });
  });

  describe("requests", () => {
    const values = (request: Request | undefined) =>
      request?.lines.slice(1).map((line) => (line["publish"] as { data: unknown }).data);

    test.each([
      ["sse", "uplink"],
      ["polling", "commands"],
    ] as const)(
      "over %s carry commands up one at a time, with all that has come meanwhile",
      async (transport, kind) => {
        await connected([transport]);
        const held: (() => void)[] = [];
        server.delay = (request, go) => (request === kind ? held.push(go) : go());
        const published = [client.publish("a", 1), client.publish("a", 2)];
        await server.seen(kind);
        published.push(client.publish("a", 3), client.publish("a", 4));
        expect(server.count(kind)).toBe(1);
        server.delay = (_, go) => go();
        held[0]?.();
        await Promise.all(published);
        const requests = server.requests.filter((request) => request.kind === kind);
        expect(requests.map(values)).toEqual([
          [1, 2],
          [3, 4],
        ]);
      },
    );

    test("on a WebSocket stay below the server's limit for a message, however many come at once", async () => {
      create(["websocket"]);
      const published = Array.from({ length: 20 }, (_, i) => client.publish("a", `${i} ${"€".repeat(10_000)}`));
      client.connect();
      expect((await Promise.all(published)).map(({ offset }) => offset)).toEqual(
        Array.from({ length: 20 }, (_, i) => i + 1),
      );
    });

    test("stay below the server's limit for a body", async () => {
      await connected(["polling"]);
      const long = "€".repeat(20_000);
      await Promise.all(Array.from({ length: 40 }, () => client.publish("a", long)));
      const sizes = server.requests.map(({ lines }) => Buffer.byteLength(JSON.stringify(lines)));
      expect(Math.max(...sizes)).toBeLessThan(1_048_576);
      expect(server.logs.of("a")).toHaveLength(40);
    });

    test("carry the headers of the application, made anew for each", async () => {
      let count = 0;
      await connected(["sse"], { headers: async () => ({ Authorization: `Bearer ${++count}` }) });
      await client.publish("a", 1);
      expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(["Bearer 1", "Bearer 2"]);
      expect(server.requests.map(({ headers }) => headers["content-type"])).toEqual([
        "application/x-ndjson",
        "application/x-ndjson",
      ]);
    });

    test("whose headers fail are not made, and the application is told", async () => {
      const cause = new Error("no token");
      create(["polling"], { headers: () => Promise.reject(cause) });
      const told = next(client, "error");
      client.connect();
      expect(await told).toMatchObject({ code: "listener", cause });
      expect(server.requests).toEqual([]);
    });

    test("are not repeated at once where a poll is not held", async () => {
      answer("poll", 200, "application/x-ndjson", '{"id":1,"connect":{"channels":{}}}\n');
      await connected(["polling"]);
      await server.seen("poll", 2);
      await clock.waiting(1_000);
      expect(server.count("poll")).toBe(2);
      clock.advance(1_000);
      await server.seen("poll", 3);
    });

    test("of long polling say which channel was left, once, and not where it is followed again", async () => {
      create(["polling"]);
      const [first, second] = [client.subscribe("a", ear.listener), client.subscribe("b", ear.listener)];
      client.connect();
      await next(client, "connected");
      await server.seen("poll", 2);
      first.unsubscribe();
      second.unsubscribe();
      client.subscribe("b", ear.listener);
      await server.seen("poll", 4);
      expect(server.requests.map(({ lines }) => lines.slice(1).map((line) => line["unsubscribe"]))).toEqual([
        [],
        [],
        [{ channel: "a" }],
        [],
      ]);
    });

    test("several channels subscribed in one go make one poll", async () => {
      await connected(["polling"]);
      await server.seen("poll", 2);
      for (const channel of ["a", "b", "c"]) client.subscribe(channel, ear.listener);
      await server.seen("poll", 3);
      expect(server.requests[2]?.lines[0]).toMatchObject({ connect: { channels: { a: null, b: null, c: null } } });
      await server.seen("poll", 4);
      server.logs.publish("b", 1);
      await ear.has(1);
      expect(server.requests[3]?.lines[0]).toMatchObject({
        connect: { wait: 25_000, channels: { a: { offset: 0 }, b: { offset: 0 }, c: { offset: 0 } } },
      });
    });
  });
});
