import { beforeEach, describe, expect, test, vi } from "vitest";
import { Connection } from "../src/connection.js";
import { Events } from "../src/events.js";
import { Memory } from "../src/memory.js";
import { Negotiator } from "../src/negotiator.js";
import { command, type TransportName } from "../src/protocol.js";
import { Subscriptions } from "../src/subscriptions.js";
import { FakeClock } from "./support/fake-clock.js";
import { FakeNetwork, type FakeTransport } from "./support/fake-transport.js";
import { MapStore } from "./support/map-store.js";

const ALL: TransportName[] = ["websocket", "sse", "polling"];

/** The connection and the negotiator together, in networks that do not change, and in some that do. */
describe("negotiation", () => {
  let clock: FakeClock;
  let network: FakeNetwork;
  let store: MapStore;
  let story: string[];
  let connection: Connection;
  let negotiator: Negotiator;
  let control: { there: boolean; takes: number; asked: number };

  /** A page: what it knows it has from the store. */
  async function page(kind = "") {
    const events = new Events();
    const memory = new Memory(
      store,
      "w",
      () => clock.date(),
      () => kind,
    );
    const ask = async () => {
      control.asked++;
      clock.advance(control.takes);
      return control.there;
    };
    negotiator = new Negotiator({ transports: ALL, memory, clock, next: 500, control: ask });
    const timeouts = { better: 5_000, last: 10_000 };
    const options = { transports: ALL, timeouts, backoff: {}, clock, random: () => 0, negotiator };
    connection = new Connection({ ...options, create: network.create }, events, {
      feed: () => new Subscriptions(events, () => 1, vi.fn()).feed(),
      connect: (_, extra) => command("connect", extra),
      ping: () => command("ping", {}, 99),
      carried: () => {},
      frame: () => {},
      lost: () => {},
      farewell: () => command("disconnect", {}),
      closed: () => {},
    });
    events.on("connected", ({ transport }) => story.push(transport));
    events.on("switched", ({ from, to }) => story.push(`${from} to ${to}`));
    events.on("reconnecting", ({ reason }) => story.push(`lost: ${reason}`));
    connection.connect();
    await settle();
  }

  beforeEach(() => {
    clock = new FakeClock();
    network = new FakeNetwork();
    store = new MapStore();
    story = [];
    control = { there: true, takes: 20, asked: 0 };
  });

  const open = () => network.tried.filter(({ closed }) => !closed);
  const latest = (name: TransportName) => network.tried.filter((transport) => transport.name === name).at(-1);
  const settle = async () => {
    for (let i = 0; i < 5; i++) await Promise.resolve();
  };

  /** What becomes of each transport, whenever it is opened from now on. */
  function allow(does: Partial<Record<TransportName, (transport: FakeTransport) => void>>) {
    network.does = (transport) => does[transport.name]?.(transport);
  }
  const answers = (transport: FakeTransport) => transport.answers();
  const refuses = (transport: FakeTransport) => transport.fails("refused");

  /** Lets time go by in small steps, in which promises are settled. */
  async function pass(ms: number) {
    for (let left = ms; left > 0; left -= 100) {
      clock.advance(Math.min(100, left));
      await settle();
    }
  }

  describe("a better transport", () => {
    test("is tried again soon, then every few seconds, then ever more rarely", async () => {
      allow({ websocket: refuses, sse: refuses, polling: answers });
      await page();
      const times: number[] = [];
      const start = clock.now();
      network.does = (transport) => {
        if (transport.name === "websocket") times.push(Math.round((clock.now() - start) / 1_000));
        transport.fails("refused");
      };
      await pass(3_600_000);
      expect(times.slice(0, 5)).toEqual([1, 4, 11, 18, 25]);
      expect(times.length).toBeLessThan(35);
      expect(Math.max(...times.slice(-3).map((time, i, all) => time - (all[i - 1] ?? time)))).toBe(300);
    });

    test.each([14_500, 16_500, 18_500, 20_500, 22_500, 24_500, 50_500])(
      "takes over within eight seconds of the block going away after %i ms",
      async (after) => {
        // Swallowed without an answer: each try takes its time.
        allow({ sse: refuses, polling: answers });
        await page();
        await pass(after);
        expect(story).toEqual(["polling"]);
        allow({ websocket: answers });
        await pass(8_000);
        expect(story).toEqual(["polling", "polling to websocket"]);
        expect(open().map(({ name }) => name)).toEqual(["websocket"]);
      },
    );

    test("is not tried for while nobody sees the page, and at once when somebody does", async () => {
      allow({ websocket: refuses, sse: answers });
      await page();
      connection.hide(true);
      await pass(60_000);
      expect(network.tried).toHaveLength(2);
      connection.hide(false);
      await pass(1_000);
      expect(network.names.slice(2)).toEqual(["websocket"]);
    });

    test("that dies before it carries leaves all as it is", async () => {
      allow({ websocket: refuses, sse: answers });
      await page();
      await pass(60_000);
      expect(story).toEqual(["sse"]);
      expect(open()).toHaveLength(1);
    });
  });

  describe("what is blocked", () => {
    test("is found out by a control request, and remembered with an end date", async () => {
      allow({ websocket: refuses, sse: answers });
      await page();
      expect(negotiator.ranking.blocked("websocket")).toBeUndefined();
      await pass(1_000);
      expect(control.asked).toBe(1);
      expect(negotiator.ranking.blocked("websocket")).toBe("refused");
      connection.close("", "");
      await pass(4_000);
      network.tried.length = 0;
      await page();
      expect(network.names).toEqual(["sse"]);
      await pass(600);
      expect(network.names).toEqual(["sse", "websocket"]);
      connection.close("", "");
      clock.advance(60 * 60_000);
      expect(negotiator.ranking.blocked("websocket")).toBeUndefined();
    });

    test("is not what fails while the server is away, or slow", async () => {
      allow({ websocket: refuses, sse: answers });
      control.there = false;
      await page();
      await pass(1_000);
      expect(negotiator.ranking.blocked("websocket")).toBeUndefined();
      control = { there: true, takes: 2_600, asked: 0 };
      await pass(10_000);
      expect(control.asked).toBeGreaterThan(0);
      expect(negotiator.ranking.blocked("websocket")).toBeUndefined();
      expect(negotiator.report.get("sse").findings.map(({ what }) => what)).toEqual(["server-away", "server-slow"]);
    });

    test("is an upgrade that is swallowed, given up when it has had its time", async () => {
      allow({ sse: answers });
      await page();
      await pass(500);
      expect(connection.transport).toBe("sse");
      await pass(4_400);
      expect(latest("websocket")?.closed).toBe(false);
      await pass(200);
      expect(network.tried[0]?.closed).toBe(true);
      expect(negotiator.ranking.blocked("websocket")).toBe("timeout");
    });

    test("has more time where the server is slow", async () => {
      await page();
      await pass(3_500);
      latest("sse")?.answers();
      await pass(4_000);
      latest("websocket")?.answers();
      expect(story).toEqual(["sse", "sse to websocket"]);
      expect(network.names.filter((name) => name === "websocket")).toHaveLength(1);
    });

    test("is not blocked for as long as somebody has set the clock back", async () => {
      allow({ websocket: refuses, sse: answers });
      await page();
      await pass(1_000);
      clock.epoch -= 365 * 24 * 3_600_000;
      expect(negotiator.ranking.blocked("websocket")).toBeUndefined();
    });

    test("is forgotten when it works", async () => {
      allow({ websocket: refuses, sse: answers });
      await page();
      await pass(1_000);
      allow({ websocket: answers });
      await pass(5_000);
      expect(connection.transport).toBe("websocket");
      expect(negotiator.ranking.blocked("websocket")).toBeUndefined();
    });
  });

  describe("what dies young", () => {
    const dies = (after: number) => (transport: FakeTransport) => {
      transport.answers();
      clock.after(after, () => transport.closed || transport.fails("lost"));
    };

    test.each([100, 500, 4_900])("after %i ms, each time, is demoted after three deaths", async (after) => {
      allow({ websocket: dies(after), sse: answers });
      await page();
      await pass(20_000);
      expect(story).toEqual(["websocket", "lost: lost", "websocket", "lost: lost", "websocket", "lost: lost", "sse"]);
      expect(negotiator.ranking.blocked("websocket")).toBe("died-young");
      expect(negotiator.report.get("sse").findings).toMatchObject([{ what: "blocked", detail: "died-young" }]);
    });

    test("is demoted though its stream comes in time", async () => {
      const passes = (transport: FakeTransport) => {
        dies(4_000)(transport);
        transport.sink.tested(true);
      };
      allow({ websocket: refuses, sse: passes, polling: answers });
      await page();
      await pass(20_000);
      expect(story.at(-1)).toBe("polling");
      expect(negotiator.ranking.blocked("sse")).toBe("died-young");
    });

    test("is tried again later, and must live before it carries", async () => {
      allow({ websocket: dies(3_000), sse: answers });
      await page();
      await pass(20_000);
      story.length = 0;
      await pass(5 * 60_000);
      expect(network.names.filter((name) => name === "websocket").length).toBeGreaterThan(3);
      expect(story).toEqual([]);
      allow({ websocket: answers });
      await pass(30 * 60_000);
      expect(story).toEqual(["sse to websocket"]);
    });

    test("is not demoted where the server went away with it", async () => {
      const up = () => allow({ websocket: dies(1_000), sse: answers });
      up();
      await page();
      for (let i = 0; i < 10; i++) {
        network.does = (transport) => transport.fails("refused");
        await pass(1_500);
        up();
        await pass(500);
      }
      expect(story.filter((name) => name === "websocket").length).toBeGreaterThan(4);
      expect(story).not.toContain("sse");
    });

    test("is not demoted where the server has closed it", async () => {
      allow({
        websocket: (transport) => {
          transport.answers();
          clock.after(500, () => transport.sink.frame({ close: { code: "shutdown", reconnect: true } }));
        },
        sse: answers,
      });
      await page();
      await pass(5_000);
      expect(story.filter((name) => name === "websocket").length).toBeGreaterThan(4);
      expect(story).not.toContain("sse");
    });
  });

  describe("a connection that is quiet", () => {
    const pings = (transport: FakeTransport | undefined) =>
      transport?.sent.filter(({ kind }) => kind === "ping").length;

    const mute = (transport: FakeTransport) => {
      transport.lively = false;
      transport.answers();
    };

    test("is asked, and stays where it answers", async () => {
      allow({ websocket: mute });
      await page();
      const websocket = latest("websocket");
      await pass(28_000);
      expect(pings(websocket)).toBe(1);
      websocket?.sink.alive();
      await pass(27_900);
      expect([pings(websocket), network.tried.length]).toEqual([1, 1]);
    });

    test("is replaced without an interruption where it does not", async () => {
      allow({ websocket: mute });
      await page();
      await pass(31_000);
      expect(story).toEqual(["websocket", "websocket to websocket"]);
      expect(open()).toHaveLength(1);
    });

    test("stays where it was only slow: the others are closed", async () => {
      allow({ websocket: mute });
      await page();
      const websocket = latest("websocket");
      network.does = () => {};
      await pass(31_000);
      expect(network.tried).toHaveLength(2);
      websocket?.sink.alive();
      expect(open()).toEqual([websocket]);
      expect(story).toEqual(["websocket"]);
    });

    test("is given up where nothing answers", async () => {
      allow({ websocket: mute });
      await page();
      network.does = () => {};
      await pass(37_900);
      expect(story).toEqual(["websocket"]);
      await pass(200);
      expect(story).toEqual(["websocket", "lost: silent"]);
    });

    test("is found dead within two seconds of waking", async () => {
      allow({ websocket: mute });
      await page();
      await pass(5_000);
      connection.online();
      await pass(1_000);
      expect(story).toEqual(["websocket", "websocket to websocket"]);
    });

    test("that the network forgets teaches to ping more often; one that a sleep has ended does not", async () => {
      allow({ websocket: mute });
      await page();
      connection.online();
      await pass(1_000);
      expect(negotiator.limits.keepalive).toBeUndefined();
      await pass(30_500);
      allow({ websocket: answers });
      await pass(1_000);
      expect(story.length).toBeGreaterThan(2);
      expect(negotiator.limits.keepalive).toBe(8_000);
      const websocket = latest("websocket");
      await pass(8_000);
      expect(pings(websocket)).toBe(1);
    });

    test("is not suspected for what a frozen page did not hear", async () => {
      allow({ websocket: mute });
      await page();
      const websocket = latest("websocket");
      await pass(28_000);
      clock.freeze(600_000);
      expect(network.tried).toHaveLength(1);
      websocket?.sink.alive();
      await pass(5_000);
      expect(network.tried).toHaveLength(1);
    });
  });

  describe("a network that cuts at an age", () => {
    const lives = (ms: number) => (transport: FakeTransport) => {
      transport.answers();
      const speak = () => {
        if (transport.closed) return;
        transport.sink.alive();
        clock.after(1_000, speak);
      };
      speak();
      clock.after(ms, () => transport.closed || transport.fails("lost"));
    };

    test("is known after two cuts, and from then on the connection is replaced before", async () => {
      allow({ websocket: lives(30_000) });
      await page();
      await pass(61_000);
      expect(story).toEqual(["websocket", "lost: lost", "websocket", "lost: lost", "websocket"]);
      story.length = 0;
      await pass(120_000);
      expect(story).toEqual(Array(5).fill("websocket to websocket"));
      expect(negotiator.report.get("websocket").findings).toMatchObject([{ what: "lifespan", detail: "24000 ms" }]);
    });

    test("is not seen in two cuts that have nothing in common", async () => {
      allow({ websocket: lives(12_000) });
      await page();
      await pass(5_000);
      allow({ websocket: lives(40_000) });
      await pass(60_000);
      expect(negotiator.limits.rotation("websocket")).toBeUndefined();
    });
  });

  describe("a stream that holds messages back", () => {
    const probed = (transport: FakeTransport) => transport.answers({ probe: 250 });

    test("is left for long polling without an interruption", async () => {
      allow({ websocket: refuses, sse: probed });
      await page();
      latest("sse")?.sink.tested(false);
      await settle();
      latest("polling")?.answers();
      expect(story).toEqual(["sse", "sse to polling"]);
      expect(negotiator.ranking.blocked("sse")).toBe("held-back");
    });

    test("does not carry again before it has passed", async () => {
      allow({ websocket: refuses, sse: probed });
      await page();
      latest("sse")?.sink.tested(false);
      await settle();
      latest("polling")?.answers();
      network.tried.length = 0;
      await pass(200_000);
      expect(latest("sse")).toBeDefined();
      expect(connection.transport).toBe("polling");
      latest("sse")?.sink.tested(true);
      expect(connection.transport).toBe("sse");
      expect(negotiator.ranking.blocked("sse")).toBeUndefined();
    });

    test("later on again and again is left alone for longer each time", async () => {
      allow({ websocket: refuses, sse: probed, polling: answers });
      await page();
      /** How long it is left alone, in ms. */
      const heldBack = async () => {
        latest("sse")?.sink.tested(true);
        latest("sse")?.sink.tested(false);
        await settle();
        expect(connection.transport).toBe("polling");
        network.tried.length = 0;
        const since = clock.now();
        while (negotiator.ranking.blocked("sse")) await pass(1_000);
        const left = clock.now() - since;
        while (!latest("sse")) await pass(1_000);
        return left;
      };
      const first = await heldBack();
      expect(await heldBack()).toBeGreaterThan(1.5 * first);
    });
  });

  describe("another network", () => {
    const replies = (where: string) => (transport: FakeTransport) => transport.answers({ network: where });

    test("has a memory of its own, and the first is remembered", async () => {
      allow({ websocket: refuses, sse: replies("office") });
      await page();
      await pass(1_500);
      expect(negotiator.ranking.blocked("websocket")).toBe("refused");
      allow({ websocket: replies("home") });
      connection.offline();
      connection.online();
      await pass(5_000);
      expect(connection.transport).toBe("websocket");
      connection.close("", "");
      network.tried.length = 0;
      await page();
      expect(network.names).toEqual(["websocket"]);
      allow({ websocket: refuses, sse: replies("office") });
      connection.offline();
      connection.online();
      await pass(1_000);
      expect(negotiator.ranking.blocked("websocket")).toBe("refused");
    });

    test("of another kind begins anew", async () => {
      allow({ websocket: refuses, sse: replies("office") });
      await page("ethernet");
      await pass(1_500);
      connection.close("", "");
      network.tried.length = 0;
      await page("wifi");
      expect(network.names).toEqual(["websocket", "sse"]);
    });
  });

  describe("what is not offered", () => {
    const offers = (transport: FakeTransport) => transport.answers({ transports: ["sse", "polling"] });

    test("is not tried for, and not blocked either", async () => {
      allow({ websocket: refuses, sse: offers });
      await page();
      await pass(3_600_000);
      expect(network.names).toEqual(["websocket", "sse"]);
      expect(negotiator.ranking.blocked("websocket")).toBeUndefined();
      expect(store.getItem("w")).not.toContain("blocked");
      expect(control.asked).toBe(0);
    });

    test("is not blocked where it fails after another has begun to carry", async () => {
      allow({ sse: offers });
      await page();
      const slow = latest("websocket");
      await pass(1_000);
      slow?.fails("refused");
      await pass(60_000);
      expect(story).toEqual(["sse"]);
      expect(negotiator.ranking.blocked("websocket")).toBeUndefined();
      expect(network.names).toEqual(["websocket", "sse"]);
    });

    test("is left out when the connection comes back, and tried once it is offered again", async () => {
      allow({ websocket: refuses, sse: offers });
      await page();
      network.tried.length = 0;
      latest("sse");
      connection.offline();
      network.does = (transport) => (transport.name === "sse" ? transport.answers() : transport.fails());
      connection.online();
      await settle();
      expect(connection.transport).toBe("sse");
      allow({ websocket: answers });
      await pass(10_000);
      expect(connection.transport).toBe("websocket");
    });

    test("is tried for all the same where nothing that is offered works", async () => {
      allow({ websocket: refuses, sse: offers });
      await page();
      allow({ websocket: answers, sse: refuses, polling: refuses });
      latest("sse")?.fails("lost");
      await pass(30_000);
      expect(connection.transport).toBe("websocket");
    });
  });

  describe("in short the server is told", () => {
    const told = (name: TransportName) => JSON.parse(latest(name)?.sink.pong().line ?? "{}").pong.report;

    test("what failed, when the next transport connects, and what carries, with a pong", async () => {
      await page();
      latest("websocket")?.fails("refused");
      await settle();
      expect(latest("sse")?.sink.connect({ a: 1 }).line).toBe(
        '{"connect":{"a":1,"report":"failed:websocket:connect:refused:0"}}',
      );
      clock.advance(40);
      latest("sse")?.answers();
      expect(told("sse")).toBe("carried:sse:connect:40");
      expect(told("sse")).toBeUndefined();
    });

    test("what opened and stayed silent, what is blocked, and the way back", async () => {
      allow({ sse: answers });
      await page();
      const silent = latest("websocket");
      if (silent) silent.seemsOpen = true;
      await pass(12_000);
      expect(told("sse")).toMatch(
        /^carried:sse:connect:0 failed:websocket:connect:silent-open:50\d\d blocked:websocket:silent-open/,
      );
      allow({ websocket: answers });
      await pass(60_000);
      expect(told("websocket")).toMatch(/ carried:websocket:better:\d+$/);
    });

    test("which stream was held back", async () => {
      allow({ websocket: refuses, sse: (transport) => transport.answers({ probe: 250 }), polling: answers });
      await page();
      latest("sse")?.sink.tested(false);
      await settle();
      expect(told("polling")).toContain("carried:sse:connect:0 blocked:sse:held-back");
    });
  });
});
