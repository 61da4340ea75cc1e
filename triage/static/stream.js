const SILENCE_MS = 12_000;
const PAUSE_MS = 2000;
// The server ends each stream after some minutes; coming again takes a moment that is no loss.
const GRACE_MS = 4000;

/**
 * Follows a stream of the server for as long as the page is open, and says in the element
 * #connection when it is lost or refused.
 */
export class Stream {
  /** @param {() => string} address @param {Record<string, (content: any) => void>} handlers */
  constructor(address, handlers) {
    this.address = address;
    this.handlers = handlers;
    this.notice = /** @type {HTMLElement} */ (document.getElementById('connection'));
    this.isOver = false;
    this.open();
  }

  open() {
    const source = new EventSource(this.address());
    this.source = source;
    source.addEventListener('open', () => this.heard());
    source.addEventListener('beat', () => this.heard());
    source.addEventListener('error', () => {
      this.wait(GRACE_MS);
      if (source.readyState === EventSource.CLOSED) this.refused(source);
    });
    for (const [kind, handle] of Object.entries(this.handlers)) {
      source.addEventListener(kind, ({ data }) => {
        this.heard();
        handle(JSON.parse(data));
      });
    }
    this.wait(SILENCE_MS);
  }

  close() {
    this.isOver = true;
    clearTimeout(this.timer);
    this.source?.close();
    this.say('');
  }

  heard() {
    if (this.isOver) return;
    this.say('');
    this.wait(SILENCE_MS);
  }

  /** Then the connection counts as lost, and is made anew. @param {number} pause */
  wait(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (this.isOver) return;
      this.say(this.notice.dataset.lost);
      this.source?.close();
      this.open();
    }, pause);
  }

  /** A browser gives up where the server answers something else; so we ask what it answers. @param {EventSource} source */
  async refused(source) {
    const status = await statusOf(this.address());
    if (this.isOver || source !== this.source) return;
    if (status === 403) return this.lock();
    this.wait(PAUSE_MS);
  }

  lock() {
    this.close();
    this.say(this.notice.dataset.refused);
  }

  say(words = '') {
    if (this.notice.textContent !== words) this.notice.textContent = words;
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
