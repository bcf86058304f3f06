import { beforeEach, describe, expect, test, vi } from "vitest";
import { People } from "../../../samples/chat/people.js";

describe("the people of a room", () => {
  const at = (offset, member, user) => ({ epoch: "e", offset, member, user });
  let answer;
  let changed;
  let people;
  const names = () => people.list.map(({ name }) => name);
  const answers = (offset, ...users) =>
    answer({ epoch: "e", offset, count: users.length, members: users.map((user) => ({ member: `id-${user}`, user })) });

  beforeEach(() => {
    changed = vi.fn();
    const presence = vi.fn(
      () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    );
    people = new People({ presence }, "chat:lobby", changed);
  });

  test("are those that the server tells, by name", async () => {
    const asked = people.ask();
    answers(2, "Bob", "Ada");
    await asked;
    expect(names()).toEqual(["Ada", "Bob"]);
    expect(people.count).toBe(2);
    expect(changed).toHaveBeenCalled();
  });

  test("come and go", async () => {
    const asked = people.ask();
    answers(1, "Ada");
    await asked;
    people.tell("join", at(2, "id-Bob", "Bob"));
    people.tell("leave", at(3, "id-Ada", "Ada"));
    expect(names()).toEqual(["Bob"]);
    expect(people.count).toBe(1);
  });

  test("who came or went while the server was asked is taken into account, once", async () => {
    const asked = people.ask();
    people.tell("join", at(1, "id-Ada", "Ada"));
    people.tell("leave", at(2, "id-Bob", "Bob"));
    people.tell("join", at(4, "id-Cleo", "Cleo"));
    answers(3, "Ada", "Eve");
    await asked;
    expect(names()).toEqual(["Ada", "Cleo", "Eve"]);
    expect(people.count).toBe(3);
  });

  test("have a name, whatever they say", async () => {
    const asked = people.ask();
    answer({ epoch: "e", offset: 1, count: 2, members: [{ member: "a" }, { member: "b", user: " x\n y " }] });
    await asked;
    expect(names()).toEqual(["somebody", "x y"]);
  });

  test("are as they were where the server does not tell", async () => {
    people.tell("join", at(1, "id-Ada", "Ada"));
    const refusing = new People({ presence: () => Promise.reject(new Error("no-presence")) }, "x", changed);
    await refusing.ask();
    expect(refusing.list).toEqual([]);
    expect(names()).toEqual(["Ada"]);
  });
});
