import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { judgeClock, judgeHeaders } from "../../doctor/checks/echo.js";
import { checkHttp } from "../../doctor/checks/http.js";
import { checkPosts } from "../../doctor/checks/posts.js";
import { excerpt, type Surroundings } from "../../doctor/requests.js";

describe("an answer of something else than the server", () => {
  let server: Server;
  let answer: RequestListener;
  let around: Surroundings;

  beforeEach(async () => {
    server = createServer((incoming, outgoing) => {
      incoming.resume();
      answer(incoming, outgoing);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    around = { url: `${origin}/windsock`, echo: `${origin}/doctor/echo`, names: new Set(), progress: () => {} };
  });

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  test("is a login page: it is quoted, and what gave its name is kept", async () => {
    answer = (_, outgoing) =>
      outgoing
        .writeHead(200, { "Content-Type": "text/html", Server: "portal/1" })
        .end("<title> Hotel\n Wi-Fi </title>");
    const { outcome, control } = await checkHttp(around);
    expect(outcome).toMatchObject({ code: "strange", values: { page: "“Hotel Wi-Fi”", who: "portal/1" } });
    expect(control).toBeNull();
    expect([...around.names]).toEqual(["portal/1"]);
  });

  test("is a redirect", async () => {
    answer = (_, outgoing) => outgoing.writeHead(302, { Location: "http://127.0.0.1:1/login" }).end();
    expect((await checkHttp(around)).outcome.code).toBe("strange");
  });

  test("is a refusal of a proxy", async () => {
    answer = (_, outgoing) => outgoing.writeHead(403, { Via: "1.1 gate (squid/5.7)" }).end("<h1>Denied</h1> by rule 7");
    const { outcome } = await checkHttp(around);
    expect(outcome.code).toBe("refused");
    expect(outcome.values).toMatchObject({ status: "403 (forbidden)", who: "1.1 gate (squid/5.7)" });
    expect(outcome.evidence.join("\n")).toContain("“Denied by rule 7”");
  });

  test("is a refusal of the server's own", async () => {
    const problem = { type: "https://windsock.dev/problems/forbidden-origin", detail: 'Pages of "x" may not' };
    answer = (_, outgoing) => outgoing.writeHead(403).end(JSON.stringify(problem));
    const { outcome } = await checkHttp(around);
    expect(outcome.code).toBe("forbidden-origin");
  });

  test("takes the place of an answer now and then: what was sent was applied, or was not", async () => {
    const seen = new Set<number>();
    let requests = 0;
    answer = async (incoming, outgoing) => {
      let body = "";
      for await (const piece of incoming) body += piece;
      const { publish } = JSON.parse(body.split("\n")[1] ?? "{}");
      requests++;
      // The third does not arrive, the sixth arrives and is answered with an error all the same.
      const repeated = seen.has(publish.number);
      if (requests !== 3) seen.add(publish.number);
      if (requests === 3 || requests === 6) outgoing.writeHead(502).end();
      else outgoing.end(`${JSON.stringify({ id: 2, publish: { repeated } })}\n`);
    };
    expect(await checkPosts(around, 5)).toMatchObject({ code: "applied", values: { n: "1", of: "12" } });
  });

  test("is none: the connection breaks", async () => {
    answer = (_, outgoing) => outgoing.destroy();
    const { outcome } = await checkHttp(around);
    expect(outcome.code).toBe("away");
    expect(String(outcome.values["page"])).toContain("the connection failed");
  });
});

test("a page is quoted by its title, or by its text without scripts, in short", () => {
  expect(excerpt("<script>let x</script><style>p{}</style><p>No <b>entry</b></p>")).toBe("“No entry”");
  expect(excerpt('{"type":"x","detail":"Too \\"big\\""}')).toBe('“Too "big"”');
  expect(excerpt("x".repeat(500)).length).toBeLessThan(170);
  expect(excerpt(" ")).toBe("");
});

test("headers and methods that did not arrive are named", () => {
  const whole = { status: 200, text: "" };
  expect(judgeHeaders({ headers: ["idempotency-key", "If-Match", "Last-Event-ID"] }, whole).code).toBe("works");
  expect(judgeHeaders({ headers: ["If-Match", "Last-Event-ID"] }, { status: 405, text: "" }).values["names"]).toBe(
    "the header Idempotency-Key, the method DELETE",
  );
});

test("a clock is wrong where the server's time is a minute before the question, or after the answer", () => {
  expect(judgeClock(1_000_000, 999_000, 1_001_000).code).toBe("works");
  expect(judgeClock(1_000_000, 1_050_000, 1_051_000).code).toBe("works");
  expect(judgeClock(1_000_000, 1_180_000, 1_181_000)).toEqual({ code: "wrong", values: { by: 180_000 } });
  expect(judgeClock(1_000_000, 819_000, 820_000)).toEqual({ code: "wrong", values: { by: 180_000 } });
});
