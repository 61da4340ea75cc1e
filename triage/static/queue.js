import { get, nameCountries, parse } from './pages.js';
import { Watch } from './watch.js';

// What changed is shown at once; more changes within this time are shown together.
const PAUSE_MS = 700;
// The waiting times grow, also while nothing else changes.
const MINUTE_MS = 60_000;

/** Keeps the rows of the queue as they are on the server. */
class Queue {
  constructor() {
    this.element = get('queue');
    this.isFetching = this.isStale = false;
    new Watch({ queue: () => this.refresh() });
    setInterval(() => this.refresh(), MINUTE_MS);
  }

  /** One after the other: what changes meanwhile is fetched once more. */
  async refresh() {
    this.isStale = true;
    if (this.isFetching) return;
    this.isFetching = true;
    while (this.isStale) {
      this.isStale = false;
      await this.fetch();
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    this.isFetching = false;
  }

  async fetch() {
    try {
      const answer = await fetch(this.element.dataset.rows || '', { redirect: 'manual' });
      if (answer.ok) this.show(parse(await answer.text()));
    } catch {
      // The stream notices that the server is away, and says so.
    }
  }

  /** @param {Document} fresh */
  show(fresh) {
    nameCountries(fresh);
    const { scrollX, scrollY } = window;
    const sideways = this.element.querySelector('.scroll')?.scrollLeft || 0;
    const links = [...this.element.querySelectorAll('a')];
    const place = links.findIndex((link) => link === document.activeElement);
    const focused = links[place]?.id;
    const before = get('summary').textContent;
    this.element.replaceChildren(...fresh.body.childNodes);
    const wide = this.element.querySelector('.scroll');
    if (wide) wide.scrollLeft = sideways;
    if (place >= 0) this.focus(focused, place);
    window.scrollTo(scrollX, scrollY);
    const summary = get('summary').textContent;
    if (summary !== before) get('heard').textContent = summary;
  }

  /** The same case, or what is in its place now. @param {string | undefined} id @param {number} place */
  focus(id, place) {
    const links = [...this.element.querySelectorAll('a')];
    const link = (id && document.getElementById(id)) || links[Math.min(place, links.length - 1)];
    (link || get('main')).focus({ preventScroll: true });
  }
}

nameCountries(document);
new Queue();
