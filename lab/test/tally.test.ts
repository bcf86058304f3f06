import { expect, it } from "vitest";
import { numbers, tally } from "../src/measure/tally.js";

it("counts what is lost, doubled and out of order, each for itself", () => {
  expect(tally(numbers(1, 5), [1, 2, 3, 4, 5])).toEqual({ sent: 5, lost: 0, doubled: 0, disordered: 0 });
  expect(tally(numbers(1, 5), [1, 2, 4, 5])).toEqual({ sent: 5, lost: 1, doubled: 0, disordered: 0 });
  expect(tally(numbers(1, 5), [1, 2, 2, 3, 4, 5, 3])).toEqual({ sent: 5, lost: 0, doubled: 2, disordered: 0 });
  expect(tally(numbers(1, 5), [1, 3, 2, 4, 5])).toEqual({ sent: 5, lost: 0, doubled: 0, disordered: 1 });
});

it("does not ask for what the server may not have taken, and takes it where it comes", () => {
  expect(tally([1, 3], [1, 2, 3])).toEqual({ sent: 2, lost: 0, doubled: 0, disordered: 0 });
});
