import { Connection } from './connection.js';

// A shared connection says so as soon as it is joined.
const JOINED_MS = 5000;

/** @typedef {import('./connection.js').Page} Page */
/** @typedef {import('./connection.js').Hear} Hear */

/**
 * Follows the server for as long as the page is open, over the one stream of this browser, and says
 * in the element #connection when it is lost or refused.
 */
export class Stream {
  /** @param {() => Page} page @param {Record<string, (content: any) => void>} handlers */
  constructor(page, handlers) {
    this.page = page;
    this.handlers = handlers;
    this.notice = /** @type {HTMLElement} */ (document.getElementById('connection'));
    /** @param {string} kind @param {any} content */
    const hear = (kind, content) => this.hear(kind, content);
    this.tell = shared(hear, () => this.alone(hear)) || new Connection().line(hear);
    this.tell(page());
    addEventListener('pagehide', () => this.tell(null));
    // Also a page to which somebody comes back has lost its line.
    addEventListener('pageshow', ({ persisted }) => persisted && this.tell(page()));
  }

  /** Where the browser can share nothing between its tabs. @param {Hear} hear */
  alone(hear) {
    this.tell = new Connection().line(hear);
    this.tell(this.page());
  }

  /** @param {string} kind @param {any} content */
  hear(kind, content) {
    if (kind === 'heard') return this.say('');
    if (kind === 'lost' || kind === 'refused') return this.say(this.notice.dataset[kind]);
    this.handlers[kind]?.(content);
  }

  say(words = '') {
    if (this.notice.textContent !== words) this.notice.textContent = words;
  }
}

/**
 * A line to the connection that all tabs share, if there can be one.
 * @param {Hear} hear
 * @param {() => void} onFailure
 * @returns {((page: Page | null) => void) | null}
 */
function shared(hear, onFailure) {
  if (!('SharedWorker' in window)) return null;
  const worker = new SharedWorker(new URL('shared.js', import.meta.url), { type: 'module' });
  const { port } = worker;
  const fail = () => {
    clearTimeout(timer);
    worker.removeEventListener('error', fail);
    port.postMessage(null);
    port.close();
    onFailure();
  };
  // A browser that joins a worker while that is failing to start hears of no error.
  const timer = setTimeout(fail, JOINED_MS);
  worker.addEventListener('error', fail);
  port.addEventListener('message', ({ data }) => {
    clearTimeout(timer);
    hear(data.kind, data.content);
  });
  port.start();
  return (page) => port.postMessage(page);
}
