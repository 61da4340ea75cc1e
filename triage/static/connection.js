const SILENCE_MS = 12_000;
const PAUSE_MS = 2000;
// The server ends each stream after some minutes; coming again takes a moment that is no loss.
const GRACE_MS = 4000;
const KINDS = ['queue', 'said', 'told', 'state', 'gone', 'beat'];

/**
 * What a page shows of a case: the stream begins there.
 * @typedef {{ number: number, newest: number, decided: number }} Shown
 * @typedef {{ address: string, shown: Shown | null }} Page
 * @typedef {(kind: string, content?: any) => void} Hear
 */

/** One stream of the server for all the pages that are joined to it. */
export class Connection {
  constructor() {
    /** @type {Map<Hear, Page>} */
    this.pages = new Map();
  }

  /**
   * A line for one page, which tells over it what it shows, and null when it is left.
   * @param {Hear} hear
   */
  line(hear) {
    /** @param {Page | null} page */
    return (page) => {
      this.pages.delete(hear);
      if (!page) return this.pages.size || this.close();
      this.pages.set(hear, page);
      this.open();
    };
  }

  /** Anew with every page, so that it hears at once how things are. */
  open() {
    this.close();
    const source = new EventSource(this.address());
    this.source = source;
    source.addEventListener('open', () => this.heard());
    source.addEventListener('error', () => {
      this.wait(GRACE_MS);
      if (source.readyState === EventSource.CLOSED) this.refused(source);
    });
    for (const kind of KINDS) {
      source.addEventListener(kind, ({ data }) => {
        this.heard();
        this.pass(kind, JSON.parse(data));
      });
    }
    this.wait(SILENCE_MS);
  }

  /** Of a case that several pages show, from what the one shows that shows least. */
  address() {
    const pages = [...this.pages.values()];
    /** @type {Map<number, Shown>} */
    const cases = new Map();
    for (const { shown } of pages) {
      if (!shown) continue;
      const { number, newest, decided } = cases.get(shown.number) || shown;
      cases.set(number, {
        number,
        newest: Math.min(newest, shown.newest),
        decided: Math.min(decided, shown.decided),
      });
    }
    const asked = [...cases.values()].map((one) => `case=${one.number}.${one.newest}.${one.decided}`);
    return `${pages[0].address}?${asked.join('&')}`;
  }

  /** To whom it concerns, who then shows something else than before. @param {string} kind @param {any} content */
  pass(kind, content) {
    for (const [hear, page] of this.pages) {
      const { shown } = page;
      if (content?.case && content.case !== shown?.number) continue;
      if (shown && kind === 'said') shown.newest = Math.max(shown.newest, content.id);
      if (shown && kind === 'told') shown.decided = content.decided;
      if (kind === 'gone') page.shown = null;
      hear(kind, content);
    }
  }

  close() {
    clearTimeout(this.timer);
    this.source?.close();
  }

  heard() {
    for (const hear of this.pages.keys()) hear('heard');
    this.wait(SILENCE_MS);
  }

  /** Then the connection counts as lost, and is made anew. @param {number} pause */
  wait(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      for (const hear of this.pages.keys()) hear('lost');
      this.open();
    }, pause);
  }

  /** A browser gives up where the server answers something else; so we ask what it answers. @param {EventSource} source */
  async refused(source) {
    const status = await statusOf(this.address());
    if (source !== this.source || !this.pages.size) return;
    if (status !== 403) return this.wait(PAUSE_MS);
    this.close();
    for (const hear of this.pages.keys()) hear('refused');
    this.pages.clear();
  }
}

/** 403 also where the answer leads to the log-in; 0 where there is none. @param {string} address */
async function statusOf(address) {
  const stop = new AbortController();
  try {
    const { type, status } = await fetch(address, { redirect: 'manual', signal: stop.signal });
    return type === 'opaqueredirect' ? 403 : status;
  } catch {
    return 0;
  } finally {
    stop.abort();
  }
}
