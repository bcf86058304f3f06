import { describe, expect, test } from "vitest";
import { command, parseFrames } from "../src/protocol.js";

describe("frames", () => {
  test("are read a line each, empty lines aside", () => {
    expect(parseFrames('{"ping":{}}\n\n{"id":1,"publish":{}}\r\n \n')).toEqual([{ ping: {} }, { id: 1, publish: {} }]);
    expect(parseFrames("")).toEqual([]);
  });

  test.each(["<html>", "[]", "1", "null", '"ping"', "{", '{"ping":{}} {}'])("%j is none", (line) => {
    expect(() => parseFrames(`{"ping":{}}\n${line}`)).toThrow(SyntaxError);
  });

  test("are written on one line, with an id where there is one", () => {
    expect(command("pong", {}).line).toBe('{"pong":{}}');
    expect(command("publish", { data: "a\nb" }, 3).line).toBe('{"id":3,"publish":{"data":"a\\nb"}}');
  });
});
