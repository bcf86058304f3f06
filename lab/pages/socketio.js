globalThis.product = {
  connect(hooks) {
    const socket = io();
    socket.on("connect", () => {
      const { engine } = socket.io;
      hooks.transport(engine.transport.name);
      engine.on("upgrade", () => hooks.transport(engine.transport.name));
    });
    socket.on("disconnect", (/** @type {string} */ reason) => hooks.event("disconnect", reason));
    socket.on("connect_error", (/** @type {Error} */ error) => hooks.event("connect_error", error.message));
    socket.on("message", (/** @type {LabMessage} */ value) => hooks.message(value));
    return { send: (value) => socket.emit("message", value), transport: () => socket.io.engine.transport.name };
  },
};
