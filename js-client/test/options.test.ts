import { afterEach, describe, expect, test, vi } from "vitest";
import { resolveOptions, resolveUrl } from "../src/options.js";

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
});
