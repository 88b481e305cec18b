// What the page knows: the last snapshot with every delta since. One instance; elements listen.

const SECTIONS = ["tables", "verdicts", "alerts", "components", "deadLetters"];
const MAX_POINTS = 900;

export class Store extends EventTarget {
  constructor() {
    super();
    this.judgement = undefined;
    this.reader = undefined;
    this.deadLettersSeen = 0;
    this.connection = { state: "connecting" };
    this.skew = 0;
    this.serverAt = 0;
    this.heardAt = 0;
    this.clear();
    setInterval(() => this.tell("tick"), 1000);
  }

  clear() {
    for (const section of SECTIONS) this[section] = new Map();
    this.lag = new Map();
    this.standings = new Map();
    this.standingsLeftOut = 0;
  }

  /** The server's time now. */
  now() {
    return Date.now() + this.skew;
  }

  apply(message) {
    if (message.type === "snapshot") this.clear();
    this.judgement = message.judgement;
    this.reader = message.reader;
    this.deadLettersSeen = message.deadLettersSeen;
    this.heardAt = Date.now();
    this.serverAt = Date.parse(message.at);
    for (const [section, ids] of Object.entries(message.removed ?? {})) {
      for (const id of ids) this[section].delete(id);
    }
    for (const section of SECTIONS) {
      for (const fact of message[section]) this[section].set(fact.id, Object.freeze(fact));
    }
    // All that is not simply equal comes with each message: what is not among it is equal.
    this.standings = new Map(message.standings.map((standing) => [standing.id, standing]));
    this.standingsLeftOut = message.standingsLeftOut;
    for (const [id, rows] of Object.entries(message.lag)) this.addLag(id, rows);
    // The picture may be half a second old: only a clock that is truly another one counts.
    const skew = this.serverAt - this.heardAt;
    this.skew = Math.abs(skew) > 2000 ? skew : 0;
    this.tell("change");
  }

  addLag(id, rows) {
    const points = this.lag.get(id) ?? [];
    for (const row of rows) {
      const point = {
        start: row[0], millis: row[1], changes: row[2], p50: row[3], p95: row[4], p99: row[5],
        max: row[6], uncertainty: row[7], oldest: row[8],
      };
      if (points.at(-1)?.start === point.start) points.pop();
      points.push(point);
    }
    if (points.length > MAX_POINTS) points.splice(0, points.length - MAX_POINTS);
    this.lag.set(id, points);
  }

  connected(state) {
    this.connection = state;
    this.tell("connection");
  }

  tell(what) {
    this.dispatchEvent(new Event(what));
  }
}

export const store = new Store();

/** Redraws its host when the store changes: at most once a frame, as Lit batches updates. */
export class Follow {
  constructor(host, events = ["change", "tick"]) {
    this.host = host;
    this.events = events;
    this.onEvent = () => host.requestUpdate();
    host.addController(this);
  }

  hostConnected() {
    for (const event of this.events) store.addEventListener(event, this.onEvent);
  }

  hostDisconnected() {
    for (const event of this.events) store.removeEventListener(event, this.onEvent);
  }
}
