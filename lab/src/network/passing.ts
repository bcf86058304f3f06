import { tcpLayer } from "./tcp.js";

/** Lets everything through. */
export const passing = tcpLayer(() => (connection) => {
  connection.pass();
});
