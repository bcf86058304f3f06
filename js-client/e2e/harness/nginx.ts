/** nginx as the distribution has it, as a reverse proxy with nothing set but where to pass to. */
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { type Child, start } from "./child.js";

const CANDIDATES = [process.env["NGINX"], "/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx"];

/** A running nginx. */
export interface Nginx {
  readonly origin: string;
  stop(): Promise<void>;
}

/** Starts it in a directory of its own, before the server at this port. */
export async function startNginx(upstream: number): Promise<Nginx> {
  const nginx = CANDIDATES.find((path) => path !== undefined && existsSync(path));
  if (nginx === undefined) throw new Error("No nginx: `apt-get install nginx-light`, or name one by NGINX");
  const prefix = await mkdtemp(join(tmpdir(), "windsock-nginx-"));
  const port = await freePort();
  await writeFile(join(prefix, "nginx.conf"), configuration(prefix, port, upstream));
  const child = start(nginx, ["-p", prefix, "-e", "stderr", "-c", join(prefix, "nginx.conf")]);
  const origin = `http://127.0.0.1:${port}`;
  await untilItAnswers(origin, child);
  return {
    origin,
    stop: async () => {
      await child.stop();
      await rm(prefix, { recursive: true, force: true });
    },
  };
}

/** As a stranger would write it; the rest says where this instance may put its files. */
function configuration(prefix: string, port: number, upstream: number): string {
  const own = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((kind) => `${kind}_temp_path ${prefix}/${kind};`)
    .join("\n      ");
  return `
    daemon off;
    pid ${prefix}/nginx.pid;
    ${userInfo().uid === 0 ? "user root;" : ""}
    events {}
    http {
      access_log off;
      ${own}
      server {
        listen 127.0.0.1:${port};
        location / {
          proxy_pass http://127.0.0.1:${upstream};
        }
      }
    }
  `;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("No port");
  return address.port;
}

async function untilItAnswers(origin: string, child: Child & { readonly ended: Promise<void> }): Promise<void> {
  let alive = true;
  void child.ended.then(() => {
    alive = false;
  });
  while (alive) {
    const response = await fetch(origin).catch(() => undefined);
    await response?.body?.cancel();
    if (response !== undefined) return;
  }
  throw new Error(`nginx ended:\n${child.output()}`);
}
