import { Windsock } from "/client/windsock.mjs";
import { $ } from "./element.js";
import { recall, remember, selfOf } from "./memory.js";
import { MessageList } from "./message-list.js";
import { curlCommand, readName, readRoom } from "./messages.js";
import { Room } from "./room.js";
import * as status from "./status.js";
import { showBadge, showNotice, showPeople, showRooms } from "./view.js";

const query = new URLSearchParams(location.search);
const held = query.get("transport");
const self = selfOf(readName(query.get("name") ?? ""));
if (!self.name) {
  self.name = await askName();
  remember("name", self.name);
}
const client = new Windsock("/windsock", { user: self.name || undefined, ...(held && { transports: [held] }) });
const list = new MessageList();
/** The rooms that we are in. */
const rooms = new Map();
let current;
let scheduled = false;

// What is shown

function render() {
  scheduled = false;
  const room = current;
  if (!document.hidden) room.unread = 0;
  list.show(room);
  const all = [...rooms.values()];
  showRooms(all, room, { enter, leave });
  showPeople(room.people, client.member);
  $("room-title").textContent = $("curl-room").textContent = room.name;
  $("curl").textContent = curlCommand(location.origin, room.name);
  $("text").placeholder = `Message to #${room.name}`;
  const unread = all.reduce((sum, { unread }) => sum + unread, 0);
  document.title = `${unread > 0 ? `(${unread}) ` : ""}#${room.name} · Windsock chat`;
}

/** Shows what has changed, a moment later: many messages may come at once. */
function changed() {
  if (scheduled) return;
  scheduled = true;
  setTimeout(render);
}

// Rooms

function join(name) {
  const room = new Room(client, name, self, changed);
  rooms.set(name, room);
  room.enter();
}

function enter(name) {
  if (!rooms.has(name)) join(name);
  current = rooms.get(name);
  history.replaceState(null, "", `#${name}`);
  remember("rooms", [...rooms.keys()]);
  changed();
}

function leave(room) {
  room.leave();
  rooms.delete(room.name);
  enter(current === room ? rooms.keys().next().value : current.name);
}

// The connection

client.on("connecting", (event) => showBadge("connecting", status.describeConnecting(event)));
client.on("reconnecting", (event) => showBadge("reconnecting", status.describeReconnecting(event)));
client.on("connected", (event) => {
  showBadge("connected", `connected on ${status.TRANSPORTS[event.transport]}`);
  $("why").textContent = status.describeChoice(event);
  showNotice("");
});
client.on("switched", ({ to }) => showBadge("connected", `connected on ${status.TRANSPORTS[to]}`));
client.on("closed", ({ code, reason }) => {
  showBadge("closed", `closed: ${reason || code}`);
  showNotice("The server has ended the connection. Reload the page to connect again.");
});
client.on("gap", (gap) => {
  for (const room of rooms.values()) if (room.channel === gap.channel) room.missed(gap);
});
client.on("error", ({ message, channel }) => showNotice(channel ? `${channel}: ${message}` : message));

// What the user does

$("compose").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = $("text").value.trim();
  $("text").value = "";
  $("text").focus();
  if (text) current.send(text);
});

$("add-room").addEventListener("submit", (event) => {
  event.preventDefault();
  const name = readRoom($("room-name").value);
  $("room-name").value = "";
  if (name) enter(name);
  $("text").focus();
});

$("copy").addEventListener("click", async () => {
  // Pages that came over plain HTTP from elsewhere than this machine have no clipboard.
  await navigator.clipboard?.writeText($("curl").textContent);
  $("copy").textContent = navigator.clipboard ? "Copied" : "Select it and copy";
  setTimeout(() => {
    $("copy").textContent = "Copy";
  }, 2_000);
});

$("rename").addEventListener("click", async () => {
  const name = await askName(self.name);
  if (name === self.name) return;
  remember("name", name);
  // Others see a client by the name that it came with, so another name is another client.
  const url = new URL(location.href);
  url.searchParams.delete("name");
  if (url.href === location.href) location.reload();
  else location.replace(url);
});

/** Resolves to the name, or to the one before where the dialog is dismissed. */
function askName(before = "") {
  let name = before;
  $("name").value = before;
  $("name-form").onsubmit = (event) => {
    name = readName($("name").value) || before;
    if (!name) event.preventDefault();
  };
  $("name-dialog").showModal();
  $("name").select();
  return new Promise((resolve) => {
    $("name-dialog").addEventListener("close", () => resolve(name), { once: true });
  });
}

addEventListener("hashchange", () => enter(readRoom(location.hash) || current.name));
addEventListener("visibilitychange", changed);
// Who closes the page has gone at once. A page that comes back out of the browser's cache is here again.
addEventListener("pagehide", () => client.close());
addEventListener("pageshow", ({ persisted }) => persisted && client.connect());

function showChoices() {
  const { tab, ...transports } = status.TRANSPORTS;
  const choices = [["automatic", ""], ...Object.entries(transports).map(([name, text]) => [text, name])];
  for (const [text, name] of choices) {
    const link = Object.assign(document.createElement("a"), { textContent: text });
    const url = new URL(location.href);
    if (name) url.searchParams.set("transport", name);
    else url.searchParams.delete("transport");
    link.href = url.href;
    if (name === (held ?? "")) link.setAttribute("aria-current", "true");
    $("transports").append(link, " ");
  }
}

showChoices();
for (const name of recall("rooms", ["lobby"])) join(name);
enter(readRoom(location.hash) || rooms.keys().next().value);
client.connect();
$("text").focus();
