import { describe, expect, test } from "vitest";
import { curlCommand, describeGap, hueOf, readMessage, readName, readRoom } from "../../../samples/chat/messages.js";

const NOW = 1_700_000_000_000;
const read = (data) => readMessage(data, NOW);

describe("a chat message", () => {
  test("of the page has all its parts", () => {
    const at = NOW - 1_000;
    const data = { from: "Ada", text: "hello", by: "p1", id: "p1-1", at };
    expect(read(data)).toEqual({ ...data, code: false });
  });

  test("that is a text is shown as it is", () => {
    expect(read("just text")).toMatchObject({ from: "", text: "just text", code: false, at: NOW });
  });

  test("by hand needs no more than a text, and may have a name", () => {
    expect(read({ text: "hi" })).toMatchObject({ from: "", text: "hi", code: false });
    expect(read({ text: 42, name: " Bob\n the  builder " })).toMatchObject({ from: "Bob the builder", text: "42" });
  });

  test.each([
    [null, "null"],
    [true, "true"],
    [0, "0"],
    [[], "[]"],
    [[1, "a"], '[\n  1,\n  "a"\n]'],
    [{}, "{}"],
    [{ text: { a: 1 } }, '{\n  "text": {\n    "a": 1\n  }\n}'],
    [{ text: null }, '{\n  "text": null\n}'],
  ])("%j is shown as JSON", (data, text) => {
    expect(read(data)).toMatchObject({ text, code: true });
  });

  test("is cut where it is long, and says so where it is empty", () => {
    expect(read("x".repeat(5_000)).text).toBe(`${"x".repeat(4_000)}…`);
    expect(read(" \n ").text).toBe("(an empty message)");
    expect(read({ text: "" }).text).toBe("(an empty message)");
  });

  test("has a sender and an id only where they are texts", () => {
    const data = { text: "x", from: { toString: 1 }, by: 7, id: ["a"] };
    expect(read(data)).toMatchObject({ from: "", by: "", id: "" });
  });

  test.each([[NOW + 60_000], [NOW - 90_000_000], ["yesterday"], [Number.NaN], [null]])(
    "of the time %s was sent now, for all that is known",
    (at) => {
      expect(read({ text: "x", at }).at).toBe(NOW);
    },
  );
});

describe("names", () => {
  test("are cut by characters, not within one", () => {
    expect(readName("🎐".repeat(50))).toBe("🎐".repeat(40));
  });

  test.each([[undefined], [null], [7], [" \t "]])("%j is none", (name) => {
    expect(readName(name)).toBe("");
  });

  test.each([
    ["Ops & Alerts", "ops-alerts"],
    ["  Über uns! ", "u-ber-uns"],
    ["lobby:people", "lobby-people"],
    ["___", ""],
    ["🎐", ""],
    ["a".repeat(60), "a".repeat(40)],
  ])("%j becomes the room %j", (text, room) => {
    expect(readRoom(text)).toBe(room);
  });

  test("have a colour that is always the same", () => {
    expect(hueOf("Ada")).toBe(hueOf("Ada"));
    expect(new Set(["Ada", "Bob", "Cleo", "Dan", "Eve"].map(hueOf)).size).toBeGreaterThan(2);
    expect(hueOf("")).toEqual(expect.any(Number));
  });
});

test("the curl command publishes to the room", () => {
  expect(curlCommand("http://localhost:8080", "lobby")).toBe(
    `curl http://localhost:8080/api/v1/channels/chat:lobby/messages \\
  -H 'Content-Type: application/json' \\
  -d '{"from":"curl","text":"Hello from the command line"}'`,
  );
});

test("a gap is told with its number where that is known", () => {
  expect([1, 12, null].map(describeGap)).toEqual([
    "1 message was missed",
    "12 messages were missed",
    "Messages may have been missed: the server has started anew",
  ]);
});
