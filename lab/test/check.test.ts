/** The short form of the table: nothing lost, doubled or out of order, and a transport that works is reached. */
import { afterAll, describe, expect, it } from "vitest";
import { BROWSERS } from "../src/browsers/index.js";
import { CASES } from "../src/cases/index.js";
import { describe as inWords } from "../src/cli/try.js";
import { nameOf, ROWS, type Row, shortcomings } from "../src/measure/rows.js";
import { run } from "../src/measure/run.js";
import { Stage } from "../src/measure/stage.js";
import { runUnread } from "../src/measure/unread.js";
import { windsock } from "../src/products/index.js";

const short = ROWS.filter((row) => row.short);
const smoke = ROWS.filter((row) => row.smoke);

describe.each(BROWSERS)("in $title", (kind) => {
  const stage = new Stage(windsock, kind);
  afterAll(() => stage.close());

  for (const row of kind.id === "chromium" ? short : smoke) {
    const name = nameOf(row);
    it.concurrent(name, (context) => meets(row, context.expect));
  }

  async function meets(row: Row, expectHere: typeof expect): Promise<void> {
    const told: string[] = [];
    const outcome = await run(row, stage, (line) => told.push(line));
    const first = outcome.firstAt === null ? "" : ` after ${outcome.firstAt} ms`;
    process.stdout.write(`${kind.title}, ${nameOf(row)}: ${outcome.transport}${first}\n`);
    expectHere(shortcomings(row, outcome), `${inWords(outcome)}\n${told.slice(-20).join("\n")}`).toEqual([]);
  }
});

describe("by sockets", () => {
  it("F19: clients that read nothing cost bounded memory, and one that reads gets everything", async () => {
    const { clients, unread, grown, sent, received } = await runUnread();

    process.stdout.write(`${clients} clients leave ${unread} MB unread: the server grew by ${grown} MB\n`);
    expect(received).toBe(sent);
    expect(grown).toBeLessThan(unread / 4);
  });
});

describe("not with Windsock yet", () => {
  for (const { id, title, notYet } of CASES) {
    if (notYet) it.skip(`${id} ${title}: ${notYet}`, () => {});
  }
});
