globalThis.product = {
  connect(hooks) {
    /** @type {InstanceType<typeof SockJS>} */
    let socket;
    // It does not come back by itself; its users do this.
    const open = () => {
      socket = new SockJS("/sockjs");
      socket.onopen = () => hooks.transport(socket.transport);
      socket.onmessage = ({ data }) => hooks.message(JSON.parse(data));
      socket.onclose = ({ code, reason }) => {
        hooks.event("close", { code, reason });
        setTimeout(open, 1_000);
      };
    };
    open();
    return { send: (value) => socket.send(JSON.stringify(value)), transport: () => socket.transport };
  },
};
