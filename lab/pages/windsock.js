globalThis.product = {
  connect(hooks) {
    const asked = new URLSearchParams(location.search);
    const channel = asked.get("channel") ?? "lab";
    const client = new Windsock("/windsock", { tabs: asked.get("tabs") !== "false" });
    client.subscribe(channel, ({ data }) => hooks.message(/** @type {LabMessage} */ (data)));
    client.on("connected", ({ transport, ...detail }) => {
      hooks.transport(transport);
      hooks.event("connected", detail);
    });
    client.on("switched", ({ to }) => hooks.transport(to));
    for (const name of /** @type {const} */ (["reconnecting", "closed", "gap"])) {
      client.on(name, (detail) => hooks.event(name, detail));
    }
    client.on("error", ({ code, message }) => hooks.event("error", { code, message }));
    client.connect();
    return {
      send: (value) => client.publish(channel, value),
      transport: () => client.transport,
      words: () => client.report().words,
      blocked: () =>
        client.report().findings.flatMap(({ what, transport }) => (what === "blocked" && transport ? [transport] : [])),
    };
  },
};
