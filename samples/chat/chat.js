import { Windsock } from "/client/windsock.mjs";
import { $ } from "./element.js";
import { recall, remember, selfOf } from "./memory.js";
import { MessageList } from "./message-list.js";
import { curlCommand, readName, readRoom } from "./messages.js";
import { Presence } from "./people.js";
import { Room } from "./room.js";
import * as status from "./status.js";
import { showBadge, showNotice, showPeople, showRooms } from "./view.js";

const query = new URLSearchParams(location.search);
const held = query.get("transport");
const client = new Windsock("/windsock", held ? { transports: [held] } : {});
const self = selfOf(readName(query.get("name") ?? ""));
const list = new MessageList();
/** The rooms that we are in, each with who is there. */
const rooms = new Map();
let current;
let scheduled = false;

// What is shown

function render() {
  scheduled = false;
  const { room, presence } = current;
  if (!document.hidden) room.unread = 0;
  list.show(room);
  const all = [...rooms.values()].map((joined) => joined.room);
  showRooms(all, room, { enter, leave });
  showPeople(presence.people, self);
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
  const presence = new Presence(client, room, self, changed);
  rooms.set(name, { room, presence });
  room.enter();
  presence.enter();
}

function enter(name) {
  if (!rooms.has(name)) join(name);
  current = rooms.get(name);
  history.replaceState(null, "", `#${name}`);
  remember("rooms", [...rooms.keys()]);
  changed();
}

function leave(room) {
  const { presence } = rooms.get(room.name);
  presence.leave();
  room.leave();
  rooms.delete(room.name);
  enter(current.room === room ? rooms.keys().next().value : current.room.name);
}

// The connection

client.on("connecting", (event) => showBadge("connecting", status.describeConnecting(event)));
client.on("reconnecting", (event) => showBadge("reconnecting", status.describeReconnecting(event)));
client.on("connected", (event) => {
  showBadge("connected", `connected on ${status.TRANSPORTS[event.transport]}`);
  $("why").textContent = status.describeChoice(event);
  showNotice("");
  for (const { presence } of rooms.values()) presence.greet();
});
client.on("closed", ({ code, reason }) => {
  showBadge("closed", `closed: ${reason || code}`);
  showNotice("The server has ended the connection. Reload the page to connect again.");
});
client.on("gap", (gap) => {
  for (const { room } of rooms.values()) if (room.channel === gap.channel) room.missed(gap);
});
client.on("error", ({ message, channel }) => showNotice(channel ? `${channel}: ${message}` : message));

// What the user does

$("compose").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = $("text").value.trim();
  $("text").value = "";
  $("text").focus();
  if (text) current.room.send(text);
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

$("name-form").addEventListener("submit", (event) => {
  const name = readName($("name").value);
  if (!name) {
    event.preventDefault();
    return;
  }
  self.name = name;
  remember("name", name);
  for (const { presence } of rooms.values()) presence.greet();
  $("text").focus();
});

$("rename").addEventListener("click", askName);

function askName() {
  $("name").value = self.name;
  $("name-dialog").showModal();
  $("name").select();
}

addEventListener("hashchange", () => enter(readRoom(location.hash) || current.room.name));
addEventListener("visibilitychange", changed);
addEventListener("pagehide", () => {
  for (const { presence } of rooms.values()) {
    const { channel, data } = presence.farewell;
    const body = new Blob([JSON.stringify(data)], { type: "application/json" });
    navigator.sendBeacon(`/api/v1/channels/${channel}/messages`, body);
  }
});
// A page that comes back out of the browser's cache had said goodbye.
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) for (const { presence } of rooms.values()) presence.greet();
});

function showChoices() {
  const choices = [["automatic", ""], ...Object.entries(status.TRANSPORTS).map(([name, text]) => [text, name])];
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
if (!self.name) askName();
