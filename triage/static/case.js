import { Care } from './care.js';
import { alarm, get, nameCountries, parse } from './pages.js';
import { ALARM, MESSAGE } from './sound.js';
import { Watch } from './watch.js';

const PATIENCE_MS = 8000;
const NEAR_END = 80;

/** The chat with the child on the page of a case. */
class Chat {
  /** @param {HTMLElement} log */
  constructor(log) {
    this.log = log;
    this.list = /** @type {HTMLElement} */ (log.querySelector('ol'));
    const { case: number = '', newest = '', decided = '', own } = log.dataset;
    this.shown = { number: Number(number), newest: Number(newest), decided: Number(decided) };
    this.isOwn = own !== undefined;
    this.writer = document.getElementById('write') && new Writer((html) => this.show(html));
    const handlers = {
      said: (/** @type {any} */ content) => this.said(content),
      told: (/** @type {any} */ content) => this.told(content),
      state: (/** @type {any} */ content) => this.stands(content),
      gone: () => this.gone(),
    };
    this.watch = new Watch(handlers, () => this.shown, this.isOwn ? this.shown.number : 0);
    this.toEnd();
  }

  /** @param {{ id: number, html: string, emergency: boolean }} content */
  said({ id, html, emergency }) {
    this.shown.newest = Math.max(this.shown.newest, id);
    if (!this.show(html)) return;
    if (emergency) {
      this.watch.sound.play(ALARM);
      alarm(get('urgent'));
    }
    const isOfChild = document.getElementById(`said-${id}`)?.classList.contains('child');
    if (!this.isOwn || !isOfChild) return;
    if (!emergency) this.watch.sound.play(MESSAGE);
    this.watch.arrived();
  }

  /** The child has decided anew what may be read. @param {{ decided: number, html: string, kept: number[] }} content */
  told({ decided, html, kept }) {
    this.shown.decided = decided;
    get('before').replaceChildren(...parse(html).body.childNodes);
    const left = new Set(kept);
    for (const said of this.list.querySelectorAll('.child')) {
      if (!left.has(number(said))) said.remove();
    }
  }

  /** What was said is not for this page any more; what was typed stays, to be copied. */
  gone() {
    get('before').replaceChildren();
    this.list.replaceChildren();
    this.writer?.close();
    alarm(get('gone'));
  }

  /** Whether the message is new here. @param {string} html */
  show(html) {
    const said = parse(html).querySelector('li');
    if (!said || document.getElementById(said.id)) return false;
    const { scrollHeight, scrollTop, clientHeight } = this.log;
    const isAtEnd = scrollHeight - scrollTop - clientHeight < NEAR_END;
    const later = [...this.list.children].find((other) => number(other) > number(said));
    this.list.insertBefore(said, later || null);
    if (isAtEnd) this.toEnd();
    return true;
  }

  toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
  }

  /** @param {{ live: string, html: string }} content */
  stands({ live, html }) {
    get('state').replaceChildren(...parse(html).body.childNodes);
    const standing = get('state').querySelector('.standing')?.textContent || '';
    if (get('heard').textContent !== standing) get('heard').textContent = standing;
    if (live === 'over') this.writer?.close();
  }
}

/** The box in which the worker writes. */
class Writer {
  /** @param {(html: string) => void} onSent */
  constructor(onSent) {
    this.onSent = onSent;
    this.form = /** @type {HTMLFormElement} */ (get('write'));
    this.box = /** @type {HTMLTextAreaElement} */ (this.form.elements.namedItem('text'));
    this.key = /** @type {HTMLInputElement} */ (this.form.elements.namedItem('key'));
    this.button = /** @type {HTMLButtonElement} */ (this.form.querySelector('button'));
    this.problem = get('write-problem');
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.send();
    });
    this.box.addEventListener('keydown', (event) => {
      const isSend = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
      if (isSend) this.send();
    });
  }

  /** A message that isn't known to be sent keeps its key, so that it never arrives twice. */
  async send() {
    const text = this.box.value;
    if (!text.trim() || this.isSending) return;
    this.isSending = true;
    this.say('');
    const answer = await post(this.form);
    this.isSending = false;
    if (!answer.html) return this.say(answer.error || this.form.dataset.failed);
    this.onSent(answer.html);
    this.key.value = newKey();
    if (this.box.value === text) this.box.value = '';
    this.box.focus();
  }

  /** What was typed stays, to be copied. */
  close() {
    this.button.disabled = true;
    this.box.readOnly = true;
    document.getElementById('end')?.remove();
  }

  say(words = '') {
    this.problem.textContent = words;
  }
}

/** @param {HTMLFormElement} form @returns {Promise<{ html?: string, error?: string }>} */
async function post(form) {
  try {
    const answer = await fetch(form.action, {
      method: 'POST',
      headers: { Accept: 'application/json' },
      body: new FormData(form),
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return await answer.json();
  } catch {
    return {};
  }
}

/** Also where the page does not come over https and crypto.randomUUID is missing. */
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** @param {Element} said */
function number(said) {
  return Number(said.id.replace('said-', ''));
}

nameCountries(document);
const log = document.getElementById('chat');
if (log) new Chat(log);
else new Watch();
new Care();
