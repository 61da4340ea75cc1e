import { fill, heard, make } from './messages.js';
import { Conversation, Wall, answerTurn, helpOfCountry, part, played, whyPanel } from './wall.js';

/**
 * Typing before a class. It is off until the teacher turns it on; the words are hidden while they are
 * typed, and words with a risk never stand on the wall.
 */
class Asking {
  constructor() {
    this.script = played();
    this.log = part('log');
    this.side = part('side');
    this.box = /** @type {HTMLFormElement} */ (part('box'));
    this.words = /** @type {HTMLInputElement} */ (part('words'));
    this.conversation = new Conversation(this.script);
    this.isBusy = this.showsWhy = false;
    /** @type {Why | undefined} */
    this.why = undefined;
    this.warning = part('warning');
    this.wall = new Wall(
      this.script.home,
      {
        again: () => this.clear(),
        why: () => this.toggleWhy(),
        end: () => this.conversation.end(),
        focus: () => this.words.focus(),
      },
      () => undefined,
    );
    part('on').addEventListener('click', () => this.turn(true));
    part('off').addEventListener('click', () => this.turn(false));
    this.box.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.say();
    });
  }

  /** @param {boolean} isOn */
  turn(isOn) {
    this.clear();
    this.box.hidden = part('off').hidden = !isOn;
    if (isOn) this.words.focus();
    else fill(this.log, this.warning);
    part(isOn ? 'words' : 'on').focus();
  }

  clear() {
    this.conversation.end();
    this.words.value = '';
    this.why = undefined;
    if (!this.box.hidden || this.log.firstElementChild !== this.warning) fill(this.log);
    this.showWhy();
  }

  async say() {
    const text = this.words.value.trim();
    if (!text || this.isBusy) return;
    this.words.value = '';
    this.setBusy(true);
    const answer = await this.conversation.send('say', { text });
    this.setBusy(false);
    if (this.box.hidden) return;
    if (!answer) this.putOnWall(this.private('The program does not answer. Nothing was shown.'));
    else if (answer.private) this.showPrivate();
    else this.showAnswer(answer);
  }

  /** Nothing that was said before stays on the wall either. */
  showPrivate() {
    this.conversation.id = '';
    this.why = undefined;
    fill(this.log);
    this.putOnWall(this.private('Some things are better talked about in private. Here is where:'));
    this.showWhy();
  }

  /** @param {string} words */
  private(words) {
    return make('div', { class: 'card private' }, make('h2', {}, words), helpOfCountry());
  }

  /** @param {Answered} answer */
  showAnswer({ text, messages, why }) {
    const own = make('div', { class: 'turn own to-bot' }, make('p', { class: 'speaker' }, 'Typed', heard(': ')), make('p', { class: 'bubble' }, text || '(not repeated here)'));
    this.why = why;
    this.putOnWall(own, ...messages.map((message) => answerTurn(message, this.script.bot)));
    this.showWhy();
  }

  /** @param {...HTMLElement} turns */
  putOnWall(...turns) {
    this.log.append(...turns);
    turns[0].scrollIntoView({ block: 'start' });
  }

  /** @param {boolean} isBusy */
  setBusy(isBusy) {
    this.isBusy = isBusy;
    part('progress').textContent = isBusy ? `${this.script.bot} is writing …` : '';
  }

  toggleWhy() {
    this.showsWhy = !this.showsWhy;
    part('why').setAttribute('aria-pressed', String(this.showsWhy));
    this.showWhy();
  }

  showWhy() {
    fill(this.side, ...(this.showsWhy && this.why ? [whyPanel(this.why)] : []));
    this.side.hidden = !this.side.hasChildNodes();
  }
}

new Asking();
