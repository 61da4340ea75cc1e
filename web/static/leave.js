import { button, make } from './messages.js';
import { put, texts } from './texts.js';

const SPAN_MS = 5000;
const PRESSES = 3;
const PARENT_MS = 1500;

/**
 * The quick exit: covers the page, clears it, and goes to a neutral one in its place. The browser's
 * history it can't clean.
 */
export class Exit {
  /**
   * @param {string} page where to go
   * @param {(words: string) => void} announce
   * @param {() => void} clear
   */
  constructor(page, announce, clear) {
    this.page = /^https?:/i.test(page) ? page : 'about:blank';
    this.announce = announce;
    this.clear = clear;
    this.title = document.title;
    this.overlay = make('div', { class: 'overlay', role: 'alert' });
    this.dots = make('span', { class: 'dots', 'aria-hidden': 'true' });
    this.button = button(texts.leave.button, () => this.leave(), 'leave');
    this.button.append(this.dots);
    this.presses = this.timer = 0;
    this.isAlone = false;
    this.cover(false);
    addEventListener('keydown', (event) => this.keyDown(event), true);
    // Said by the help page in another tab.
    if ('BroadcastChannel' in window) new BroadcastChannel('beacon-leave').onmessage = () => this.leave();
    addEventListener('keyup', (event) => this.keyUp(event), true);
  }

  leave() {
    this.cover(true);
    try {
      this.clear();
    } finally {
      if (window.parent === window) location.replace(this.page);
      else this.leaveFrame();
    }
    this.count(0);
  }

  /** The page around it leaves; where it does not listen, it is taken along. */
  leaveFrame() {
    tellParent('beacon-leave', this.page);
    setTimeout(() => window.top?.location.replace(this.page), PARENT_MS);
  }

  /** @param {boolean} isCovered */
  cover(isCovered) {
    this.overlay.hidden = !isCovered;
    this.overlay.textContent = isCovered ? texts.leave.loading : '';
    document.title = isCovered ? texts.leave.loading : this.title;
  }

  /** Shift in a capital letter or a shortcut does not count. @param {KeyboardEvent} event */
  keyDown({ key, repeat }) {
    if (repeat) return;
    this.isAlone = key === 'Shift';
    if (!this.isAlone) this.count(0);
  }

  /** @param {KeyboardEvent} event */
  keyUp({ key }) {
    if (key !== 'Shift' || !this.isAlone) return;
    this.isAlone = false;
    this.count(this.presses + 1);
    if (this.presses === PRESSES) this.leave();
  }

  /** The time runs from the first press. @param {number} presses */
  count(presses) {
    if (presses === this.presses) return;
    if (!presses) clearTimeout(this.timer);
    if (presses === 1) this.timer = setTimeout(() => this.count(0), SPAN_MS);
    this.presses = presses;
    this.dots.textContent = presses ? '●'.repeat(presses) + '○'.repeat(PRESSES - presses) : '';
    this.announce(presses ? put(texts.leave.count, PRESSES - presses) : '');
  }
}

/**
 * Tells the page around the frame, if any; nothing of the child's is in it.
 * @param {'beacon-ready' | 'beacon-close' | 'beacon-leave'} type
 */
export function tellParent(type, to = '') {
  window.parent.postMessage({ type, to }, '*');
}
