// What the lab drives in every product's page; `product` is the product's own part.
const asked = new URLSearchParams(location.search);
const timers = { setTimeout: window.setTimeout.bind(window), setInterval: window.setInterval.bind(window) };

// For all but the lab itself: timers as browsers throttle them in hidden pages, and a clock that is put back by an hour.
const throttle = Number(asked.get("throttle") ?? 0);
if (throttle > 0) {
  const late = (/** @type {number} */ delay = 0) => Math.max(1, Math.ceil(delay / throttle)) * throttle;
  Object.assign(window, {
    setTimeout: (/** @type {() => void} */ action, /** @type {number} */ delay) =>
      timers.setTimeout(action, late(delay)),
    setInterval: (/** @type {() => void} */ action, /** @type {number} */ delay) =>
      timers.setInterval(action, late(delay)),
  });
  const set = () => (performance.now() > 5_000 ? -3_600_000 : 0);
  window.Date.now = () => performance.timeOrigin + performance.now() + set();
}

const page = {
  /** @type {number[]} */
  down: [],
  /** @type {number[]} */
  up: [],
  /** @type {Array<{ name: string, at: number }>} */
  transports: [],
  /** @type {Array<{ name: string, at: number, detail: unknown }>} */
  events: [],
  began: 0,
  /** @type {number | null} */
  firstAt: null,
  me: asked.get("me") ?? "page",
  /** @type {{ [number: number]: "accepted" | "refused" }} */
  acknowledged: {},
  /** @type {ReturnType<LabProduct["connect"]> | undefined} */
  link: undefined,

  /** Connects. */
  start() {
    page.began = performance.now();
    page.link = product.connect({
      message: ({ from, n }) => {
        if (from === "server") page.down.push(n);
        if (from === page.me) page.up.push(n);
        page.firstAt ??= page.age();
      },
      transport: (name) => page.transports.push({ name, at: page.age() }),
      event: (name, detail = null) => page.events.push({ name, at: page.age(), detail }),
    });
  },

  age() {
    return Math.round(performance.now() - page.began);
  },

  /** The first number that came from the server, or null. */
  first() {
    return page.down[0] ?? null;
  },

  /** Sends numbered messages, one each so many ms, those that are due where a timer is late; does not wait for that. */
  send(/** @type {{ count: number, pace: number }} */ { count, pace }) {
    const began = performance.now();
    let sent = 0;
    const timer = timers.setInterval(() => {
      const due = Math.min(count, Math.floor((performance.now() - began) / pace) + 1);
      while (sent < due) page.sendOne(++sent);
      if (sent >= count) clearInterval(timer);
    }, pace);
  },

  sendOne(/** @type {number} */ n) {
    const tell = (/** @type {"accepted" | "refused"} */ what) => {
      page.acknowledged[n] = what;
    };
    new Promise((resolve) => resolve(page.link?.send({ from: page.me, n }))).then(
      () => tell("accepted"),
      () => tell("refused"),
    );
  },

  /** How far it is, for who waits for its end. */
  progress() {
    const answers = Object.values(page.acknowledged);
    const refused = answers.filter((what) => what === "refused").length;
    return { down: page.down.at(-1) ?? 0, up: page.up.length, acknowledged: answers.length, refused };
  },

  report() {
    const { down, up, transports, events, firstAt, acknowledged } = page;
    const [transport, blocked] = [page.link?.transport() ?? null, page.link?.blocked?.() ?? []];
    const words = page.link?.words?.() ?? [];
    return { down, up, transports, events, firstAt, acknowledged, transport, blocked, words };
  },

  /** How long, in ms, a page of this origin takes to load beside all that; null where it takes longer than `limit`. */
  async load(/** @type {number} */ limit) {
    const began = performance.now();
    const url = `lab.js?${crypto.getRandomValues(new Uint32Array(1))[0]}`;
    const loaded = fetch(url, { cache: "no-store" }).then((response) => response.text());
    const late = new Promise((resolve) => timers.setTimeout(() => resolve(null), limit));
    return (await Promise.race([loaded, late])) === null ? null : Math.round(performance.now() - began);
  },
};
globalThis.lab = page;
