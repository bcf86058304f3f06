/** Each obstacle that knows HTTP does what it says. */
import { describe, expect, it } from "vitest";
import { moment, openStream, post, readText, seen, stopNetwork, streams, through, told, upgrade } from "./through.js";

describe("upgrades", () => {
  it("pass without obstacles, both ways", async () => {
    await through("");
    const { socket, until } = upgrade();

    await until(/^HTTP\/1.1 101 /);
    socket.write("hello");
    await until(/hello$/);
  });

  it.each(["400", "403", "407", "426", "502"])("F1: are refused by %s", async (status) => {
    await through(`F1:status=${status}`);
    const { text, ended } = upgrade();

    expect(await ended).toBe("end");
    expect(text()).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });

  it("F1: are reset", async () => {
    await through("F1:status=reset");

    expect(await upgrade().ended).toBe("ECONNRESET");
  });

  it("F2: are swallowed, and HTTP passes", async () => {
    const origin = await through("F2");
    const { text } = upgrade();

    expect(await (await fetch(origin)).text()).toBe("answer 1");
    expect(text()).toBe("");
  });

  it("F3: get 101 and silence", async () => {
    await through("F3");
    const { socket, text, until } = upgrade();

    await until(/^HTTP\/1.1 101 [\s\S]*\r\n\r\n$/);
    socket.write("hello");
    await moment();
    expect(text()).not.toContain("hello");
  });

  it("F4: get 101 at once, and what follows late, as all of HTTP", async () => {
    const origin = await through("F4:delay=600,span=0");
    const { socket, text, until } = upgrade();
    await until(/^HTTP\/1.1 101 /);
    socket.write("hello");
    const answer = fetch(origin);

    await moment();
    expect(text()).not.toContain("hello");
    expect(seen).toEqual([]);
    await until(/hello$/);
    expect((await answer).status).toBe(200);
  });

  it.each([
    ["fin", "end"],
    ["reset", "ECONNRESET"],
  ])("F5: are ended young by %s", async (how, end) => {
    await through(`F5:min=10,max=50,how=${how}`);

    expect(await upgrade().ended).toBe(end);
  });
});

describe("answers", () => {
  it("F7: are held until they end", async () => {
    const origin = await through("F7");
    let came = false;
    const reading = openStream(origin).then((reader) => {
      came = true;
      return readText(reader);
    });

    await moment();
    expect(came).toBe(false);
    streams[0]?.end("two\n");
    expect(await reading).toBe("one\ntwo\n");
  });

  it("F7: come in lumps", async () => {
    const reader = await openStream(await through("F7:lump=10"));
    let came = false;
    const reading = readText(reader).then((text) => {
      came = true;
      return text;
    });
    await moment();
    expect(came).toBe(false);

    streams[0]?.write("two\nthree\n");
    expect(await reading).toBe("one\ntwo\nthree\n");
    streams[0]?.end("four\n");
    expect(await readText(reader)).toBe("four\n");
  });

  it("F8: run one chunk late", async () => {
    const reader = await openStream(await through("F8"));
    streams[0]?.write("two\n");

    expect(await readText(reader)).toBe("one\n");
    streams[0]?.end();
    expect(await readText(reader)).toBe("two\n");
  });

  it("F9: are compressed, and held for that, unless it heeds no-transform", async () => {
    const origin = await through("F9");
    const answer = await fetch(`${origin}/stream`);
    expect(answer.headers.get("content-encoding")).toBe("gzip");
    streams[0]?.end();
    expect(await answer.text()).toBe("one\n");
    await stopNetwork();

    const honest = await fetch(`${await through("F9:honest=yes")}/stream`);
    expect(honest.headers.get("content-encoding")).toBe(null);
    streams[0]?.end();
    await honest.text();
  });

  it.each(["clean", "cut", "reset"])("F10: end after a while: %s", async (how) => {
    const reader = await openStream(await through(`F10:after=100,how=${how}`));
    expect(await readText(reader)).toBe("one\n");

    const next = reader.read().then(
      ({ done }) => done,
      () => "broken",
    );
    expect(await next).toBe(how === "clean" ? true : "broken");
  });

  it("F22: are kept by a cache, whatever they say", async () => {
    const origin = await through("F22");

    expect(await (await fetch(`${origin}/a`)).text()).toBe("answer 1");
    expect(await (await fetch(`${origin}/a`)).text()).toBe("answer 1");
    expect(await (await fetch(`${origin}/b`)).text()).toBe("answer 2");
    expect(await (await post(`${origin}/a`, "x")).text()).toBe("answer 3");
  });
});

describe("requests", () => {
  it("F11: are applied, and every second POST is answered 502", async () => {
    const origin = await through("F11:every=2");

    expect([(await post(origin, "a")).status, (await post(origin, "b")).status]).toEqual([200, 502]);
    expect(seen.map(({ body }) => body)).toEqual(["a", "b"]);
  });

  it("F12: overtake each other", async () => {
    const origin = await through("F12:every=2,delay=2000");
    await post(origin, "a");
    const late = post(origin, "b");
    while (!told.some((line) => line.includes("kept"))) await moment();
    await post(origin, "c");
    await late;

    expect(seen.map(({ body }) => body).sort()).toEqual(["a", "b", "c"]);
    expect(seen.at(-1)?.body).toBe("b");
  });

  it("F21: go on in HTTP/1.0, GET and POST only, without what it does not know", async () => {
    const origin = await through("F21");

    const answer = await fetch(origin, {
      method: "POST",
      body: "a",
      headers: { "X-Odd": "1", "Content-Type": "text/a" },
    });
    expect(answer.headers.get("x-odd")).toBe(null);
    expect(seen).toMatchObject([{ line: "POST / 1.0", body: "a", headers: { "content-type": "text/a" } }]);
    expect(seen[0]?.headers["x-odd"]).toBe(undefined);
    expect((await fetch(origin, { method: "PUT", body: "a" })).status).toBe(405);
    const { text, ended } = upgrade();
    await ended;
    expect(text()).toMatch(/^HTTP\/1.1 400 /);
  });
});
