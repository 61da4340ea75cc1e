import { post } from './conversation.js';
import { botTurn, button, fill, make } from './messages.js';

const PATIENCE_MS = 10_000;
const NEXT = [' ', 'ArrowRight', 'PageDown', 'Enter'];
const BACK = ['ArrowLeft', 'PageUp'];
const CONTROLS = 'button, input, select, textarea, a, summary';

/** The element of that id. @param {string} id @returns {HTMLElement} */
export function part(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`there is no #${id} on this page`);
  return element;
}

/** What the page was given to play. @returns {any} */
export function played() {
  return JSON.parse(part('played').textContent || '{}');
}

/** The numbers of the class's country, from the page itself. */
export function helpOfCountry() {
  const template = /** @type {HTMLTemplateElement} */ (part('help'));
  return template.content.cloneNode(true);
}

/** A conversation with the bot for one class; it begins with what is said first. */
export class Conversation {
  /** @param {{ band: string, country: string | null }} script */
  constructor({ band, country }) {
    this.about = { band, country };
    this.id = this.said = this.key = '';
  }

  /** The answer; null where there is none in time. Said once more it is answered once. @param {'step' | 'say'} what @param {any} body @returns {Promise<Answered | null>} */
  async send(what, body) {
    if (!this.id) this.id = (await ask('start', this.about))?.conversation || '';
    const said = JSON.stringify([this.id, body]);
    if (said !== this.said) this.key = `${Math.random()}`;
    this.said = said;
    const answer = await ask(what, { conversation: this.id, key: this.key, ...body });
    if (answer) this.said = '';
    return answer;
  }

  /** Ends it on the server, also while the page goes away. */
  end() {
    const { id: conversation } = this;
    if (conversation) navigator.sendBeacon('/classroom/end', JSON.stringify({ conversation }));
    this.id = this.said = '';
  }
}

/**
 * Asks the server; null where it does not answer in time or refuses.
 * @param {'start' | 'step' | 'say'} what @param {any} body @returns {Promise<any>}
 */
async function ask(what, body) {
  const { answer } = await post(`/classroom/${what}`, body, PATIENCE_MS);
  return answer || null;
}

/**
 * What the bot said; buttons and links as words only: on the wall nobody taps, and no click leads out.
 * @param {Message} message @param {string} bot
 */
export function answerTurn(message, bot) {
  const turn = botTurn(message, bot, (code) => code);
  for (const link of turn.querySelectorAll('a')) {
    link.querySelector('.heard')?.remove();
    link.replaceWith(make('span', { class: link.className }, ...link.childNodes));
  }
  const titles = message.buttons.map(({ title }) => make('li', {}, title));
  if (titles.length) turn.append(make('ul', { class: 'chips', 'aria-hidden': 'true' }, ...titles));
  return turn;
}

/** Scrolls where there is more below, and says whether there was. @param {HTMLElement} place */
export function scrollsOn(place) {
  const below = place.scrollHeight - place.clientHeight - place.scrollTop;
  if (below < 8) return false;
  place.scrollBy({ top: 0.8 * place.clientHeight });
  return true;
}

/** @param {Why} why */
export function whyPanel(why) {
  const second = why.second ? `${why.second.intent} (${percent(why.second.sure)})` : 'none';
  const facts = [
    ['Understood as', `${why.intent} (${percent(why.sure)} sure)`],
    ['That is', why.means],
    ['Next likely', second],
    ['Risk of the message', why.risk],
    ['Risk of the chat', why.conversation_risk],
    ['Rule', why.rule],
    ['Reading grade', why.grade === null ? 'too short to tell' : String(why.grade)],
  ];
  const list = (/** @type {string[]} */ all) => make('ul', {}, ...all.map((one) => make('li', {}, one)));
  return make(
    'div',
    { class: 'card' },
    make('h2', {}, 'Why this answer?'),
    make('dl', {}, ...facts.map(([name, value]) => make('div', {}, make('dt', {}, name), make('dd', {}, value)))),
    ...(why.reasons.length ? [make('h3', {}, 'Why this risk'), list(why.reasons)] : []),
    make('h3', {}, 'Sources'),
    list(why.sources),
  );
}

/** @param {number} share */
function percent(share) {
  return `${Math.round(share * 100)}%`;
}

/** The choices of a vote as bars; hands are counted by click or by number key. */
export class Vote {
  /** @param {string[]} choices @param {number[]} hands kept by the caller, one a choice */
  constructor(choices, hands) {
    this.hands = hands;
    this.rows = choices.map((choice, number) => this.row(choice, number));
    this.element = make('ol', { class: 'vote' }, ...this.rows);
    this.show();
  }

  /** @param {number} number of the choice, from 0 @param {number} by how many hands */
  count(number, by) {
    if (!(number in this.rows)) return;
    this.hands[number] = Math.max(0, this.hands[number] + by);
    this.show();
  }

  /** @param {string} choice @param {number} number */
  row(choice, number) {
    const less = button('−', () => this.count(number, -1), 'less');
    less.setAttribute('aria-label', `One hand less for ${choice}`);
    const more = button('+', () => this.count(number, 1), 'more');
    more.setAttribute('aria-label', `One hand more for ${choice}`);
    return make(
      'li',
      {},
      make('p', {}, make('kbd', {}, String(number + 1)), ` ${choice}`),
      make('div', { class: 'count' }, less, make('span', { class: 'track' }, make('span', { class: 'bar-of-hands' })), make('output', {}, '0'), more),
    );
  }

  show() {
    const most = Math.max(1, ...this.hands);
    this.rows.forEach((row, number) => {
      const bar = /** @type {HTMLElement} */ (row.querySelector('.bar-of-hands'));
      bar.style.width = `${(100 * this.hands[number]) / most}%`;
      fill(/** @type {HTMLElement} */ (row.querySelector('output')), String(this.hands[number]));
    });
  }
}

/** What is the same on every wall: keys, the cover, the way out. */
export class Wall {
  /**
   * @param {string} home where Escape leads
   * @param {Record<string, () => void>} does what keys do: next, back, again, why, listen
   * @param {(number: number, by: number) => void} vote
   */
  constructor(home, does, vote) {
    this.home = home;
    this.does = does;
    this.vote = vote;
    this.blank = make('div', { class: 'blank', role: 'status', hidden: true });
    document.body.append(this.blank);
    for (const name of ['next', 'back', 'again', 'why']) {
      document.getElementById(name)?.addEventListener('click', () => does[name]?.());
    }
    part('cover').addEventListener('click', () => this.cover());
    part('leave').addEventListener('click', () => this.leave());
    this.blank.addEventListener('click', () => this.cover());
    addEventListener('keydown', (event) => this.press(event));
    addEventListener('pagehide', () => does.end?.());
  }

  get isCovered() {
    return !this.blank.hidden;
  }

  cover() {
    this.blank.hidden = this.isCovered;
    fill(this.blank, this.isCovered ? 'A short break' : '');
    part('wall').inert = this.isCovered;
    if (!this.isCovered) this.does.focus?.();
  }

  leave() {
    fill(this.blank, '');
    this.blank.hidden = false;
    this.does.end?.();
    location.replace(this.home);
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') return this.take(event, () => this.leave());
    const isText = event.target instanceof HTMLInputElement && event.target.type === 'text';
    if (isText) return;
    if (this.isCovered) return this.take(event, () => this.cover());
    const isControl = event.target instanceof Element && event.target.matches(CONTROLS);
    if (isControl && [' ', 'Enter'].includes(event.key)) return;
    const action = this.action(event);
    if (action) this.take(event, action);
  }

  /** @param {KeyboardEvent} event @returns {(() => void) | undefined} */
  action({ key, code, shiftKey }) {
    if (NEXT.includes(key)) return this.does.next;
    if (BACK.includes(key)) return this.does.back;
    if (key === 'Home') return this.does.again;
    const letters = /** @type {HTMLInputElement} */ (part('letters'));
    if (!letters.checked) return undefined;
    const digit = /^(?:Digit|Numpad)([1-4])$/.exec(code);
    if (digit) return () => this.vote(Number(digit[1]) - 1, shiftKey ? -1 : 1);
    if (key === '.') return () => this.cover();
    const keys = new Map([
      ['w', this.does.why],
      ['l', this.does.listen],
      ['b', () => this.cover()],
    ]);
    return keys.get(key.toLowerCase());
  }

  /** @param {KeyboardEvent} event @param {() => void} action */
  take(event, action) {
    event.preventDefault();
    if (!event.repeat) action();
  }
}
