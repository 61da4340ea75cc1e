import { button, fill, make, ownWords, botTurn } from './messages.js';
import { put } from './texts.js';

const PAUSE_MS = 1500;
const PATIENCE_MS = 5000;
const words = {
  waiting: 'You asked for a person. Maybe nobody is free. You can go on with me.',
  stop: "I don't want a person any more",
  begins: 'A person writes here now: {}. They read what you write. I am silent until you or they end it.',
  talking: '{}: a person writes here now.',
  end: 'End the talk',
};

/** @type {Talk | undefined} */
let current;

/** From now on a person may write too. Loaded only for those who ask for one. @param {any} chat */
export function meet(chat) {
  if (!current?.isOn) current = new Talk(chat);
}

/** What a person writes in the chat, until either side ends it or the page is left. */
class Talk {
  /** @param {any} chat the element with the chat */
  constructor(chat) {
    this.chat = chat;
    this.visit = chat.visit;
    this.after = 0;
    this.live = '';
    this.hasEnded = false;
    this.bar = make('div', { class: 'person-bar' });
    chat.composer.form.prepend(this.bar);
    keepRoom('13rem');
    this.listen();
  }

  get isOn() {
    return !this.hasEnded && this.visit === this.chat.visit;
  }

  async listen() {
    while (this.isOn) {
      const news = await this.ask('/chat/person', { after: this.after });
      if (news && this.isOn) this.hear(news);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    this.leave();
  }

  leave() {
    this.bar.remove();
    keepRoom('');
  }

  /** @param {PersonNews} news */
  hear({ live, service, messages, closing }) {
    if (live !== this.live && live !== 'over') this.stand(live, service);
    for (const { id, text } of messages) {
      this.after = Math.max(this.after, id);
      this.show(text, service);
    }
    if (live === 'over') this.over(closing);
  }

  /** How it stands, above the box. @param {string} live @param {string} service */
  stand(live, service) {
    const isTalking = live === 'talking';
    this.live = live;
    if (isTalking) this.chat.clearReplies();
    if (isTalking) this.chat.show(ownWords(put(words.begins, service)));
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

  async end() {
    const news = await this.ask('/chat/person/end', {});
    if (news && this.isOn) this.over(news.closing);
  }

  /** @param {Message[]} closing */
  over(closing) {
    this.hasEnded = true;
    this.leave();
    if (closing.length) this.chat.answer(closing, false);
  }

  /** @param {string} path @param {object} more @returns {Promise<PersonNews | null>} */
  async ask(path, more) {
    const conversation = this.chat.conversation.offer?.conversation;
    try {
      const answer = await fetch(path, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-Beacon-Chat': conversation },
        body: JSON.stringify({ conversation, ...more }),
        credentials: 'omit',
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      if (answer.status === 404) this.hasEnded = true;
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  }
}

/** So that no message lies under the bar. @param {string} height */
function keepRoom(height) {
  document.documentElement.style.scrollPaddingBlockEnd = height;
}
