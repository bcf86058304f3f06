/** Requests that keep what they saw. */
import { command, type Frame, parseFrames } from "../src/protocol.js";
import { statusText, time, UNNAMED } from "./diagnosis.js";

/** By what boxes give their names, or show what they did. */
const TELLTALES = [
  "server",
  "via",
  "x-cache",
  "x-cache-lookup",
  "x-squid-error",
  "x-served-by",
  "x-proxy-cache",
  "cf-ray",
  "age",
  "content-encoding",
  "warning",
];

/** Those of them that are names. */
const NAMES = ["server", "via", "x-served-by", "x-squid-error"];

/** What one request brought. */
export interface Answer {
  /** `null` where none came. */
  readonly status: number | null;
  /** The status for people. */
  readonly shown: string;
  readonly ms: number;
  readonly headers: Headers;
  readonly text: string;
  /** Why there is no answer, in words. */
  readonly trouble: string;
  /** What was seen, in a line or more. */
  readonly evidence: readonly string[];
}

/** What all checks use and add to. */
export interface Surroundings {
  /** The server's path. */
  readonly url: string;
  /** The page's path that answers what arrived. */
  readonly echo: string;
  /** Who gave a name. */
  readonly names: Set<string>;
  /** Tells that something was done. */
  progress(): void;
}

/** How often a request is made that ends in doubt. */
const TRIES = 3;

export interface RequestOptions {
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeout: number;
}

/** Makes one request and reads its whole answer. */
export async function request(around: Surroundings, url: string, options: RequestOptions): Promise<Answer> {
  const { method = "POST", body, headers = {}, timeout } = options;
  const start = performance.now();
  const what = `${method} ${new URL(url).pathname}`;
  const type = body === undefined ? {} : { "Content-Type": "application/x-ndjson" };
  const init = { method, headers: { ...type, ...headers }, ...(body !== undefined && { body }) };
  try {
    const response = await fetch(url, { ...init, redirect: "manual", signal: AbortSignal.timeout(timeout) });
    const text = await response.text();
    return answered(around, response, { what, text, ms: performance.now() - start });
  } catch (error) {
    const late = error instanceof DOMException && error.name === "TimeoutError";
    const ms = performance.now() - start;
    const trouble = late ? `nothing came within ${time(ms)}` : `the connection failed after ${time(ms)}`;
    return {
      status: null,
      shown: "no answer",
      ms,
      headers: new Headers(),
      text: "",
      trouble,
      evidence: [`${what}: ${trouble}`],
    };
  }
}

interface Read {
  readonly what: string;
  readonly text: string;
  readonly ms: number;
}

function answered(around: Surroundings, response: Response, { what, text, ms }: Read): Answer {
  const { headers } = response;
  const status = response.status;
  // Browsers tell a page neither where to, nor with which status.
  const shown = response.type === "opaqueredirect" ? "a redirect to somewhere else" : statusText(status);
  const page = status === 200 ? "" : excerpt(text);
  const evidence = [`${what} → ${shown} in ${time(ms)}`, ...telltales(around, headers)];
  return {
    status,
    shown,
    ms,
    headers,
    text,
    trouble: "",
    evidence: page ? [...evidence, `It says: ${page}`] : evidence,
  };
}

/** The headers by which boxes show themselves, a line each; names are kept. */
export function telltales({ names }: Surroundings, headers: Headers): string[] {
  for (const name of NAMES) {
    const value = headers.get(name);
    if (value) names.add(cut(value));
  }
  return TELLTALES.flatMap((name) => {
    const value = headers.get(name);
    return value === null ? [] : [`${name}: ${cut(value)}`];
  });
}

/** Makes a request again where its end is doubtful, since a box may have replaced the answer, but not one that took all its time. */
export async function persistent(around: Surroundings, url: string, options: RequestOptions): Promise<Answer> {
  let answer = await request(around, url, options);
  for (let tried = 1; tried < TRIES && isDoubtful(answer) && answer.ms < 0.9 * options.timeout; tried++) {
    answer = await request(around, url, options);
  }
  return answer;
}

/** An answer by which nobody knows whether the request was taken. */
export function isDoubtful({ status }: Answer): boolean {
  return status === null || (status >= 500 && status !== 511);
}

/** Who answered, by the headers. */
export function whoOf({ headers }: Pick<Answer, "headers">): string {
  for (const name of NAMES) {
    const value = headers.get(name);
    if (value) return cut(value);
  }
  return UNNAMED;
}

/** What a page of a stranger says, in short: its title, or the beginning of its text. */
export function excerpt(text: string): string {
  const detail = /"detail"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(text)?.[1];
  const title = /<title[^>]*>([^<]*)</i.exec(text)?.[1]?.trim();
  const plain = text.replace(/<(script|style)[\s\S]*?<\/\1>|<[^>]*>/gi, " ");
  const words = cut(((detail && String(JSON.parse(detail))) ?? (title || plain)).replace(/\s+/g, " ").trim());
  return words ? `“${words}”` : "";
}

/** The code of a problem document of the server's own. */
export function problemOf({ text }: Pick<Answer, "text">): string | undefined {
  return /"type"\s*:\s*"https:\/\/windsock\.dev\/problems\/([\w-]+)"/.exec(text)?.[1];
}

/** The frames of an answer; none where it is not the server's. */
export function framesOf({ text }: Pick<Answer, "text">): Frame[] {
  try {
    return parseFrames(text);
  } catch {
    return [];
  }
}

/** The body of a poll: `connect`, and what further commands there are. */
export function pollBody(connect: object, ...lines: readonly string[]): string {
  return [command("connect", { transport: "polling", wait: 0, ...connect }, 1).line, ...lines, ""].join("\n");
}

function cut(text: string): string {
  return text.length > 160 ? `${text.slice(0, 159)}…` : text;
}

/** Random letters and digits, where `crypto.randomUUID` may be missing. */
export function randomName(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
