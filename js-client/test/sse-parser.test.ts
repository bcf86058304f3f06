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
    expect(parse('event: connect\nid: a:1\ndata: {"x":1}\n\n')).toEqual([' {"x":1}']);
  });

  test("tells each line of data by itself", () => {
    expect(parse("data: a\ndata:b\n\n")).toEqual([" a", "b"]);
  });

  test("tells comments, and ignores unknown fields", () => {
    expect(parse(": ping\n:\nretry: 10\nwhat: ever\ndata: a\n\n")).toEqual(["#", "#", " a"]);
  });

  test("tells no line that has no end", () => {
    expect(parse("data: a\n\ndata: cut")).toEqual([" a"]);
  });

  test("reads a stream that is cut anywhere as it reads it whole", () => {
    const stream = [": ping", "event: x", "data: one", "data: two", "", "data: ü🎐", "", "", "data:3", "", ""].join(
      "\n",
    );
    const whole = parse(stream);
    expect(whole).toEqual(["#", " one", " two", " ü🎐", "3"]);
    expect(parse(...stream.split(""))).toEqual(whole);
    for (let cut = 0; cut <= stream.length; cut++) {
      expect(parse(stream.slice(0, cut), "", stream.slice(cut))).toEqual(whole);
    }
  });
});
