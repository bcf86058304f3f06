import { $, make } from "./element.js";
import { hueOf } from "./messages.js";

export function showRooms(rooms, current, { enter, leave }) {
  const items = rooms.map((room) => {
    const here = room === current;
    const link = make("a", { href: `#${room.name}` }, make("span", {}, `# ${room.name}`));
    if (here) link.setAttribute("aria-current", "page");
    if (room.unread > 0) {
      const label = `${room.unread} unread`;
      link.append(make("b", { className: "unread", ariaLabel: label }, room.unread > 99 ? "99+" : String(room.unread)));
    }
    link.addEventListener("click", (event) => {
      event.preventDefault();
      enter(room.name);
    });
    const item = make("li", {}, link);
    if (rooms.length > 1) {
      const button = make("button", { type: "button", ariaLabel: `Leave ${room.name}`, title: "Leave" }, "×");
      button.addEventListener("click", () => leave(room));
      item.append(button);
    }
    return item;
  });
  // Replacing them takes the focus away, so it is given back.
  const list = $("rooms");
  const focused = [...list.querySelectorAll("a, button")].indexOf(document.activeElement);
  list.replaceChildren(...items);
  if (focused >= 0) list.querySelectorAll("a, button")[focused]?.focus();
}

export function showPeople({ list, count }, member) {
  const items = list.map(({ id, name }) => {
    const bdi = make("bdi", { className: "from" }, name);
    bdi.style.setProperty("--hue", hueOf(id));
    return make("li", {}, bdi, ...(id === member ? [" (you)"] : []));
  });
  $("people").replaceChildren(...items);
  $("here-count").textContent = count > 0 ? `· ${count}` : "";
}

/** `state` is for the colour, `text` for reading. */
export function showBadge(state, text) {
  $("badge").dataset.state = state;
  $("badge-text").textContent = text;
}

export function showNotice(text) {
  $("notice").textContent = text;
  $("notice").hidden = text === "";
}
