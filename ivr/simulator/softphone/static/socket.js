// The connection to the carrier: JSON messages and frames of voice both ways, made again whenever it breaks.

const FIRST_WAIT = 500, LONGEST_WAIT = 8000;
const KEPT = "phone-number";

/**
 * Connects, and stays connected. `hear` takes each message, `listen` each frame of voice (Int16Array), `change` "connecting",
 * "connected" or "lost". The number that the carrier gave is asked for again after a reload, so that a call can go on.
 */
export function connect({ hear, listen, change }) {
  let socket, wait = FIRST_WAIT;

  function open() {
    const address = new URL("phone/socket", location.href);
    address.protocol = address.protocol.replace("http", "ws");
    const number = new URLSearchParams(location.search).get("as") ?? sessionStorage.getItem(KEPT);
    if (number) address.searchParams.set("as", number);
    socket = new WebSocket(address);
    socket.binaryType = "arraybuffer";
    socket.onmessage = ({ data }) => {
      if (data instanceof ArrayBuffer) return listen(new Int16Array(data));
      const message = JSON.parse(data);
      if (message.event === "hello") {
        wait = FIRST_WAIT;
        sessionStorage.setItem(KEPT, message.number);
        change("connected");
      }
      hear(message);
    };
    socket.onclose = () => {
      change("lost");
      setTimeout(open, wait);
      wait = Math.min(2 * wait, LONGEST_WAIT);
    };
  }

  change("connecting");
  open();
  const send = (data) => socket.readyState === WebSocket.OPEN && socket.send(data);
  return { say: (deed) => send(JSON.stringify(deed)), speak: (frame) => send(frame.buffer) };
}
