import { backoffDelay } from "../backoff.js";
import { pause } from "../clock.js";
import { type Command, command } from "../protocol.js";
import { type Environment, GRACE } from "./transport.js";

/** How often a request is made again whose end is doubtful, and how long to wait before. */
const RETRIES = 3;
const BACKOFF = { base: 300 };

/** Why a request did not do what it was for. */
export class Failure extends Error {
  readonly reason: string;
  /** The server has refused it: the same again would end the same. Else nobody knows whether it was taken. */
  readonly final: boolean;

  constructor(reason: string, final = false) {
    super(reason);
    this.reason = reason;
    this.final = final;
  }
}

/** The reason to give for whatever a request was ended by. */
export function reasonOf(error: unknown): string {
  return error instanceof Failure ? error.reason : "lost";
}

/**
 * Posts commands, a line each; the promise is settled when the head of the answer is there. With `keepalive` the request
 * outlives the page.
 */
export async function post(
  { url, fetch, headers }: Environment,
  commands: readonly Command[],
  signal: AbortSignal,
  keepalive = false,
): Promise<Response> {
  const own = typeof headers === "function" ? await headers() : headers;
  return fetch(url, {
    method: "POST",
    headers: { ...own, "Content-Type": "application/x-ndjson" },
    body: commands.map(({ line }) => `${line}\n`).join(""),
    cache: "no-store",
    keepalive,
    signal,
  });
}

/** Why an answer was not the expected one: the code of the server's problem document, else the status. */
export async function refusal(response: Response): Promise<Failure> {
  const code = /"type"\s*:\s*"[^"]*\/problems\/([\w-]+)"/.exec(await response.text())?.[1];
  const { status } = response;
  return new Failure(code ?? `status-${status}`, status >= 400 && status < 500 && status !== 408 && status !== 429);
}

/** Makes a request, and again where its end is doubtful: so what is in it must do no harm when it is taken twice. */
export async function persist(
  { clock, random }: Environment,
  signal: AbortSignal,
  request: () => Promise<void>,
): Promise<void> {
  for (let attempt = 1; !signal.aborted; attempt++) {
    try {
      return await request();
    } catch (error) {
      if (signal.aborted || attempt > RETRIES || (error instanceof Failure && error.final)) throw error;
      await pause(clock, backoffDelay(attempt, BACKOFF, random), signal);
    }
  }
}

/**
 * Asks by plain HTTP whether the server is there, by a poll without channels and without an identity. Where a transport
 * fails and this is answered, it is the transport that does not get through.
 */
export async function control(environment: Environment, timeout: number, signal: AbortSignal): Promise<boolean> {
  const connect = command("connect", { transport: "polling", wait: 0 }, 1);
  try {
    const text = await exchange(environment, [connect], 200, timeout, signal);
    return text.includes('"connect"');
  } catch {
    return false;
  }
}

/** Posts the last commands of a connection; resolves when that is over, however it ended. */
export async function farewell(environment: Environment, commands: readonly Command[]): Promise<void> {
  try {
    // Time of its own: the client has ended, and keeps no timer.
    const response = await post(environment, commands, AbortSignal.timeout(GRACE), true);
    await response.text();
  } catch {
    // The server finds out by itself.
  }
}

/** Posts commands and reads the whole answer, for at most `timeout` ms; a status other than `expected` is a failure. */
export async function exchange(
  environment: Environment,
  commands: readonly Command[],
  expected: number,
  timeout: number,
  signal: AbortSignal,
): Promise<string> {
  const controller = new AbortController();
  let late = false;
  const cancel = environment.clock.after(timeout, () => {
    late = true;
    controller.abort();
  });
  const abort = () => {
    cancel();
    controller.abort();
  };
  signal.addEventListener("abort", abort);
  try {
    const response = await post(environment, commands, controller.signal);
    if (response.status !== expected) throw await refusal(response);
    return await response.text();
  } catch (error) {
    throw late ? new Failure("timeout") : error;
  } finally {
    cancel();
    signal.removeEventListener("abort", abort);
  }
}
