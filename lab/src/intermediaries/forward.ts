/** Proxies that a browser is told of: Debian's own configuration, with another port and places for their files. */
import { chmod, readFile } from "node:fs/promises";
import { intermediary, type Where } from "./intermediary.js";

/** Debian's file without the settings that are made anew. */
async function without(path: string, names: readonly string[]): Promise<string> {
  const lines = (await readFile(path, "utf8")).split("\n");
  return lines.filter((line) => !names.some((name) => new RegExp(`^${name}\\b`, "i").test(line))).join("\n");
}

/** Programs that give up root need to get into their directory. */
async function open({ directory }: Where): Promise<void> {
  await chmod(directory, 0o777);
}

export const squid = intermediary({
  id: "squid",
  title: "Squid",
  kind: "forward",
  packaged: "squid",
  paths: ["/usr/sbin/squid"],
  configure: async (where) => {
    const { directory, config, listen } = where;
    await open(where);
    const debian = await without("/etc/squid/squid.conf", ["http_port", "coredump_dir", "pid_filename", "include"]);
    const text = `${debian}
http_port ${listen.host}:${listen.port}
pid_filename none
coredump_dir ${directory}
access_log stdio:${directory}/log
cache_log ${directory}/cache.log
shutdown_lifetime 0 seconds
`;
    return { config: text, args: ["-N", "-f", config] };
  },
});

export const tinyproxy = intermediary({
  id: "tinyproxy",
  title: "Tinyproxy",
  kind: "forward",
  packaged: "tinyproxy",
  paths: ["/usr/bin/tinyproxy"],
  configure: async (where) => {
    const { config, listen } = where;
    await open(where);
    const debian = await without("/etc/tinyproxy/tinyproxy.conf", ["Port", "Listen", "LogFile", "PidFile", "Syslog"]);
    return { config: `${debian}\nPort ${listen.port}\nListen ${listen.host}\n`, args: ["-d", "-c", config] };
  },
});

export const privoxy = intermediary({
  id: "privoxy",
  title: "Privoxy",
  kind: "forward",
  packaged: "privoxy",
  paths: ["/usr/sbin/privoxy"],
  configure: async (where) => {
    const { directory, config, listen } = where;
    await open(where);
    const debian = await without("/etc/privoxy/config", ["listen-address", "logdir", "logfile", "debug"]);
    const text = `${debian}\nlisten-address ${listen.host}:${listen.port}\nlogdir ${directory}\ndebug 1\n`;
    return { config: text, args: ["--no-daemon", config] };
  },
});
