import { describe, expect, test } from "vitest";
import { SseParser } from "../src/transports/sse-parser.js";

/** What the parser says of these pieces: the data of each event, and `#` for a comment. */
function parse(...pieces: string[]): string[] {
  const said: string[] = [];
  const parser = new SseParser({ event: (data) => said.push(data), comment: () => said.push("#") });
  for (const piece of pieces) parser.feed(piece);
  return said;
}

describe("event stream parser", () => {
  test("reads an event with a name and an id", () => {
    expect(parse('event: connect\nid: a:1\ndata: {"x":1}\n\n')).toEqual(['{"x":1}']);
  });

  test.each(["\n", "\r", "\r\n"])("takes %j as the end of a line", (end) => {
    expect(parse(["data: a", "", "data: b", "", ""].join(end))).toEqual(["a", "b"]);
  });

  test("joins the lines of data with line feeds", () => {
    expect(parse("data: a\ndata:b\ndata\ndata:  c\n\n")).toEqual(["a\nb\n\n c"]);
  });

  test("tells comments, and ignores unknown fields", () => {
    expect(parse(": ping\n:\nretry: 10\nwhat: ever\ndata: a\n\n")).toEqual(["#", "#", "a"]);
  });

  test("makes no event of an empty block, nor of one without data", () => {
    expect(parse("\n\nevent: x\n\ndata: a\n\n\n\n")).toEqual(["a"]);
  });

  test("makes no event of a block without an end", () => {
    expect(parse("data: a\n\ndata: cut")).toEqual(["a"]);
    expect(parse("data: a\n\ndata: cut\n")).toEqual(["a"]);
  });

  test("skips one byte order mark at the start, and only there", () => {
    expect(parse("\uFEFFdata: a\n\n")).toEqual(["a"]);
    expect(parse("\uFEFF", "data: a\n\n")).toEqual(["a"]);
    expect(parse("data: a\n\n\uFEFFdata: b\n\n")).toEqual(["a"]);
  });

  test("reads a stream that is cut anywhere as it reads it whole", () => {
    for (const end of ["\n", "\r", "\r\n"]) {
      const stream = [": ping", "event: x", "data: one", "data: two", "", "data: ü🎐", "", "", "data:3", "", ""].join(
        end,
      );
      const whole = parse(stream);
      expect(whole).toEqual(["#", "one\ntwo", "ü🎐", "3"]);
      expect(parse(...stream.split(""))).toEqual(whole);
      for (let cut = 0; cut <= stream.length; cut++) {
        expect(parse(stream.slice(0, cut), "", stream.slice(cut))).toEqual(whole);
      }
    }
  });
});
