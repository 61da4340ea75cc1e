import {
  Composer,
  about,
  choices,
  countryPicker,
  countryQuestion,
  how,
  makeMenu,
} from './controls.js';
import { Conversation, Helplines, load } from './conversation.js';
import { Exit, tellParent } from './leave.js';
import { botTurn, button, fill, heard, make, ownTurn, ownWords } from './messages.js';
import { put, texts } from './texts.js';

const STYLES_MS = 1500;
// Of a long text the server looks at both ends.
const SIDE = 2000;

/**
 * The chat page. The operator's settings are its data attributes; its content is for browsers that
 * run no scripts.
 * @implements {Chat}
 */
class BeaconChat extends HTMLElement {
  constructor() {
    super();
    const { name = 'Beacon', exitPage = '', defaultCountry = '' } = this.dataset;
    const { title, replies, writing, about: label } = texts.chat;
    this.name = name;
    this.preset = defaultCountry;
    this.helplines = new Helplines();
    this.conversation = this.newConversation();
    this.composer = new Composer((words) => {
      const text = words.length > 2 * SIDE ? words.slice(0, SIDE) + words.slice(-SIDE) : words;
      this.send(() => ({ text }), words);
    });
    this.exit = new Exit(exitPage, (words) => fill(this.status, words), () => this.end());
    this.tools = make('div', { class: 'tools', role: 'group', 'aria-label': label });
    this.picker = make('div');
    this.menu = makeMenu(this.picker, this, this);
    this.status = make('p', { class: 'heard', role: 'status' });
    this.choices = make('div');
    this.log = make('div', { class: 'log', role: 'log', 'aria-label': title });
    this.replies = make('div', { class: 'replies', role: 'group', 'aria-label': replies });
    this.typing = make('p', { class: 'typing', hidden: true }, heard(put(writing, name)));
    this.typing.append(make('i'), make('i'), make('i'));
    /** @type {string | null} null until it is chosen, empty where the child won't say */
    this.country = null;
    /** @type {{ leave(): void } | null} with a person */
    this.talk = null;
    /** @type {Element | null} where the newest words begin */
    this.newest = null;
    this.waiting = this.visit = 0;
    this.build();
  }

  newConversation() {
    return new Conversation((isDown) => this.connectionChanged(isDown));
  }

  build() {
    const { name, menu, exit, choices, log, typing, replies, tools, composer, status } = this;
    const styles = make('link', { rel: 'stylesheet', href: '/static/chat.css' });
    const top = make('div', { class: 'top' }, make('h1', {}, name), menu, exit.button);
    const parts = [about(), choices, how(), log, typing, replies, tools];
    const middle = make('div', { class: 'middle' }, ...parts);
    const app = make('div', { class: 'app', hidden: true }, top, middle, composer.form);
    keepRoom('--top', top);
    keepRoom('--bottom', composer.form);
    const show = () => app.removeAttribute('hidden');
    styles.addEventListener('load', show);
    setTimeout(show, STYLES_MS);
    this.attachShadow({ mode: 'open' }).append(styles, app, status, exit.overlay);
  }

  connectedCallback() {
    addEventListener('pagehide', () => this.end());
    addEventListener('pageshow', ({ persisted }) => persisted && this.startAgain());
    addEventListener('message', ({ source, data }) => {
      if (source === window.parent && data?.type === 'beacon-end') this.exit.leave();
    });
    visualViewport?.addEventListener('scroll', () => this.keepExitInView());
    addEventListener('keydown', ({ key }) => key === 'Escape' && this.escape());
    this.begin();
    tellParent('beacon-ready', this.exit.page);
  }

  /** A phone's keyboard may push the top of the page out of sight. */
  keepExitInView() {
    this.style.setProperty('--screen-top', `${visualViewport?.offsetTop || 0}px`);
  }

  async begin() {
    const { visit } = this;
    await Promise.all([this.conversation.start(), this.helplines.load()]);
    if (visit === this.visit) this.offerChoices();
  }

  offerChoices() {
    const { offer } = this.conversation;
    this.drawPicker();
    if (this.log.querySelector('.own')) return;
    const question = this.helplines.register ? this.countryQuestion() : '';
    fill(this.choices, ...(offer ? choices(offer, this) : []), question);
  }

  /** On the first screen the country is only noted, in the chat its services are shown. */
  countryQuestion() {
    const question = countryQuestion(this.helplines, this.preset, (code, event) => {
      const { known, skipped } = texts.country;
      const words = code ? put(known, this.helplines.name(code)) : skipped;
      const isFirst = this.choices.contains(question);
      question.replaceWith(make('p', { class: 'why' }, words));
      if (code && !isFirst) return this.chooseCountry(code, event);
      this.setCountry(code);
      this.thank(words, event);
    });
    return question;
  }

  /** @param {string} code */
  setCountry(code) {
    const content = () => ({ country: code });
    this.country = code;
    this.drawPicker();
    if (code) this.conversation.learn('country', content);
    return content;
  }

  drawPicker() {
    const { country, showHelp } = texts.menu;
    /** @type {OnCountry} */
    const choose = (code, event) => this.chooseCountry(code, event);
    fill(this.picker, countryPicker(this.helplines, country, showHelp, choose, this.country || ''));
  }

  /** @param {string} code @param {Event} event */
  chooseCountry(code, event) {
    const content = this.setCountry(code);
    this.menu.open = false;
    if (this.conversation.isDown) return this.showNumbers(event);
    this.send(content, this.helplines.name(code), event);
  }

  /** @param {Age} age @param {Event} event */
  chooseAge({ band, title }, event) {
    /** @type {Content} */
    const content = ({ ages }) => ({ token: ages.find((age) => age.band === band)?.token || '' });
    this.conversation.learn('age', content);
    this.send(content, title, event, false, true);
  }

  /** @param {Button} choice @param {Event} event */
  choose({ title, token }, event) {
    const { offer } = this.conversation;
    this.send((current) => (current === offer ? { token } : { text: title }), title, event);
  }

  /** @param {Action} action @param {Event} event */
  act(action, event) {
    if (action === 'person' && this.conversation.isDown) return this.showNumbers(event);
    const asks = action === 'simpler' || action === 'person';
    this.send(({ actions }) => ({ token: actions[action] }), texts.actions[action], event, asks);
  }

  /**
   * Says something, and draws the answer; what can't be said now is given back.
   * @param {Content} content
   * @param {string} words as the child sees them
   * @param {Event} [event] the tap, unless it was written
   * @param {boolean} [asks] whether the answer helped
   * @param {boolean} [addsMenu] whether the menu's buttons stand in for the answer's
   */
  async send(content, words, event, asks = true, addsMenu = false) {
    const { visit, conversation, composer } = this;
    const wasDown = conversation.isDown;
    const own = ownTurn(words);
    if (event) composer.focus(event);
    fill(this.choices);
    this.clearReplies();
    this.draw(own);
    this.wait(1);
    load('tools');
    const { status, messages, isNew, person } = await conversation.send(content);
    const isAnswered = status === 200;
    if (isAnswered && addsMenu) await addMenu(conversation, messages);
    if (visit !== this.visit) return;
    this.wait(-1);
    load('later').then(({ follow }) => visit === this.visit && follow(this, person));
    if (isNew) messages.unshift(ownWords(texts.chat.newChat));
    // While a person has the chat, nobody answers a tap.
    if (isAnswered && event && !messages[0]) return this.showNumbers(event);
    if (isAnswered) return this.answer(messages, asks && person !== 'talking');
    own.remove();
    if (status) this.show(ownWords(texts.chat.refused));
    else if (wasDown) fill(this.status, texts.down.still);
    const again = (/** @type {Event} */ tap) => this.send(content, words, tap, asks, addsMenu);
    if (event) this.replies.append(button(words, again));
    else composer.box.value = [words, composer.box.value].filter(Boolean).join('\n');
  }

  /** @param {Message[]} messages @param {boolean} asks */
  answer(messages, asks) {
    const last = this.log.lastElementChild;
    this.clearReplies();
    for (const message of messages) {
      // The page asks for it itself, with buttons.
      if (message.asks_country && this.helplines.register) message.after.pop();
      this.show(message);
    }
    if (messages[0]) this.newest = last ? last.nextElementSibling : this.log.firstElementChild;
    const [found] = messages.flatMap(({ help }) => help || []);
    const code = found?.country || '';
    if (this.helplines.name(code)) this.setCountry(code);
    this.conversation.untold.delete('country');
    if (found) this.askCountry(messages.some(({ alarm }) => alarm));
    if (messages[0]) this.offerTools(messages, asks);
    this.reveal();
  }

  /** @param {Message} message */
  show(message) {
    const chips = message.buttons.map((choice) => button(choice.title, (tap) => this.choose(choice, tap)));
    this.replies.append(make('div', { class: 'row' }, ...chips));
    this.draw(botTurn(message, this.name, (code) => this.helplines.name(code) || code));
  }

  /** @param {boolean} [isLast] below what the answer itself asks */
  askCountry(isLast) {
    const isAsked = this.country !== null || this.replies.querySelector('.country');
    if (!isAsked && !this.choices.firstChild) this.replies[isLast ? 'append' : 'prepend'](this.countryQuestion());
  }

  /** @param {boolean} isDown */
  async connectionChanged(isDown) {
    const { words, kept, back } = texts.down;
    const { visit, waiting } = this;
    this.composer.trouble.hidden = !isDown;
    await this.helplines.load();
    if (visit !== this.visit || isDown !== this.conversation.isDown) return;
    if (isDown) return this.showLocalHelp(words, kept);
    this.offerChoices();
    if (!waiting) this.show(ownWords(back));
  }

  /** @param {Event} event */
  async showNumbers(event) {
    this.composer.focus(event);
    await this.helplines.load();
    this.showLocalHelp();
  }

  /** From the browser's own copy of the register. @param {...string} before */
  showLocalHelp(...before) {
    const help = this.helplines.help(this.country || '');
    if (help) this.askCountry();
    this.show({ ...ownWords(...before, ...(help ? [] : [texts.down.noHelp])), help, urgent: true });
  }

  /** @param {Element} turn */
  draw(turn) {
    this.log.append(turn);
    this.newest = turn;
    this.reveal();
  }

  /** @param {Message[]} messages @param {boolean} asks */
  offerTools(messages, asks) {
    const turns = [...this.log.children].slice(-messages.length);
    const place = make('span', { 'aria-busy': 'true' });
    this.tools.append(place);
    load('tools').then(({ offer }) => offer(this, place, messages, turns, asks));
  }

  clearReplies() {
    window.speechSynthesis?.cancel();
    fill(this.replies);
    fill(this.tools);
  }

  /** @param {number} change */
  wait(change) {
    this.waiting += change;
    this.typing.hidden = !this.waiting;
    this.reveal();
  }

  /** The newest words in view: all of them, or from where they begin. */
  reveal() {
    const { newest, tools: end } = this;
    if (!newest?.isConnected) return;
    const { scrollPaddingTop: top, scrollPaddingBottom: bottom } = getComputedStyle(document.documentElement);
    const length = end.getBoundingClientRect().bottom - newest.getBoundingClientRect().top;
    if (length > innerHeight - parseFloat(top) - parseFloat(bottom)) newest.scrollIntoView();
    else end.scrollIntoView({ block: 'end' });
  }

  /** @param {string} words @param {Event} [event] */
  thank(words, event) {
    fill(this.status, words);
    this.composer.focus(event);
  }

  escape() {
    if (!this.menu.open) return tellParent('beacon-close');
    this.menu.open = false;
    this.focusMenu();
  }

  focusMenu() {
    this.menu.querySelector('summary')?.focus();
  }

  /** Ends the conversation and leaves nothing of it on the page. */
  end() {
    this.visit += 1;
    this.talk?.leave();
    this.conversation.end();
    this.conversation = this.newConversation();
    this.clearReplies();
    for (const part of [this.log, this.choices, this.status]) fill(part);
    this.composer.box.value = '';
    this.country = null;
    this.composer.trouble.hidden = true;
    this.menu.open = false;
    this.wait(-this.waiting);
  }

  /** @param {Event} [event] the tap, unless the browser has brought the page back */
  startAgain(event) {
    this.end();
    this.exit.cover(false);
    this.begin();
    if (!event) return;
    this.focusMenu();
    fill(this.status, texts.menu.cleared);
  }
}

/** The topics in the words for the child's age. @param {Conversation} conversation @param {Message[]} messages */
async function addMenu(conversation, messages) {
  const menu = await conversation.send(({ actions }) => ({ token: actions.menu }));
  const [last] = messages.slice(-1);
  if (last) last.buttons = [...menu.messages, last][0].buttons;
}

/** Nothing that is scrolled to lies under a bar. @param {string} name @param {HTMLElement} bar */
function keepRoom(name, bar) {
  const { style } = document.documentElement;
  new ResizeObserver(() => style.setProperty(name, `${bar.offsetHeight}px`)).observe(bar);
}

customElements.define('beacon-chat', BeaconChat);
