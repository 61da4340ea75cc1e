import { post } from './conversation.js';
import { button, fill, make, ownWords, botTurn } from './messages.js';
import { put, texts } from './texts.js';

const PAUSE_MS = 1500;
const SILENCE_MS = 5000;
// What only the bot could answer.
const OF_BOT = '.item[data-action="person"], .item[data-action="menu"]';
const words = texts.person;

/** @type {Talk | undefined} */
let current;

/** From now on a person may write too. Loaded only for those who ask for one. @param {Chat} chat */
export function meet(chat) {
  if (!current?.isOn) current = new Talk(chat);
}

/** What a person writes in the chat, until either side ends it or the page is left. */
class Talk {
  /** @param {Chat} chat */
  constructor(chat) {
    this.chat = chat;
    chat.talk = this;
    this.visit = chat.visit;
    this.conversation = chat.conversation.offer?.conversation;
    this.after = 0;
    this.live = '';
    this.heard = Date.now();
    this.hasEnded = this.isAway = false;
    this.bar = make('div', { class: 'person-bar' });
    chat.composer.form.prepend(this.bar);
    this.listen();
  }

  get isOn() {
    return !this.hasEnded && this.visit === this.chat.visit;
  }

  async listen() {
    while (this.isOn) {
      const news = await this.ask('/chat/person', { after: this.after });
      if (this.isOn && news) this.hear(news);
      else if (this.isOn) this.miss();
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    this.leave();
  }

  leave() {
    this.bar.remove();
    this.hideItems(false);
  }

  /** @param {PersonNews} news */
  hear({ live, service, messages, closing }) {
    const isBack = this.isAway;
    this.heard = Date.now();
    this.isAway = false;
    if ((isBack || live !== this.live) && live !== 'over') this.stand(live, service);
    for (const { id, text } of messages) {
      this.after = Math.max(this.after, id);
      this.show(text, service);
    }
    if (live === 'over') this.over(closing);
  }

  /** Of one that is away so long, nobody must wait for the words without numbers in sight. */
  miss() {
    if (this.isAway || Date.now() - this.heard < SILENCE_MS) return;
    this.isAway = true;
    this.bar.querySelector('p')?.replaceChildren(words.away);
    this.chat.conversation.setDown(true);
  }

  /** How it stands, above the box. @param {string} live @param {string} service */
  stand(live, service) {
    const isTalking = live === 'talking';
    const begins = isTalking && live !== this.live;
    this.live = live;
    this.hideItems(isTalking);
    if (begins) this.chat.clearReplies();
    if (begins) this.chat.show(ownWords(put(words.begins, service)));
    const state = make('p', { role: 'status' }, put(words[isTalking ? 'talking' : 'waiting'], service));
    const end = button(words[isTalking ? 'end' : 'stop'], () => this.end());
    fill(this.bar, state, end);
  }

  /** @param {string} text @param {string} service */
  show(text, service) {
    const turn = botTurn(ownWords(...text.split(/\n\n+/)), service, (code) => code);
    turn.classList.add('person');
    turn.prepend(make('p', { class: 'speaker', 'aria-hidden': 'true' }, service));
    this.chat.draw(turn);
  }

  /** In the menu. @param {boolean} isHidden */
  hideItems(isHidden) {
    for (const item of this.chat.menu.querySelectorAll(OF_BOT)) item.toggleAttribute('hidden', isHidden);
  }

  async end() {
    const news = await this.ask('/chat/person/end', {});
    if (news && this.isOn) this.over(news.closing);
    else if (this.isOn) this.chat.conversation.setDown(true);
  }

  /** @param {Message[]} closing */
  over(closing) {
    const wasTalking = this.live === 'talking';
    this.hasEnded = true;
    this.leave();
    if (closing.length) this.chat.answer(closing, false);
    else if (wasTalking) this.tellBroken();
  }

  /** The server knows the chat no more. */
  breakOff() {
    this.hasEnded = true;
    this.leave();
    this.tellBroken();
  }

  /** Nobody has said why it is over. */
  async tellBroken() {
    await this.chat.helplines.load();
    if (this.visit === this.chat.visit) this.chat.showLocalHelp(...words.broken);
  }

  /** @param {string} path @param {object} more @returns {Promise<PersonNews | null>} */
  async ask(path, more) {
    const { conversation } = this;
    const { status, answer } = await post(path, { conversation, ...more });
    if (status === 404 && this.isOn) this.breakOff();
    return answer || null;
  }
}
