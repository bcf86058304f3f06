/** What is put behind a hostile network: a server with a page of the lab's shape. */

/** A server that runs. */
export interface RunningServer {
  readonly port: number;
  readonly pid: number | undefined;
  /** Publishes one message to the pages of a channel, not through the network; waits for a server that restarts. */
  publish(channel: string, value: object): Promise<Delivery>;
  /** Ends the process by this signal, and starts it again at the same port after so many ms. */
  restart(signal: "SIGTERM" | "SIGKILL", down: number): Promise<void>;
  stop(): Promise<void>;
}

/** `accepted` by the server; or `unknown`, where the server ended before it had answered. */
export type Delivery = "accepted" | "unknown";

/** A product. */
export interface Product {
  readonly id: "windsock" | "socketio" | "sockjs";
  readonly title: string;
  /** The page's path. */
  readonly page: string;
  /** Whether one server can serve several runs at once, each with a channel of its own. */
  readonly shared: boolean;
  /** Starts it; `lasting` where it will be restarted, and should know afterwards what it knew before, if it can. */
  start(lasting: boolean): Promise<RunningServer>;
}
