/** Reverse proxies: nothing is set but where to listen, where to pass to, and where their own files go. */
import { readFile } from "node:fs/promises";
import { userInfo } from "node:os";
import { originOf } from "../network/address.js";
import { intermediary } from "./intermediary.js";

const isRoot = (): boolean => userInfo().uid === 0;

export const nginx = intermediary({
  id: "nginx",
  title: "nginx",
  kind: "reverse",
  packaged: "nginx-light",
  paths: ["/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx"],
  configure: async ({ directory, config, listen, target }) => {
    const own = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
      (kind) => `${kind}_temp_path ${directory}/${kind};`,
    );
    const text = `
      daemon off;
      pid ${directory}/nginx.pid;
      ${isRoot() ? "user root;" : ""}
      events {}
      http {
        access_log ${directory}/log;
        ${own.join("\n        ")}
        server {
          listen ${listen.host}:${listen.port};
          location / {
            proxy_pass ${originOf(target)};
          }
        }
      }
    `;
    return { config: text, args: ["-p", directory, "-e", "stderr", "-c", config] };
  },
});

export const haproxy = intermediary({
  id: "haproxy",
  title: "HAProxy",
  kind: "reverse",
  packaged: "haproxy",
  paths: ["/usr/sbin/haproxy"],
  configure: async ({ config, listen, target }) => {
    // The defaults of Debian's own file; its global section is about files and users of the system.
    const debian = await readFile("/etc/haproxy/haproxy.cfg", "utf8");
    const defaults = /^defaults\n(?:[ \t#].*\n|\n)*/m.exec(debian)?.[0] ?? "defaults\n\tmode http\n";
    const text = `global
  log stdout format raw local0
${defaults}
frontend lab
  bind ${listen.host}:${listen.port}
  default_backend server
backend server
  server one ${target.host}:${target.port}${target.secure ? " ssl verify none" : ""}
`;
    return { config: text, args: ["-db", "-f", config] };
  },
});

export const apache = intermediary({
  id: "apache",
  title: "Apache httpd",
  kind: "reverse",
  packaged: "apache2-bin",
  paths: ["/usr/sbin/apache2", "/usr/sbin/httpd"],
  configure: async ({ directory, config, listen, target }) => {
    const modules = ["mpm_event", "authz_core", "proxy", "proxy_http", ...(target.secure ? ["ssl"] : [])];
    const text = `
      ServerRoot ${directory}
      ServerName localhost
      PidFile ${directory}/pid
      DefaultRuntimeDir ${directory}
      Listen ${listen.host}:${listen.port}
      ${modules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join("\n      ")}
      ErrorLog ${directory}/log
      LogFormat "%h \\"%r\\" %>s %O" short
      CustomLog ${directory}/log short
      KeepAliveTimeout 5
      Timeout 300
      ${target.secure ? "SSLProxyEngine on" : ""}
      ProxyPass / ${originOf(target)}/
      ProxyPassReverse / ${originOf(target)}/
    `;
    return { config: text, args: ["-f", config, "-DFOREGROUND"] };
  },
});
