import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Publication, Windsock } from "../src/index.js";
import { createClient, Ear, next } from "./support/client.js";
import { MiniServer } from "./support/mini-server.js";

/** A tab: its storage, and the events of its pages. */
class Tab {
  readonly stored = new Map<string, string>();
  page = new EventTarget();

  constructor() {
    vi.stubGlobal("sessionStorage", {
      getItem: (key: string) => this.stored.get(key) ?? null,
      setItem: (key: string, value: string) => this.stored.set(key, value),
      removeItem: (key: string) => this.stored.delete(key),
    });
    vi.stubGlobal("addEventListener", (...args: Parameters<EventTarget["addEventListener"]>) =>
      this.page.addEventListener(...args),
    );
    vi.stubGlobal("removeEventListener", (...args: Parameters<EventTarget["removeEventListener"]>) =>
      this.page.removeEventListener(...args),
    );
  }

  hide(persisted = false): void {
    this.page.dispatchEvent(Object.assign(new Event("pagehide"), { persisted }));
  }

  show(persisted: boolean): void {
    this.page.dispatchEvent(Object.assign(new Event("pageshow"), { persisted }));
  }
}

describe("a page that is loaded again", () => {
  let server: MiniServer;
  let url: string;
  let tab: Tab;
  let ear: Ear<Publication>;
  const clients: Windsock[] = [];

  beforeEach(async () => {
    server = new MiniServer();
    url = await server.start();
    tab = new Tab();
    ear = new Ear();
  });

  afterEach(async () => {
    for (const client of clients.splice(0)) client.close();
    vi.unstubAllGlobals();
    await server.stop();
  });

  function create(reload: boolean | string = true) {
    const client = createClient(url, ["websocket"], { reload });
    client.on("error", () => {});
    clients.push(client);
    return client;
  }

  async function connected(client: Windsock) {
    client.connect();
    await next(client, "connected");
    return client;
  }

  /** The page goes, with its connections, and with it what its client holds. */
  function leave() {
    tab.hide();
    // What still lives of it does not come back.
    tab.page.dispatchEvent(new Event("offline"));
    server.cut();
    tab.page = new EventTarget();
  }

  test("goes on as the same client, from the same positions", async () => {
    const before = create();
    before.subscribe("a", ear.listener);
    await connected(before);
    await before.publish("a", 1);
    await ear.has(1);
    leave();
    server.logs.publish("a", 2);
    const after = create();
    expect(after.id).toBe(before.id);
    const later = new Ear<Publication>();
    after.subscribe("a", later.listener);
    await connected(after);
    expect((await later.has(1)).map(({ data }) => data)).toEqual([2]);
  });

  test("sends what had no reply, with the numbers it had, before anything newer", async () => {
    const before = await connected(create());
    await before.publish("a", 1);
    for (const session of server.sessions.values()) session.silence();
    void before.publish("a", 2).catch(() => {});
    await server.logs.reach("a", 2);
    void before.publish("a", 3).catch(() => {});
    leave();
    const after = create();
    const published = after.publish("a", 4);
    await connected(after);
    await expect(published).resolves.toMatchObject({ offset: 4 });
    expect(server.logs.of("a")).toEqual([1, 2, 3, 4]);
    // No id of the page before is given to something else.
    const sent = [...server.sessions.values()].at(-1)?.received ?? [];
    expect(new Set(sent.map(({ id }) => id)).size).toBe(sent.length);
    expect(Math.max(...sent.map(({ id }) => id as number))).toBe(sent[0]?.["id"]);
  });

  test("tells a publish of the page before that is refused as an error", async () => {
    const before = create();
    before.connect();
    void before.publish("not a name", 1).catch(() => {});
    leave();
    const after = create();
    const told = next(after, "error");
    after.connect();
    expect(await told).toMatchObject({ code: "bad-channel", channel: "not a name" });
  });

  test("begins where the application says, where it does", async () => {
    const before = create();
    before.subscribe("a", ear.listener);
    await connected(before);
    for (const value of [1, 2, 3]) server.logs.publish("a", value);
    await ear.has(3);
    leave();
    const [since, newest] = [new Ear<Publication>(), new Ear<Publication>()];
    create().subscribe("a", since.listener, { since: { epoch: "e1", offset: 1 } });
    await connected(clients.at(-1) as Windsock);
    expect((await since.has(2)).map(({ data }) => data)).toEqual([2, 3]);
    leave();
    create().subscribe("a", newest.listener, { newest: 3 });
    await connected(clients.at(-1) as Windsock);
    expect(await newest.has(3)).toHaveLength(3);
  });

  test("leaves nothing behind while it stands, so that a duplicated tab is another client", async () => {
    const before = await connected(create());
    expect(tab.stored.size).toBe(0);
    leave();
    expect(tab.stored.size).toBe(1);
    const after = create();
    expect(tab.stored.size).toBe(0);
    expect(create().id).not.toBe(after.id);
    expect(after.id).toBe(before.id);
  });

  test("keeps clients of several names apart, and those that do not ask for it out", async () => {
    const [one, two] = [await connected(create("one")), await connected(create("two"))];
    await connected(createClient(url, ["websocket"]));
    leave();
    expect(tab.stored.size).toBe(2);
    expect(create("two").id).toBe(two.id);
    expect(create("one").id).toBe(one.id);
  });

  test("that was closed by the application leaves nothing", async () => {
    const before = await connected(create());
    before.close();
    leave();
    expect(tab.stored.size).toBe(0);
  });

  test("that comes back as it was takes back what it left", async () => {
    const client = await connected(create());
    const { id } = client;
    tab.hide();
    tab.show(true);
    expect(tab.stored.size).toBe(0);
    expect(client.id).toBe(id);
    expect(client.state).toBe("connected");
  });

  test("that comes back while another has gone on as its client becomes another", async () => {
    const first = await connected(create());
    const { id } = first;
    await first.publish("a", 1);
    tab.hide();
    const second = createClient(url, ["websocket"], { reload: true });
    expect(second.id).toBe(id);
    const again = next(first, "connected");
    tab.show(true);
    await again;
    expect(first.id).not.toBe(id);
    await connected(second);
    await second.publish("a", 2);
    await first.publish("a", 3);
    expect(server.logs.of("a")).toEqual([1, 2, 3]);
    second.close();
  });

  test("works without storage, as another client", async () => {
    vi.stubGlobal("sessionStorage", undefined);
    const before = await connected(create());
    leave();
    expect(create().id).not.toBe(before.id);
  });

  test("of a client that does not go on says goodbye when it goes for good", async () => {
    const client = await connected(createClient(url, ["websocket"]));
    tab.hide(true);
    expect(client.state, "the page may come back").not.toBe("closed");
    tab.show(true);
    await expect.poll(() => client.state).toBe("connected");
    tab.hide();
    expect(client.state).toBe("closed");
    await server.logs.farewells(1);
    expect(server.logs.gone).toEqual([client.id]);
  });

  test("of a client that goes on says no goodbye", async () => {
    const client = await connected(create());
    tab.hide();
    expect(client.state).toBe("connected");
    expect(server.logs.gone).toEqual([]);
  });
});
