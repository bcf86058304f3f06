import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Publication, TransportName, Windsock } from "../src/index.js";
import { createClient, Ear, next } from "./support/client.js";
import { MiniServer } from "./support/mini-server.js";

const ALL: readonly TransportName[] = ["websocket", "sse", "polling"];
const PAIRS = ALL.flatMap((from) => ALL.map((to) => [from, to] as const));

describe("make before break", () => {
  let server: MiniServer;
  let client: Windsock;
  let ear: Ear<Publication>;
  let story: string[];

  beforeEach(async () => {
    server = new MiniServer();
    client = createClient(await server.start(), [...ALL]);
    ear = new Ear();
    story = [];
    for (const event of ["connecting", "reconnecting", "gap", "error", "closed"] as const) {
      client.on(event, (value) => story.push(`${event} ${JSON.stringify(value)}`));
    }
    client.on("switched", ({ from, to }) => story.push(`${from} to ${to}`));
  });

  afterEach(async () => {
    client.close();
    await server.stop();
  });

  async function connected(transport: TransportName) {
    client.subscribe("a", ear.listener);
    client.connect();
    await next(client, "connected");
    if (transport !== "websocket") await client.switchTo(transport);
    await client.publish("a", 0);
    await ear.has(1);
    story.length = 0;
  }

  function holdStreams() {
    const held: (() => void)[] = [];
    server.delay = (kind, go) => (kind === "stream" ? held.push(go) : go());
    return held;
  }

  const offsets = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

  test.each(PAIRS)("from %s to %s goes on where it is", async (from, to) => {
    await connected(from);
    server.logs.publish("a", 1);
    const switched = client.switchTo(to);
    server.logs.publish("a", 2);
    const published = client.publish("a", 3);
    await switched;
    expect(client.transport).toBe(to);
    server.logs.publish("a", 4);
    await published;
    await client.publish("a", 5);
    expect((await ear.has(6)).map(({ offset }) => offset)).toEqual(offsets(6));
    expect(story).toEqual([`${from} to ${to}`]);
  });

  test.each(PAIRS)("from %s to %s sends again what has no answer, before anything newer", async (from, to) => {
    await connected(from);
    // What it is sent is applied, and never answered.
    for (const session of server.sessions.values()) session.silence();
    let answered = from === "websocket";
    server.interference = ({ kind, lines }) => {
      if (answered || (kind !== "uplink" && kind !== "commands")) return false;
      answered = true;
      server.apply(lines);
      return true;
    };
    const published = [client.publish("a", 1), client.publish("a", 2)];
    await server.logs.reach("a", 3);
    published.push(client.publish("a", 3));
    await client.switchTo(to);
    published.push(client.publish("a", 4));
    expect((await Promise.all(published)).map(({ offset }) => offset)).toEqual([2, 3, 4, 5]);
    expect(server.logs.of("a")).toEqual([0, 1, 2, 3, 4]);
    expect((await ear.has(5)).map(({ data }) => data)).toEqual([0, 1, 2, 3, 4]);
    expect(story).toEqual([`${from} to ${to}`]);
  });

  test("two transports that deliver at once are heard as one", async () => {
    await connected("websocket");
    const held = holdStreams();
    const switched = client.switchTo("sse");
    await server.seen("stream");
    for (let i = 1; i <= 50; i++) server.logs.publish("a", i);
    await ear.has(51);
    for (const go of held) go();
    await switched;
    for (let i = 51; i <= 60; i++) server.logs.publish("a", i);
    expect((await ear.has(61)).map(({ offset }) => offset)).toEqual(offsets(61));
  });

  test("what was subscribed and left meanwhile is so on the other", async () => {
    const other = new Ear<Publication>();
    await connected("websocket");
    const leaving = client.subscribe("b", other.listener);
    await client.publish("b", 1);
    await other.has(1);
    const held = holdStreams();
    const switched = client.switchTo("sse");
    await server.seen("stream");
    leaving.unsubscribe();
    client.subscribe("c", other.listener);
    for (const go of held) go();
    await switched;
    await client.publish("b", 2);
    await client.publish("c", 3);
    expect((await other.has(2)).map(({ data }) => data)).toEqual([1, 3]);
    expect(story).toEqual(["websocket to sse"]);
  });

  test("the first is closed when the other has taken over", async () => {
    await connected("websocket");
    const [first] = server.sessions.values();
    const ended = server.ended(first);
    await client.switchTo("polling");
    await ended;
  });

  test("a hundred times under traffic both ways loses, repeats and reorders nothing", async () => {
    await connected("websocket");
    const published: Promise<unknown>[] = [];
    let sent = 0;
    for (let i = 0; i < 100; i++) {
      const switched = client.switchTo(ALL[(i * 7 + (i % 5)) % 3] as TransportName);
      for (let j = 0; j < 5; j++) {
        published.push(client.publish("a", { mine: ++sent }));
        server.logs.publish("a", { other: sent });
      }
      await switched;
    }
    await Promise.all(published);
    const heard = await ear.has(1_001);
    expect(heard.map(({ offset }) => offset)).toEqual(offsets(1_001));
    const mine = heard.map(({ data }) => (data as { mine?: number }).mine).filter((number) => number !== undefined);
    expect(mine).toEqual(offsets(500));
    expect(story).toHaveLength(100);
  });
});
