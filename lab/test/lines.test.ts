/** Each obstacle that knows whole connections does what it says. */
import { describe, expect, it } from "vitest";
import { buildNetwork } from "../src/cases/build.js";
import { parseSteps } from "../src/cases/steps.js";
import { local } from "../src/network/address.js";
import { moment, ports, post, stopNetwork, through, told, upgrade } from "./through.js";

describe("lines", () => {
  it("F13: the block goes away", async () => {
    await through("F13:after=200,streams=pass");
    const { text, ended } = upgrade();
    await ended;
    expect(text()).toMatch(/ 403 /);

    while (!told.includes("the block is gone")) await moment();
    await upgrade().until(/^HTTP\/1.1 101 /);
  });

  it("F14: what stood is dead without a word, and new connections pass again", async () => {
    await through("F14:after=200,span=200");
    const { socket, text, until, ended } = upgrade();
    await until(/ 101 /);
    let told200 = "nothing";
    void ended.then((how) => {
      told200 = how;
    });

    while (!told.some((line) => line.includes("get through again"))) await moment();
    socket.write("hello");
    await upgrade().until(/ 101 /);
    expect(text()).not.toContain("hello");
    expect(told200).toBe("nothing");
  });

  it("F6: the server is away for a while, and back", async () => {
    const origin = await through("F6:first=100,down=300,every=0");
    const { until, ended } = upgrade();
    await until(/ 101 /);

    expect(await ended).toBe("ECONNRESET");
    await expect(fetch(origin)).rejects.toThrow();
    while (!told.includes("back")) await moment();
    expect((await fetch(origin)).status).toBe(200);
  });

  it("F15: one connection too many waits for another to end", async () => {
    await through("F15:limit=1");
    const first = upgrade();
    await first.until(/ 101 /);
    const second = upgrade();

    await moment();
    expect(second.text()).toBe("");
    first.socket.destroy();
    await second.until(/ 101 /);
  });

  it("F19: nothing is read", async () => {
    await through("F19");
    const { text } = upgrade();

    while (!told.some((line) => line.includes("not read"))) await moment();
    await moment();
    expect(text()).not.toMatch(/hello/);
  });

  it("F20: two servers take turns", async () => {
    await through("");
    const { server, network } = ports();
    const targets = [local(network), local(server)] as const;
    const both = await buildNetwork(parseSteps(["F20"]), { targets, tell: () => {} });
    const statuses = [];
    for (let i = 0; i < 4; i++) {
      statuses.push((await fetch(`http://127.0.0.1:${both.port}/`)).status);
      if (i === 1) await stopNetwork();
    }

    expect(statuses).toEqual([200, 200, 502, 200]);
    await both.stop();
  });

  it("F23: every byte comes, in order", async () => {
    await through("F23:latency=20,stall=100,every=300");
    const { socket, text, until } = upgrade();
    await until(/\r\n\r\n$/);
    const sent = Array.from({ length: 500 }, (_, n) => `${n},`);
    for (const [n, piece] of sent.entries()) {
      socket.write(piece);
      if (n % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
    }

    await until(/499,$/);
    expect(text().split("\r\n\r\n")[1]).toBe(sent.join(""));
  });
});

describe("several in a row", () => {
  it("each does its part", async () => {
    const origin = await through("F1 F11:every=1");

    expect((await post(origin, "a")).status).toBe(502);
    const { text, ended } = upgrade();
    await ended;
    expect(text()).toMatch(/ 403 /);
  });
});
