import { command, type Frame, parseFrames } from "../../src/protocol.js";
import { time } from "../diagnosis.js";
import { judgeSocket, type SocketSeen } from "../judge.js";
import { LIFE, type Outcome } from "../outcome.js";
import type { Surroundings } from "../requests.js";

/** How long, in ms, is waited for an answer to the request, and for the reply after that. */
const OPENING = 5_000;
const REPLY = 4_000;

/** How often a question goes up, in ms. */
const PING = 1_000;

/** How many tries there are where each is cut. */
const TRIES = 2;

/** Opens a WebSocket, talks on it, and sees how long it stands. */
export async function checkWebSocket(around: Surroundings, control: number | null, until: number): Promise<Outcome> {
  const tries: SocketSeen[] = [];
  const evidence: string[] = [];
  while (tries.length < TRIES && performance.now() < until) {
    const seen = await look(around.url, until);
    tries.push(seen);
    evidence.push(describe(seen));
    around.progress();
    if (seen.opened === null || seen.ended === null || seen.strange) break;
  }
  const { code, values } = judgeSocket(tries, control);
  return { check: "websocket", code, values, evidence };
}

/** What is seen of one WebSocket. */
class Look {
  opened: number | null = null;
  replied: number | null = null;
  ended: number | null = null;
  strange = false;
  readonly roundTrips: number[] = [];
  #sent = 0;
  #id = 1;
  readonly #start = performance.now();

  now(): number {
    return performance.now() - this.#start;
  }

  ping(socket: WebSocket): void {
    if (this.replied === null || socket.readyState !== WebSocket.OPEN) return;
    this.#sent = this.now();
    socket.send(command("ping", {}, ++this.#id).line);
  }

  message(data: unknown, socket: WebSocket): void {
    for (const frame of frames(data)) {
      if (frame === null) this.strange = this.replied === null;
      else if (frame.connect) {
        this.replied = this.now();
        this.ping(socket);
      } else if (frame.ping && frame.id === this.#id) this.roundTrips.push(this.now() - this.#sent);
    }
  }

  seen(): SocketSeen {
    const { opened, replied, ended, strange, roundTrips } = this;
    return { opened, replied, ended, strange, roundTrips, watched: this.now() };
  }
}

const NONE: SocketSeen = {
  unsupported: true,
  opened: null,
  replied: null,
  strange: false,
  ended: null,
  roundTrips: [],
  watched: 0,
};

function look(url: string, until: number): Promise<SocketSeen> {
  return new Promise((resolve) => {
    let socket: WebSocket;
    try {
      socket = new WebSocket(url.replace(/^http/, "ws"));
    } catch {
      return resolve(NONE);
    }
    const seen = new Look();
    const finish = (): void => {
      clearInterval(pinging);
      clearTimeout(timer);
      socket.onopen = socket.onmessage = socket.onclose = null;
      resolve(seen.seen());
      socket.close();
    };
    const pinging = setInterval(() => seen.ping(socket), PING);
    let timer = setTimeout(finish, Math.min(OPENING, until - performance.now()));
    const wait = (ms: number): void => {
      clearTimeout(timer);
      timer = setTimeout(finish, Math.min(ms, until - performance.now()));
    };
    socket.onopen = () => {
      seen.opened = seen.now();
      wait(REPLY);
      socket.send(command("connect", {}, 1).line);
    };
    socket.onmessage = ({ data }) => {
      const before = seen.replied;
      seen.message(data, socket);
      if (seen.strange) finish();
      else if (before === null && seen.replied !== null) wait(LIFE);
    };
    socket.onclose = () => {
      seen.ended = seen.now();
      finish();
    };
  });
}

/** `null` for what is not the server's. */
function frames(data: unknown): Array<Frame | null> {
  try {
    return parseFrames(String(data));
  } catch {
    return [null];
  }
}

function describe({ unsupported, opened, replied, ended, strange, roundTrips, watched }: SocketSeen): string {
  if (unsupported) return "There is no WebSocket in this browser";
  const story = [opened === null ? "not opened" : `opened after ${time(opened)}`];
  if (strange) story.push("what came was not the server's");
  if (opened !== null) story.push(replied === null ? "no reply" : `reply after ${time(replied)}`);
  if (roundTrips.length > 0) story.push(`round trips ${roundTrips.map((ms) => Math.round(ms)).join(", ")} ms`);
  story.push(ended === null ? `watched for ${time(watched)}` : `ended from outside after ${time(ended)}`);
  return `WebSocket: ${story.join(", ")}`;
}
