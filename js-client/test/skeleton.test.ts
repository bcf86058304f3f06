import { expect, test } from "vitest";
import { Windsock } from "../src/index.js";

test("the entry point exports the client", () => {
  expect(new Windsock()).toBeInstanceOf(Windsock);
});
