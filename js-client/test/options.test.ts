import { afterEach, describe, expect, test, vi } from "vitest";
import { checkSubscribe, resolveOptions, resolveUrl } from "../src/options.js";

describe("url", () => {
  afterEach(() => void vi.unstubAllGlobals());

  test.each([
    ["http://example.com/windsock", "http://example.com/windsock"],
    ["wss://example.com/windsock", "https://example.com/windsock"],
    ["ws://example.com:8080/a", "http://example.com:8080/a"],
  ])("%s is taken as %s", (given, taken) => {
    expect(resolveUrl(given)).toBe(taken);
  });

  test("is the page's origin and /windsock where none is given", () => {
    vi.stubGlobal("location", { href: "https://example.com/deep/page?x#y" });
    expect(resolveUrl()).toBe("https://example.com/windsock");
    expect(resolveUrl("/other")).toBe("https://example.com/other");
  });

  test.each([undefined, "/windsock", "ftp://example.com/", "http://"])("%s is refused without a page", (url) => {
    expect(() => resolveUrl(url)).toThrow(expect.objectContaining({ code: "bad-url" }));
  });

  test("is refused where the page is a file", () => {
    vi.stubGlobal("location", { href: "file:///tmp/page.html" });
    expect(() => resolveUrl()).toThrow(expect.objectContaining({ code: "bad-url" }));
  });
});

describe("options", () => {
  test("have defaults", () => {
    expect(resolveOptions({})).toMatchObject({
      transports: ["websocket", "sse", "polling"],
      timeouts: { next: 500, better: 5_000, last: 10_000 },
      outbox: { count: 1_000, size: 4_000_000 },
    });
  });

  test("one timeout can be set by itself", () => {
    expect(resolveOptions({ timeouts: { next: 5 } }).timeouts).toEqual({ next: 5, better: 5_000, last: 10_000 });
  });

  test.each([[[]], [["carrier-pigeon"]], [["sse", "SSE"]]])("transports %j are refused", (transports) => {
    expect(() => resolveOptions({ transports: transports as never })).toThrow(
      expect.objectContaining({ code: "bad-option" }),
    );
  });

  test.each([
    ["user", ""],
    ["user", "x".repeat(129)],
    ["user", "a\nb"],
    ["data", "x".repeat(1_023)],
    ["data", "€".repeat(341)],
  ])("%s %j is refused", (name, value) => {
    expect(() => resolveOptions({ [name]: value })).toThrow(expect.objectContaining({ code: "bad-option" }));
  });

  test.each([
    { user: "x".repeat(128), data: "x".repeat(1_022) },
    { user: "Jürgen 🙂", data: null },
  ])("%j are taken", (given) => {
    expect(resolveOptions(given)).toMatchObject(given);
  });

  test.each([
    { since: {} },
    { since: { epoch: "e" } },
    { since: { epoch: 1, offset: 1 } },
    { since: { epoch: "e", offset: -1 } },
    { since: { epoch: "e", offset: 1.5 } },
    { newest: -1 },
    { newest: 1_001 },
    { newest: 1.5 },
    { page: 0 },
    { page: "10" },
  ])("of a subscription %j are refused", (given) => {
    expect(() => checkSubscribe(given as never)).toThrow(expect.objectContaining({ code: "bad-option" }));
  });

  test.each([{}, { since: undefined }, { since: { epoch: "e", offset: 0 }, newest: 0, page: 1 }, { newest: 1_000 }])(
    "of a subscription %j are taken",
    (given) => {
      expect(() => checkSubscribe(given as never)).not.toThrow();
    },
  );
});
