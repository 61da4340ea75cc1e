import { button, fill, heard, make } from './messages.js';
import { Conversation, Vote, Wall, answerTurn, helpOfCountry, part, played, scrollsOn, whyPanel } from './wall.js';

const WAIT_MS = 300;

/**
 * Plays a scenario, one step a click. What the bot said is kept while the page is open, so that back
 * and forward show the same; hands are kept too.
 */
class Player {
  constructor() {
    /** @type {Script} */
    this.script = played();
    /** @type {Map<number, Answered | null>} */
    this.answers = new Map();
    /** @type {Map<number, number[]>} */
    this.hands = new Map();
    /** @type {Vote | undefined} */
    this.vote = undefined;
    this.place = -1;
    this.log = part('log');
    this.side = part('side');
    this.conversation = new Conversation(this.script);
    this.isBusy = this.showsWhy = false;
    this.wall = new Wall(
      this.script.home,
      {
        next: () => void this.next(),
        back: () => this.back(),
        again: () => this.again(),
        why: () => this.toggleWhy(),
        listen: () => this.listen(),
        end: () => this.conversation.end(),
        focus: () => part('next').focus(),
      },
      (number, by) => this.vote?.count(number, by),
    );
    this.show();
  }

  /** From the beginning, in a new conversation. */
  again() {
    if (this.isBusy) return;
    this.conversation.end();
    this.place = -1;
    this.answers.clear();
    this.hands.clear();
    this.show();
  }

  back() {
    if (this.isBusy || this.place < 0) return;
    this.place -= 1;
    this.show();
  }

  /** Where the newest message is longer than the wall, first what is below of it. */
  async next() {
    if (this.isBusy || scrollsOn(this.log)) return;
    if (this.place >= this.script.steps.length) return;
    this.place += 1;
    this.show();
    const step = this.script.steps[this.place];
    if (step?.kind === 'asked' && !this.answers.has(this.place)) await this.letAnswer(this.place);
  }

  /** Asks the real bot; a short wait lets the class read the question first. @param {number} place */
  async letAnswer(place) {
    this.setBusy(true);
    const [answer] = await Promise.all([this.answer(place), pause(WAIT_MS)]);
    this.setBusy(false);
    this.answers.set(place, answer);
    if (this.place === place) this.show();
  }

  /** Where there is no answer the next try begins anew. @param {number} place */
  async answer(place) {
    const answer = await this.conversation.send('step', { scenario: this.script.name, step: place });
    if (!answer) this.conversation.id = '';
    return answer;
  }

  /** @param {boolean} isBusy */
  setBusy(isBusy) {
    this.isBusy = isBusy;
    this.log.setAttribute('aria-busy', String(isBusy));
    this.log.querySelector('.dots')?.remove();
    if (isBusy) this.log.append(make('p', { class: 'dots', role: 'status' }, `${this.script.bot} is writing …`));
    this.log.scrollTop = this.log.scrollHeight;
  }

  /** What to listen for, shown or hidden. */
  listen() {
    const details = this.side.querySelector('details');
    details?.toggleAttribute('open');
    details?.scrollIntoView({ block: 'nearest' });
  }

  toggleWhy() {
    this.showsWhy = !this.showsWhy;
    part('why').setAttribute('aria-pressed', String(this.showsWhy));
    this.showSide();
  }

  show() {
    const { steps, note } = this.script;
    const isOver = this.place >= steps.length;
    part('progress').textContent = this.place < 0 ? '' : `${Math.min(this.place + 1, steps.length)} of ${steps.length}`;
    if (this.place < 0) fill(this.log, opening(note));
    else if (isOver) fill(this.log, closing());
    else {
      const seen = steps.slice(0, this.place + 1);
      fill(this.log, ...seen.flatMap((step, at) => this.turns(step, at, seen[at - 1])));
    }
    part('next').textContent = this.place < 0 ? 'Begin →' : 'Next →';
    part('next').toggleAttribute('disabled', isOver);
    part('back').toggleAttribute('disabled', this.place < 0);
    this.showSide();
    this.showNewest();
    if (document.activeElement === document.body) part('next').focus();
  }

  /** The newest message in view from its beginning, as it may be longer than the wall. */
  showNewest() {
    this.log.lastElementChild?.scrollIntoView({ block: 'nearest' });
    const answer = this.answers.get(this.place);
    const turns = [...this.log.children];
    if (answer) turns[turns.length - answer.messages.length - 1]?.scrollIntoView({ block: 'start' });
  }

  /** @param {Step} step @param {number} place @param {Step} [before] @returns {Node[]} */
  turns(step, place, before) {
    const { asker } = this.script;
    if (step.kind === 'scene') return [make('p', { class: 'scene' }, step.words)];
    if (step.kind === 'spoken') {
      const goesOn = before?.speaker === step.speaker;
      return [bubble(step.speaker, step.words, step.speaker === asker ? 'own' : 'other', goesOn)];
    }
    if (step.kind === 'stop') return [];
    const asked = bubble(`${asker}, to ${this.script.bot}`, step.words, 'own to-bot');
    const answer = this.answers.get(place);
    if (answer === undefined) return [asked];
    if (!answer) return [asked, noAnswer(() => void this.letAnswer(place))];
    return [asked, ...answer.messages.map((message) => answerTurn(message, this.script.bot))];
  }

  showSide() {
    const step = this.script.steps[this.place];
    const why = this.answers.get(this.place)?.why;
    this.vote = undefined;
    if (step?.kind === 'stop') fill(this.side, this.stop(step));
    else if (this.showsWhy && why) fill(this.side, whyPanel(why));
    else fill(this.side);
    this.side.hidden = !this.side.hasChildNodes();
  }

  /** @param {Step} step */
  stop(step) {
    const hands = this.hands.get(this.place) || step.vote.map(() => 0);
    this.hands.set(this.place, hands);
    const card = make('div', { class: 'card stop' }, make('h2', {}, step.question));
    if (step.vote.length) {
      this.vote = new Vote(step.vote, hands);
      card.append(this.vote.element);
    }
    const lines = step.listen_for.map((line) => make('li', {}, line));
    const summary = make('summary', {}, 'What to listen for ', make('kbd', {}, 'L'));
    card.append(make('details', {}, summary, make('ul', {}, ...lines)));
    return card;
  }
}

/** @param {string} note */
function opening(note) {
  return make(
    'div',
    { class: 'card' },
    make('h2', {}, 'Before we begin'),
    make('p', {}, note),
    make('p', {}, 'The people in it are made up. The answers come from the real program.'),
  );
}

function closing() {
  return make(
    'div',
    { class: 'card' },
    make('h2', {}, 'The end of this story'),
    make('p', {}, 'If something like it has happened to you, or to a friend: it is not your fault, and you can talk to somebody.'),
    helpOfCountry(),
  );
}

/** @param {string} speaker @param {string} words @param {string} look @param {boolean} [goesOn] */
function bubble(speaker, words, look, goesOn = false) {
  const name = goesOn ? heard(`${speaker}: `) : make('p', { class: 'speaker' }, speaker, heard(': '));
  return make('div', { class: `turn ${look}` }, name, make('p', { class: 'bubble' }, words));
}

/** @param {() => void} tryAgain */
function noAnswer(tryAgain) {
  return make('div', { class: 'card' }, make('p', {}, 'The program does not answer. Is it still running?'), button('Try again', tryAgain, 'main'));
}

/** @param {number} time */
function pause(time) {
  return new Promise((resolve) => setTimeout(resolve, time));
}

new Player();
