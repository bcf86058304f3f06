/** Clients of one process as the tabs of one browser: with the real BroadcastChannel, and locks as browsers have them. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Position, Publication, TransportName, Windsock, WindsockOptions } from "../src/index.js";
import { createClient, Ear, next } from "./support/client.js";
import { FakeClock } from "./support/fake-clock.js";
import { FakeLocks } from "./support/fake-locks.js";
import { MiniServer } from "./support/mini-server.js";

describe("tabs", () => {
  let server: MiniServer;
  let locks: FakeLocks;
  let url: string;
  let tabs: Windsock[];

  beforeEach(async () => {
    server = new MiniServer();
    url = await server.start();
    locks = new FakeLocks();
    tabs = [];
    vi.stubGlobal("document", new EventTarget());
    vi.stubGlobal("navigator", { locks });
  });

  afterEach(async () => {
    for (const tab of tabs) tab.close();
    await server.stop();
    vi.unstubAllGlobals();
  });

  async function open(options: WindsockOptions = {}, transport: TransportName = "websocket"): Promise<Windsock> {
    const tab = createClient(url, [transport], { tabs: "t", ...options });
    tabs.push(tab);
    tab.connect();
    await next(tab, "connected");
    return tab;
  }

  function listen(tab: Windsock, channel = "a", options = {}): Ear<Publication> {
    const ear = new Ear<Publication>();
    tab.subscribe(channel, ear.listener, options);
    return ear;
  }

  const data = async (ear: Ear<Publication>, count: number) => (await ear.has(count)).map((one) => one.data);
  const session = () => [...server.sessions.values()].filter((one) => one.open).at(-1);
  const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

  test("say nothing to others where there is none, and all that comes as soon as there is one", async () => {
    const post = vi.spyOn(BroadcastChannel.prototype, "postMessage");
    const leader = listen(await open());
    post.mockClear();
    await tabs[0]?.publish("a", 1);
    expect(await data(leader, 1)).toEqual([1]);
    expect(post).not.toHaveBeenCalled();
    const follower = listen(await open());
    await tabs[1]?.publish("a", 2);
    expect(await data(follower, 1)).toEqual([2]);
    post.mockRestore();
  });

  describe.each(["websocket", "sse", "polling"] as const)("over %s", (transport) => {
    test("have one connection between them, and each gets all, once", async () => {
      const all = [await open({}, transport), await open({}, transport), await open({}, transport)];
      const ears = all.map((tab) => listen(tab));
      for (const [i, tab] of all.entries()) await tab.publish("a", i);
      for (const ear of ears) expect(await data(ear, 3)).toEqual([0, 1, 2]);
      // A poll may be over, and the next not begun.
      expect([...server.sessions.values()].filter((one) => one.open).length).toBeLessThanOrEqual(1);
      expect(server.count("upgrade") + server.count("stream")).toBeLessThanOrEqual(1);
      expect(new Set(all.map(({ member }) => member)).size).toBe(1);
      expect(all.map((tab) => tab.transport)).toEqual([transport, "tab", "tab"]);
    });

    test("lose, repeat and reorder nothing when the one that leads closes, again and again", async () => {
      const all = [
        await open({}, transport),
        await open({}, transport),
        await open({}, transport),
        await open({}, transport),
      ];
      const last = all[3] as Windsock;
      const ears = all.map((tab) => listen(tab));
      await Promise.all(all.map((tab) => tab.publish("a", "begin")));
      let sent = all.length;
      for (const leader of all.slice(0, 3)) {
        all.shift();
        const published = all.flatMap((tab) => numbers(1, 5).map((number) => tab.publish("a", number)));
        leader.close();
        await Promise.all([...published, ...all.map((tab) => tab.publish("a", "after"))]);
        sent += all.length * 6;
      }
      const { offset } = await last.publish("a", "end");
      expect(offset).toBe(sent + 1);
      expect((await ears[3]?.has(offset))?.map((one) => one.offset)).toEqual(numbers(1, offset));
      expect(server.logs.gone).toEqual([]);
    });

    test("publish once what had no reply when the one that leads closed", async () => {
      const leader = await open({}, transport);
      const tab = await open({}, transport);
      await tab.publish("a", 1);
      server.interference = ({ kind, lines }) => {
        if (kind !== "commands" && kind !== "uplink") return false;
        server.apply(lines);
        return true;
      };
      if (transport === "websocket") session()?.silence();
      const published = tab.publish("a", 2);
      if (transport === "websocket") await server.seen("frames", 3);
      else await server.seen(transport === "sse" ? "uplink" : "commands", 2);
      server.interference = () => false;
      leader.close();
      expect(await published).toMatchObject({ offset: 2, repeated: true });
      expect(await tab.publish("a", 3)).toMatchObject({ offset: 3 });
    });
  });

  test("are apart where that is asked for, or they are of different users", async () => {
    await open();
    await open({ tabs: false });
    await open({ user: "ann" });
    await open({ tabs: "other" });
    // Whom a WebSocket class of the application's acts for is not known.
    await open({ tabs: true });
    expect(server.count("upgrade")).toBe(5);
  });

  test("are apart where there are no locks", async () => {
    vi.stubGlobal("navigator", {});
    await open();
    await open();
    expect(server.count("upgrade")).toBe(2);
  });

  test("name neither user nor credential", async () => {
    await open({ user: "ann", headers: { Authorization: "secret" } });
    for (const name of locks.held.keys()) expect(name).toMatch(/^(windsock:)?[0-9a-f]+$/);
  });

  describe("of which one follows", () => {
    let leader: Windsock;
    let tab: Windsock;
    beforeEach(async () => {
      leader = await open();
      tab = await open();
    });

    test("ask for what the other has had already", async () => {
      const first = listen(leader);
      for (let i = 1; i <= 4; i++) await leader.publish("a", i);
      await first.has(4);
      const since = { epoch: server.logs.epoch, offset: 1 };
      const late = listen(tab, "a", { since });
      expect(await data(late, 3)).toEqual([2, 3, 4]);
      await tab.publish("a", 5);
      expect(await data(first, 5)).toEqual([1, 2, 3, 4, 5]);
      expect(await data(late, 4)).toEqual([2, 3, 4, 5]);
    });

    test("begin with the newest", async () => {
      for (let i = 1; i <= 9; i++) server.logs.publish("a", i);
      const newest = listen(tab, "a", { newest: 3 });
      expect(await data(newest, 3)).toEqual([7, 8, 9]);
      const more = listen(leader, "a", { newest: 5 });
      expect(await data(more, 5)).toEqual([5, 6, 7, 8, 9]);
      expect(await data(newest, 3)).toEqual([7, 8, 9]);
    });

    test("take what was missed in pages, as fast as they can", async () => {
      for (let i = 1; i <= 9; i++) server.logs.publish("a", i);
      const heard: unknown[] = [];
      const gates: (() => void)[] = [];
      const gate = new Ear<number>();
      const live = new Ear<Position>();
      const listener = ({ data }: Publication) => {
        heard.push(data);
        return new Promise<void>((resolve) => {
          gates.push(resolve);
          gate.listener(gates.length);
        });
      };
      const since = { epoch: server.logs.epoch, offset: 0 };
      tab.subscribe("a", listener, { since, page: 4 }).on("live", live.listener);
      await gate.has(4);
      await tab.history("a");
      expect(heard).toEqual([1, 2, 3, 4]);
      for (const go of gates) go();
      await gate.has(8);
      for (const go of gates) go();
      expect(await live.has(1)).toEqual([{ ...since, offset: 9 }]);
      expect(heard).toEqual(numbers(1, 9));
    });

    test("ask questions, and are told what is refused", async () => {
      await tab.publish("a", 1);
      expect((await tab.history("a")).publications.map((one) => one.data)).toEqual([1]);
      expect(await tab.presence("a")).toMatchObject({ count: 0 });
      await expect(tab.publish("no name", 1)).rejects.toMatchObject({ code: "bad-channel" });
      const error = next(tab, "error");
      const errors: unknown[] = [];
      leader.on("error", (one) => errors.push(one));
      tab.subscribe("no!", () => {});
      expect(await error).toMatchObject({ code: "bad-channel", channel: "no!" });
      expect(errors).toEqual([]);
    });

    test("are told of what comes after a loss of the connection, and when that is all", async () => {
      const ears = [listen(leader), listen(tab)];
      const live = new Ear<Position>();
      tab.subscribe("a", () => {}).on("live", live.listener);
      await tab.publish("a", 1);
      await live.has(1);
      const lost = next(tab, "reconnecting");
      const back = next(tab, "connected");
      server.cut();
      for (let i = 2; i <= 4; i++) server.logs.publish("a", i);
      await lost;
      expect(await back).toMatchObject({ transport: "tab" });
      for (const ear of ears) expect(await data(ear, 4)).toEqual([1, 2, 3, 4]);
      expect((await live.has(2)).at(1)).toMatchObject({ offset: 4 });
      expect(await tab.publish("a", 5)).toMatchObject({ offset: 5 });
    });

    test("are told a gap where it is theirs", async () => {
      const gaps = [new Ear<object>(), new Ear<object>()];
      leader.on("gap", gaps[0]?.listener as never);
      tab.on("gap", gaps[1]?.listener as never);
      tab.subscribe("b", () => {});
      listen(leader);
      await tab.publish("b", 1);
      const since = { epoch: "before", offset: 7 };
      listen(tab, "a", { since });
      expect(await gaps[1]?.has(1)).toMatchObject([{ channel: "a", after: since, missed: null }]);
      expect(gaps[0]?.heard).toEqual([]);
    });

    test("leave a channel with the last of them", async () => {
      const subscription = tab.subscribe("a", () => {});
      const other = leader.subscribe("a", () => {});
      await tab.publish("a", 1);
      other.unsubscribe();
      await leader.publish("a", 2);
      const left = () => session()?.received.filter((one) => "unsubscribe" in one).length;
      expect(left()).toBe(0);
      subscription.unsubscribe();
      await tab.publish("a", 3);
      expect(left()).toBe(1);
    });

    test("say goodbye with the last of them, and go on as the same client until then", async () => {
      const [id, member] = [tab.id, tab.member];
      expect(id).toBe(leader.id);
      leader.close();
      await next(tab, "connected");
      expect([tab.id, tab.member]).toEqual([id, member]);
      expect(server.logs.gone).toEqual([]);
      tab.close();
      await server.ended(session());
      expect(server.logs.gone).toEqual([id]);
    });

    test("change the transport of all", async () => {
      await expect(tab.switchTo("sse")).rejects.toMatchObject({ code: "bad-option" });
      const switched = next(leader, "switched");
      await tab.switchTo("websocket");
      expect(await switched).toEqual({ from: "websocket", to: "websocket" });
      await tab.publish("a", 1);
    });

    test("give way where the page is put away, and come back", async () => {
      const ear = listen(tab);
      await tab.publish("a", 1);
      document.dispatchEvent(new Event("freeze"));
      expect(locks.held.size).toBeGreaterThan(0);
      server.logs.publish("a", 2);
      const back = [next(tab, "connected"), next(leader, "connected")];
      document.dispatchEvent(new Event("resume"));
      await Promise.all(back);
      expect(await data(ear, 2)).toEqual([1, 2]);
    });

    test("say in the report that another has the connection", () => {
      expect(tab.report()).toMatchObject({
        transport: "tab",
        attempts: [{ transport: "tab", reason: null }],
        findings: [{ what: "other-tab", transport: "websocket" }],
      });
    });
  });

  describe("and what is no tab of ours", () => {
    const name = () => [...locks.held.keys()].find((one) => one.startsWith("windsock:")) as string;

    test("that vanishes without a word is dropped", async () => {
      const leader = await open();
      await leader.publish("b", 1);
      const channel = new BroadcastChannel(name());
      const joined = new Promise((resolve) => {
        channel.onmessage = resolve;
      });
      let vanish = () => {};
      void locks.request(
        "ghost",
        {},
        () =>
          new Promise((resolve) => {
            vanish = resolve;
          }),
      );
      channel.postMessage({ from: "ghost", lines: ['{"id":1,"connect":{"channels":{"a":null}}}'] });
      await joined;
      await leader.publish("b", 2);
      vanish();
      channel.close();
      await server.seen("frames", 5);
      expect(session()?.received.at(-1)).toMatchObject({ unsubscribe: { channel: "a" } });
    });

    test("that leads and is silent is deprived of it", async () => {
      const first = await open();
      const lock = name();
      first.close();
      let stolen = false;
      const silent = locks.request(lock, {}, () => new Promise(() => {}));
      silent.catch(() => {
        stolen = true;
      });
      const clock = new FakeClock();
      const asked = clock.waiting(10_000);
      const tab = createClient(url, ["websocket"], { tabs: "t", clock });
      tabs.push(tab);
      tab.connect();
      await asked;
      const connected = next(tab, "connected");
      clock.advance(10_000);
      await connected;
      expect(stolen).toBe(true);
    });

    test("that takes the lead makes a follower of who led", async () => {
      const tab = await open();
      let release = () => {};
      const lost = next(tab, "reconnecting");
      void locks.request(
        name(),
        { steal: true },
        () =>
          new Promise((resolve) => {
            release = resolve;
          }),
      );
      await lost;
      await server.ended(session());
      const connected = next(tab, "connected");
      release();
      await connected;
      expect(server.logs.gone).toEqual([]);
    });
  });
});
