import { beforeEach, describe, expect, test, vi } from "vitest";
import { Connection } from "../src/connection.js";
import { Events } from "../src/events.js";
import { Memory } from "../src/memory.js";
import { Negotiator } from "../src/negotiator.js";
import { command, type TransportName } from "../src/protocol.js";
import { Subscriptions } from "../src/subscriptions.js";
import { FakeClock } from "./support/fake-clock.js";
import { FakeNetwork } from "./support/fake-transport.js";

describe("connection", () => {
  let clock: FakeClock;
  let network: FakeNetwork;
  let events: Events;
  let story: string[];
  let connection: Connection;
  let negotiator: Negotiator;
  const control = vi.fn<(timeout: number) => Promise<boolean>>();
  const owner = {
    feed: () => new Subscriptions(events, () => 1, vi.fn()).feed(),
    connect: () => command("connect", {}),
    ping: () => command("ping", {}, 99),
    carried: vi.fn(),
    frame: vi.fn(),
    lost: vi.fn(),
    farewell: () => command("disconnect", {}),
    closed: vi.fn(),
  };

  function create(transports: TransportName[] = ["websocket", "sse", "polling"]) {
    const timeouts = { better: 5_000, last: 10_000 };
    const memory = new Memory(undefined, "", () => clock.date());
    negotiator = new Negotiator({ transports, memory, clock, next: 500, control });
    const random = () => 1;
    const options = { transports, timeouts, backoff: {}, clock, random, negotiator, create: network.create };
    return new Connection(options, events, owner);
  }

  beforeEach(() => {
    vi.resetAllMocks();
    control.mockResolvedValue(true);
    clock = new FakeClock();
    network = new FakeNetwork();
    events = new Events();
    story = [];
    events.on("connecting", ({ transport, attempt }) => story.push(`connecting ${transport} ${attempt}`));
    events.on("connected", ({ transport, failed }) =>
      story.push(["connected", transport, ...failed.map((f) => `${f.transport}:${f.reason}`)].join(" ")),
    );
    events.on("switched", ({ from, to }) => story.push(`switched ${from} ${to}`));
    events.on("reconnecting", ({ reason, attempt, delay }) => story.push(`reconnecting ${reason} ${attempt} ${delay}`));
    events.on("closed", ({ code }) => story.push(`closed ${code}`));
    connection = create();
  });

  /** What has happened since this was asked the last time. */
  const happened = () => story.splice(0);

  function connected(name: TransportName = "websocket") {
    connection.connect();
    while (network.tried.at(-1)?.name !== name) network.tried.at(-1)?.fails();
    network.latest(name).answers();
    happened();
    return network.latest(name);
  }

  describe("finding a transport", () => {
    test("does nothing before it is asked to", () => {
      expect(connection.state).toBe("idle");
      expect(network.tried).toEqual([]);
    });

    test("is connected when the reply has come, and not before", () => {
      connection.connect();
      expect(connection.state).toBe("connecting");
      expect(connection.transport).toBeUndefined();
      network.latest("websocket").answers({ ping: 5 });
      expect(connection.state).toBe("connected");
      expect(connection.transport).toBe("websocket");
      expect(owner.carried.mock.calls).toEqual([[expect.anything(), { ping: 5 }]]);
      expect(happened()).toEqual(["connecting websocket 0", "connected websocket"]);
    });

    test("is not impressed by other frames", () => {
      connection.connect();
      network.latest("websocket").sink.frame({ publication: { channel: "a", epoch: "e", offset: 1, data: 1 } });
      expect(connection.state).toBe("connecting");
      expect(owner.frame).not.toHaveBeenCalled();
    });

    test("goes on to the next when one fails, and closes what failed", () => {
      connection.connect();
      const websocket = network.latest("websocket");
      websocket.fails("refused");
      network.latest("sse").fails("status-502");
      network.latest("polling").answers();
      expect(websocket.closed).toBe(true);
      expect(happened()).toEqual([
        "connecting websocket 0",
        "connecting sse 0",
        "connecting polling 0",
        "connected polling websocket:refused sse:status-502",
      ]);
    });

    test("opens the next beside it where a reply takes a moment, and the first that replies carries", () => {
      connection.connect();
      clock.advance(499);
      expect(network.names).toEqual(["websocket"]);
      clock.advance(1);
      expect(network.names).toEqual(["websocket", "sse"]);
      clock.advance(500);
      network.latest("polling").answers();
      expect(connection.transport).toBe("polling");
      expect(network.tried.map(({ closed }) => closed)).toEqual([false, false, false]);
      expect(happened()).toEqual([
        "connecting websocket 0",
        "connecting sse 0",
        "connecting polling 0",
        "connected polling",
      ]);
    });

    test("a better one that replies later takes over, and the others are closed", () => {
      connection.connect();
      clock.advance(1_000);
      const [websocket, sse, polling] = network.tried;
      polling?.answers();
      websocket?.answers();
      expect([sse?.closed, polling?.closed]).toEqual([true, true]);
      expect(connection.transport).toBe("websocket");
      expect(happened().at(-1)).toBe("switched polling websocket");
      clock.advance(20_000);
      expect(network.tried.filter(({ closed }) => !closed)).toEqual([websocket]);
    });

    test("one that is not better is closed", () => {
      connection.connect();
      clock.advance(500);
      const [websocket, sse] = network.tried;
      websocket?.answers();
      sse?.answers();
      expect([sse?.closed, connection.transport]).toEqual([true, "websocket"]);
      clock.advance(5_000);
      expect(network.tried).toHaveLength(2);
    });

    test("where none replies all are given up, and it waits", () => {
      connection.connect();
      clock.advance(10_999);
      expect(connection.state).toBe("connecting");
      clock.advance(1);
      expect(connection.state).toBe("reconnecting");
      expect(network.tried.every(({ closed }) => closed)).toBe(true);
      expect(happened().at(-1)).toBe("reconnecting timeout 1 500");
      expect(negotiator.ranking.blocked("websocket")).toBeUndefined();
    });

    test("a transport alone is given the longest deadline", () => {
      connection = create(["sse"]);
      connection.connect();
      clock.advance(9_999);
      network.latest("sse").answers();
      expect(connection.transport).toBe("sse");
    });

    test("an error in place of the reply is a failure", () => {
      connection.connect();
      network.latest("websocket").sink.frame({ id: 1, error: { code: "bad-position", message: "" } });
      network.latest("sse").answers();
      expect(happened().at(-1)).toBe("connected sse websocket:bad-position");
    });

    test("a late word of an earlier try is not heard", () => {
      connection.connect();
      const late = network.latest("websocket");
      late.fails();
      late.answers();
      late.fails();
      late.sink.frame({ close: { code: "too-large", reconnect: false } });
      expect(connection.state).toBe("connecting");
      expect(network.names).toEqual(["websocket", "sse"]);
    });

    test("a second connect changes nothing", () => {
      connection.connect();
      connection.connect();
      connected();
      connection.connect();
      expect(network.names).toEqual(["websocket"]);
    });
  });

  describe("coming back", () => {
    test("waits a random time below a ceiling that doubles", () => {
      connection = create(["websocket"]);
      connection.connect();
      for (const delay of [500, 1_000, 2_000, 4_000]) {
        network.latest("websocket").fails();
        expect(happened().at(-1)).toMatch(` ${delay}`);
        clock.advance(delay - 1);
        expect(connection.state).toBe("reconnecting");
        clock.advance(1);
        expect(connection.state).toBe("connecting");
      }
    });

    test("a loss ends the connection", () => {
      const transport = connected();
      transport.fails("lost");
      expect(transport.closed).toBe(true);
      expect(connection.transport).toBeUndefined();
      expect(happened()).toEqual(["reconnecting lost 1 500"]);
    });

    test("a connection that did not last counts as one more in a row", () => {
      connected().fails("lost");
      clock.advance(500);
      network.latest("websocket").answers();
      clock.advance(9_999);
      network.latest("websocket").fails("lost");
      expect(happened().at(-1)).toBe("reconnecting lost 2 1000");
    });

    test("one that lasted does not", () => {
      connected().fails("lost");
      clock.advance(500);
      network.latest("websocket").answers();
      clock.advance(10_000);
      network.latest("websocket").fails("lost");
      expect(happened().at(-1)).toBe("reconnecting lost 1 500");
    });

    test("tries the transport first that was proven", () => {
      connected("polling").fails("lost");
      clock.advance(500);
      expect(network.latest("polling").opened).toBe(true);
    });

    test("a restart of the server demotes nothing", () => {
      connected().fails("lost");
      clock.advance(500);
      for (const name of ["websocket", "sse", "polling"] as const) network.latest(name).fails();
      clock.advance(1_000);
      network.latest("websocket").answers();
      expect(connection.transport).toBe("websocket");
    });

    test("nor does one that ends in the middle of a pass", () => {
      connected().fails("lost");
      clock.advance(500);
      network.latest("websocket").fails();
      const sse = network.latest("sse");
      sse.answers();
      expect(connection.state).toBe("connecting");
      network.latest("websocket").answers();
      expect([sse.closed, connection.transport]).toEqual([true, "websocket"]);
      expect(owner.carried).toHaveBeenCalledTimes(2);
      expect(happened().at(-1)).toBe("connected websocket websocket:refused");
    });

    test.each([
      ["fails again", () => network.latest("websocket").fails()],
      ["has no reply either", () => clock.advance(500)],
    ])("where what worked before %s the other carries", (_, happens) => {
      connected().fails("lost");
      clock.advance(500);
      network.latest("websocket").fails();
      network.latest("sse").answers();
      happens();
      expect(connection.transport).toBe("sse");
    });

    test("comes back when the server has said, where it has", () => {
      connected().sink.frame({ close: { code: "shutdown", reconnect: true, after: 4_321 } });
      expect(happened()).toEqual(["reconnecting shutdown 1 4321"]);
      clock.advance(4_320);
      expect(network.tried).toHaveLength(1);
      clock.advance(1);
      expect(network.tried).toHaveLength(2);
    });

    test("comes back when the server closes and says so", () => {
      connected().sink.frame({ close: { code: "shutdown", reason: "", reconnect: true } });
      expect(happened()).toEqual(["reconnecting shutdown 1 500"]);
    });

    test("stays away when the server says so", () => {
      const transport = connected();
      transport.sink.frame({ close: { code: "too-large", reason: "a message above the limit", reconnect: false } });
      expect(transport.closed).toBe(true);
      expect(owner.closed).toHaveBeenCalledOnce();
      expect(clock.timers).toBe(0);
      expect(happened()).toEqual(["closed too-large"]);
    });

    test("stays away also when it is said in place of the reply", () => {
      connection.connect();
      network.latest("websocket").sink.frame({ close: { code: "not-connected", reconnect: false } });
      expect(connection.state).toBe("closed");
      expect(network.names).toEqual(["websocket"]);
    });
  });

  describe("offline", () => {
    test("ends what there is, and tries nothing until the network is back", () => {
      const transport = connected();
      connection.offline();
      expect(transport.closed).toBe(true);
      expect(clock.timers).toBe(0);
      expect(happened()).toEqual(["reconnecting offline 0 null"]);
      connection.online();
      expect(happened()).toEqual(["connecting websocket 0"]);
    });

    test("ends a try too", () => {
      connection.connect();
      connection.offline();
      expect(network.latest("websocket").closed).toBe(true);
      expect(clock.timers).toBe(0);
    });

    test("the network's return ends a wait", () => {
      connected().fails("lost");
      connection.online();
      expect(connection.state).toBe("connecting");
      expect(network.tried).toHaveLength(2);
    });

    test("is nothing to a connection that was not asked for, or was closed", () => {
      connection.offline();
      expect(connection.state).toBe("idle");
      connected();
      connection.close("closed", "");
      connection.offline();
      connection.online();
      expect(connection.state).toBe("closed");
    });

    test("the network's return is nothing to a connection that stands", () => {
      connected();
      connection.online();
      expect(connection.state).toBe("connected");
    });
  });

  describe("switching", () => {
    test("opens the other beside the one in use, and goes over when it has answered", async () => {
      const websocket = connected();
      const switched = connection.switchTo("sse");
      const sse = network.latest("sse");
      expect([sse.opened, websocket.closed, connection.transport]).toEqual([true, false, "websocket"]);
      sse.answers({ ping: 7 });
      await switched;
      expect([sse.closed, websocket.closed, connection.transport]).toEqual([false, true, "sse"]);
      expect(owner.carried.mock.lastCall?.[1]).toEqual({ ping: 7 });
      expect(happened()).toEqual(["switched websocket sse"]);
      clock.advance(2_000);
      expect(network.tried).toHaveLength(2);
    });

    test("frames of both are heard until then, and of the first no more afterwards", () => {
      const websocket = connected();
      void connection.switchTo("sse");
      websocket.sink.frame({ ping: {} });
      network.latest("sse").answers();
      websocket.sink.frame({ ping: {} });
      websocket.fails();
      network.latest("sse").sink.frame({ publish: { channel: "a", epoch: "e", offset: 1, subscribers: 1 } });
      expect(owner.frame.mock.calls.map(([frame]) => Object.keys(frame)[0])).toEqual(["ping", "publish"]);
      expect(connection.state).toBe("connected");
    });

    test("commands go to the first until then, to the other from then on", () => {
      const [before, after] = [command("publish", {}, 1), command("publish", {}, 2)];
      const websocket = connected();
      void connection.switchTo("polling");
      connection.send(() => [before]);
      network.latest("polling").answers();
      connection.send(() => [after]);
      expect(websocket.sent).toEqual([before]);
      expect(network.latest("polling").sent).toEqual([after]);
    });

    test.each([
      ["fails", "refused", () => network.latest("sse").fails("refused")],
      ["is late", "timeout", () => clock.advance(10_000)],
      [
        "is told an error",
        "full",
        () => network.latest("sse").sink.frame({ id: 1, error: { code: "full", message: "" } }),
      ],
      [
        "is told to stay away",
        "too-large",
        () => network.latest("sse").sink.frame({ close: { code: "too-large", reconnect: false } }),
      ],
      ["is overtaken by another switch", "superseded", () => void connection.switchTo("polling").catch(() => {})],
    ])("stays where it is when the other %s", async (_, code, happens) => {
      const websocket = connected();
      const switched = connection.switchTo("sse");
      const sse = network.latest("sse");
      happens();
      await expect(switched).rejects.toMatchObject({ code });
      expect([sse.closed, websocket.closed]).toEqual([true, false]);
      expect(connection.transport).toBe("websocket");
      expect(happened()).toEqual([]);
      sse.answers();
      expect(connection.transport).toBe("websocket");
    });

    test("is off when the one in use is lost meanwhile", async () => {
      const websocket = connected();
      const switched = connection.switchTo("sse");
      websocket.fails("lost");
      await expect(switched).rejects.toMatchObject({ code: "lost" });
      expect(network.latest("sse").closed).toBe(true);
      expect(happened()).toEqual(["reconnecting lost 1 500"]);
    });

    test("is off when the client is closed, and leaves no timer", async () => {
      connected();
      const switched = connection.switchTo("sse");
      connection.close("closed", "");
      await expect(switched).rejects.toMatchObject({ code: "closed" });
      expect(network.tried.every(({ closed }) => closed)).toBe(true);
      expect(clock.timers).toBe(0);
    });

    test("goes over to a new connection of the same transport too", async () => {
      const first = connected();
      const switched = connection.switchTo("websocket");
      network.latest("websocket").answers();
      await switched;
      expect(first.closed).toBe(true);
      expect(happened()).toEqual(["switched websocket websocket"]);
    });

    test("the one that was switched to is in use until another has taken over from it", async () => {
      connected();
      const first = connection.switchTo("sse");
      const sse = network.latest("sse");
      sse.answers();
      await first;
      const second = connection.switchTo("polling");
      expect(sse.closed).toBe(false);
      network.latest("polling").fails("refused");
      await expect(second).rejects.toMatchObject({ code: "refused" });
      expect([sse.closed, connection.transport]).toEqual([false, "sse"]);
    });

    test("needs a connection, and a transport of the options", async () => {
      await expect(connection.switchTo("sse")).rejects.toMatchObject({ code: "not-connected" });
      connection = create(["websocket"]);
      connected();
      await expect(connection.switchTo("sse")).rejects.toMatchObject({ code: "bad-option" });
      expect(network.names).toEqual(["websocket"]);
    });

    test("a lost connection comes back on the transport that was switched to", async () => {
      connected();
      void connection.switchTo("polling");
      network.latest("polling").answers();
      network.latest("polling").fails("lost");
      clock.advance(500);
      expect(network.latest("polling").opened).toBe(true);
    });
  });

  describe("closing", () => {
    test.each(["idle", "connecting", "connected", "reconnecting"])("ends it when %s, once", (state) => {
      if (state === "connecting") connection.connect();
      if (state === "connected") connected();
      if (state === "reconnecting") connected().fails("lost");
      expect(connection.state).toBe(state);
      happened();
      connection.close("closed", "");
      connection.close("closed", "");
      expect(connection.state).toBe("closed");
      expect(clock.timers).toBe(0);
      expect(network.tried.every(({ closed }) => closed)).toBe(true);
      expect(happened()).toEqual(["closed closed"]);
      expect(owner.closed).toHaveBeenCalledOnce();
    });

    test("what the transport still says is not heard", () => {
      const transport = connected();
      connection.close("closed", "");
      transport.fails();
      transport.sink.frame({ ping: {} });
      expect(connection.state).toBe("closed");
      expect(owner.frame).not.toHaveBeenCalled();
    });

    test("it can be connected again, from attempt 0", () => {
      connected().fails("lost");
      connection.close("closed", "");
      happened();
      connection.connect();
      network.latest("websocket").answers();
      expect(happened()).toEqual(["connecting websocket 0", "connected websocket"]);
    });

    test("a listener may close it at any event", () => {
      events.on("connecting", () => connection.close("closed", ""));
      connection.connect();
      expect(network.tried).toEqual([]);
      expect(clock.timers).toBe(0);
      expect(connection.state).toBe("closed");
    });

    test("the owner may close it when it is connected", () => {
      owner.carried.mockImplementation(() => connection.close("closed", ""));
      connection.connect();
      network.latest("websocket").answers();
      expect(happened()).toEqual(["connecting websocket 0", "closed closed"]);
    });
  });

  describe("sending", () => {
    const commands = [command("publish", {}, 1)];

    test("goes to the transport in use", () => {
      const transport = connected("sse");
      connection.send(() => commands);
      expect(transport.sent).toEqual(commands);
    });

    test("is nothing while not connected", () => {
      connection.connect();
      connection.send(() => commands);
      expect(network.latest("websocket").sent).toEqual([]);
    });
  });
});
