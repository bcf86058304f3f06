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

/** Why an answer was not the expected one: the code of the server's problem document, else the status. */
export async function refusal(response: Response): Promise<Failure> {
  const code = /"type"\s*:\s*"[^"]*\/problems\/([\w-]+)"/.exec(await response.text())?.[1];
  return new Failure(code ?? `status-${response.status}`);
}

/** Posts commands and reads the whole answer, for at most `timeout` ms; a status other than `expected` is a failure. */
export async function exchange(
  environment: Environment,
  commands: readonly Command[],
  { expected, timeout, signal }: { expected: number; timeout: number; signal: AbortSignal },
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
