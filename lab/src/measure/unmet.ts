/**
 * What Windsock does not meet yet: rows of the table, by name, with the reason. The short form skips them; `lab/run try`
 * shows each, and `lab/run check --unmet` runs them. Whoever meets one takes it out here.
 */
export const UNMET: Readonly<Record<string, string>> = {
  F4: "a slow server is taken for a blocked transport",
  F5: "a WebSocket that dies young is taken again each time",
  "F6:every=0": "a server that is slow just after its start is taken for a blocked transport",
  "F1 F7:late=6000": "a stream that is held later on is not given up",
  "F1 F8": "a stream that runs one message late is not noticed",
  F13: "on long polling nothing better is tried again",
  F14: "a dead link is noticed by the missing ping only, after 35 s",
  "F23:from=7000": "a line that stalls while it connects is taken for a blocked transport",
  "F1 --tabs 7": "each tab holds a connection, and seven of them leave none for the page",
};
