// Keeps a WebSocket to the console open, and says when it is not.
import { store } from "./store.js";

const FIRST_WAIT = 500;
const LONGEST_WAIT = 8000;
/** The console speaks at least each second, so this much silence means that nobody is there. */
const SILENCE = 6000;

export function connect() {
  let wait = FIRST_WAIT;
  let socket;
  let watch;

  const open = () => {
    store.connected({ state: store.heardAt ? "again" : "connecting" });
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    socket = new WebSocket(`${scheme}://${location.host}/ws`);
    socket.onmessage = (event) => {
      wait = FIRST_WAIT;
      listen();
      store.apply(JSON.parse(event.data));
      if (store.connection.state !== "live") store.connected({ state: "live" });
    };
    socket.onclose = lost;
    listen();
  };

  const listen = () => {
    clearTimeout(watch);
    watch = setTimeout(() => {
      socket.onclose = null;
      socket.close();
      lost();
    }, SILENCE);
  };

  const lost = () => {
    clearTimeout(watch);
    store.connected({ state: "lost", since: Date.now(), retryAt: Date.now() + wait });
    setTimeout(open, wait);
    wait = Math.min(LONGEST_WAIT, wait * 2);
  };

  open();
}
