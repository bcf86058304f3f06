/** Where connections go, and how one is made. */
import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";

/** A host and a port, by TLS or without. */
export interface Address {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
}

/** The address of a URL; throws where it is not one that can be connected to. */
export function addressOf(url: string): Address {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw new Error(`Not a URL: ${url}`);
  }
  const { protocol, hostname, port } = parsed;
  if (protocol !== "http:" && protocol !== "https:") throw new Error(`Neither http nor https: ${url}`);
  const secure = protocol === "https:";
  return { host: hostname.replace(/^\[|\]$/g, ""), port: Number(port || (secure ? 443 : 80)), secure };
}

/** The URL of an address, without a path. */
export function originOf({ host, port, secure }: Address): string {
  return `${secure ? "https" : "http"}://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** The address of a port of this machine. */
export function local(port: number): Address {
  return { host: "127.0.0.1", port, secure: false };
}

/** A new connection; what fails is told by its events. */
export function dial({ host, port, secure }: Address): Socket {
  return secure ? connectTls({ host, port, servername: host }) : connect({ host, port });
}
