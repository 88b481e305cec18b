// What the page knows: the last snapshot with every delta since. One instance; elements listen.

/** What the numbers in a row of a series are. */
const COLUMNS = {
  lag: ["start", "millis", "changes", "p50", "p95", "p99", "max", "uncertainty", "oldest"],
};
const MAX_POINTS = 900;
const NONE = new Map();

export class Store extends EventTarget {
  constructor() {
    super();
    this.judgement = undefined;
    this.reader = undefined;
    this.connection = { state: "connecting" };
    this.skew = 0;
    this.serverAt = 0;
    this.heardAt = 0;
    this.clear();
    setInterval(() => this.tell("tick"), 1000);
  }

  clear() {
    this.kinds = new Map();
    this.counts = new Map();
    this.standings = new Map();
    this.standingsLeftOut = 0;
  }

  /** The server's time now. */
  now() {
    return Date.now() + this.skew;
  }

  /** Facts of a kind by id, in the order in which each came first; of a series its points. */
  facts(kind) {
    return this.kinds.get(kind) ?? NONE;
  }

  /** How many facts there ever were, for kinds that count them. */
  count(counter) {
    return this.counts.get(counter) ?? 0;
  }

  apply(message) {
    const {
      type, revision, at, judgement, standings, standingsLeftOut, reader, removed = {}, ...kinds
    } = message;
    if (type === "snapshot") this.clear();
    this.judgement = judgement;
    this.reader = reader;
    this.heardAt = Date.now();
    this.serverAt = Date.parse(at);
    for (const [kind, ids] of Object.entries(removed)) {
      for (const id of ids) this.kept(kind).delete(id);
    }
    for (const [kind, told] of Object.entries(kinds)) this.take(kind, told);
    // All that is not simply equal comes with each message: what is not among it is equal.
    this.standings = new Map(standings.map((standing) => [standing.id, standing]));
    this.standingsLeftOut = standingsLeftOut;
    // The picture may be half a second old: only a clock that is truly another one counts.
    const skew = this.serverAt - this.heardAt;
    this.skew = Math.abs(skew) > 2000 ? skew : 0;
    this.tell("change");
  }

  /**
   * A list of facts, rows of series by id, or a count: whatever kinds of fact there are. A series
   * without columns here comes from a console that is newer than this page, and is passed over.
   */
  take(kind, told) {
    if (Array.isArray(told)) {
      for (const fact of told) this.kept(kind).set(fact.id, Object.freeze(fact));
    } else if (typeof told === "number") {
      this.counts.set(kind, told);
    } else if (COLUMNS[kind]) {
      for (const [id, rows] of Object.entries(told)) this.addRows(kind, id, rows);
    }
  }

  kept(kind) {
    if (!this.kinds.has(kind)) this.kinds.set(kind, new Map());
    return this.kinds.get(kind);
  }

  addRows(kind, id, rows) {
    const points = this.kept(kind).get(id) ?? [];
    for (const row of rows) {
      const point = Object.fromEntries(COLUMNS[kind].map((column, i) => [column, row[i]]));
      if (points.at(-1)?.start === point.start) points.pop();
      points.push(point);
    }
    if (points.length > MAX_POINTS) points.splice(0, points.length - MAX_POINTS);
    this.kept(kind).set(id, points);
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
