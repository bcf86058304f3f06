// One turn: a server, a publisher with a timetable, and one page in Chromium.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { WebSocket } from "ws";

const READY = /http:\/\/localhost:(\d+)\s*$/m;
const TICK_MILLIS = 2;
const PATIENCE_MILLIS = 60_000;

// What every page has: it counts what comes, in order, and keeps what is wrong.
const HTML = `<!doctype html><meta charset="utf-8"><title>bench</title><script>
  globalThis.bench = {
    received: 0, last: 0, wrong: 0, first: undefined,
    message(data) {
      const number = Number(data.slice(0, 8));
      this.first ??= performance.now();
      if (this.last !== 0 && number !== this.last + 1) this.wrong++;
      this.last = number;
      this.received++;
    },
  };
</script>`;

async function start([program, ...options]) {
  const child = spawn(program, options, { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.setEncoding("utf8");
  for await (const piece of child.stdout) {
    output += piece;
    const ready = READY.exec(output);
    if (ready !== null) return { child, port: Number(ready[1]) };
  }
  throw new Error(`${program} did not start: ${output}`);
}

/** Publishes so many messages a second, each at its time however late the ones before were, until it is stopped. */
async function publisher(contestant, port, rate) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${contestant.publisherPath}`);
  socket.on("message", (data) => {
    if (String(data) === "2") socket.send("3");
    if (String(data).startsWith('{"ping"')) socket.send('{"pong":{}}');
  });
  await once(socket, "open");
  for (const text of contestant.hello) {
    socket.send(text);
    await once(socket, "message");
  }
  const begun = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    for (const due = ((performance.now() - begun) * rate) / 1000; sent < due; ) {
      sent++;
      socket.send(contestant.publication(String(sent).padStart(8, "0") + ".".repeat(92)));
    }
  }, TICK_MILLIS);
  return () => {
    clearInterval(timer);
    socket.terminate();
  };
}

async function open(browser, contestant, port) {
  const page = await (await browser.newContext()).newPage();
  page.on("pageerror", (error) => {
    throw error;
  });
  page.on("console", (message) => process.stderr.write(`${message.text()}\n`));
  for (const [path, file] of Object.entries(contestant.files ?? {})) {
    const body = await readFile(file, "utf8");
    await page.route(`**${path}`, (route) => route.fulfill({ contentType: "text/javascript", body }));
  }
  await page.route("**/bench.html", (route) => route.fulfill({ contentType: "text/html", body: HTML + contestant.page }));
  await page.goto(`http://127.0.0.1:${port}/bench.html`);
  return page;
}

/** CPU seconds of all renderers of the browser, from the operating system by way of Chromium. */
async function rendererSeconds(session) {
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  return processInfo.filter(({ type }) => type === "renderer").reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

async function scriptSeconds(session) {
  const { metrics } = await session.send("Performance.getMetrics");
  const of = (name) => metrics.find((metric) => metric.name === name)?.value ?? 0;
  return { task: of("TaskDuration"), script: of("ScriptDuration") };
}

/** Returns the figures of one contestant: ms to the first message, and CPU µs per message. */
export async function measure(browser, contestant, { rate, warmUp, seconds }) {
  const { child, port } = await start(contestant.command);
  const stop = await publisher(contestant, port, rate);
  let page;
  try {
    page = await open(browser, contestant, port);
    await page.waitForFunction(() => globalThis.bench.first !== undefined, null, { timeout: PATIENCE_MILLIS });
    const first = await page.evaluate(() => globalThis.bench.first);
    const session = await page.context().newCDPSession(page);
    const system = await browser.newBrowserCDPSession();
    await session.send("Performance.enable");
    await page.waitForTimeout(warmUp * 1000);
    const read = async () => ({
      cpu: await rendererSeconds(system),
      ...(await scriptSeconds(session)),
      ...(await page.evaluate(() => ({ received: globalThis.bench.received, wrong: globalThis.bench.wrong }))),
    });
    const before = await read();
    await page.waitForTimeout(seconds * 1000);
    const after = await read();
    const messages = after.received - before.received;
    const micros = (figure) => ((after[figure] - before[figure]) * 1e6) / messages;
    return {
      cpu_us_per_message: micros("cpu"),
      script_us_per_message: micros("script"),
      task_us_per_message: micros("task"),
      messages_per_second: messages / seconds,
      first_message_ms: first,
      wrong: after.wrong,
    };
  } finally {
    await page?.context().close();
    stop();
    child.kill();
    await once(child, "exit");
  }
}
