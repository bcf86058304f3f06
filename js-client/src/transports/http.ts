import type { Command } from "../protocol.js";
import type { Environment } from "./transport.js";

/** Why a request did not do what it was for. */
export class Failure extends Error {
  readonly reason: string;

  constructor(reason: string) {
    super(reason);
    this.reason = reason;
  }
}

/** The reason to give for whatever a request was ended by. */
export function reasonOf(error: unknown): string {
  return error instanceof Failure ? error.reason : "lost";
}

/** Posts commands, a line each; the promise is settled when the head of the answer is there. */
export async function post(
  { url, fetch, headers }: Environment,
  commands: readonly Command[],
  signal: AbortSignal,
): Promise<Response> {
  const own = typeof headers === "function" ? await headers() : headers;
  return fetch(url, {
    method: "POST",
    headers: { ...own, "Content-Type": "application/x-ndjson" },
    body: commands.map(({ line }) => `${line}\n`).join(""),
    cache: "no-store",
    signal,
  });
}

/** Posts commands and reads the whole answer, for at most `timeout` ms; a status other than `expected` is a failure. */
export async function exchange(
  environment: Environment,
  commands: readonly Command[],
  { expected, timeout, signal }: { expected: number; timeout: number; signal: AbortSignal },
): Promise<string> {
  const controller = new AbortController();
  const abort = () => controller.abort();
  let late = false;
  const cancel = environment.clock.after(timeout, () => {
    late = true;
    abort();
  });
  signal.addEventListener("abort", abort);
  try {
    const response = await post(environment, commands, controller.signal);
    const text = await response.text();
    if (response.status !== expected) throw new Failure(`status-${response.status}`);
    return text;
  } catch (error) {
    throw late ? new Failure("timeout") : error;
  } finally {
    cancel();
    signal.removeEventListener("abort", abort);
  }
}
