/** @import {Helplines} from './conversation.js' */

import { button, fill, make } from './messages.js';
import { put, texts } from './texts.js';

const { welcome, country, menu, box } = texts;
// A browser's help with writing may send the words to its maker.
const PRIVATE = { spellcheck: 'false', writingsuggestions: 'false', autocorrect: 'off', autocomplete: 'off' };

/** What this is, and the exit. */
export function about() {
  const section = part(welcome.hello, welcome.what);
  const keys = make('span', { class: 'keys' }, welcome.exitKeys);
  section.lastElementChild?.append(welcome.exit, keys, '.');
  return section;
}

/** What it can and can't do, that nothing is kept; below what can be tapped. */
export function how() {
  const facts = [...welcome.facts, welcome.history].map((fact) => make('li', {}, fact));
  return make('details', { class: 'how' }, make('summary', { class: 'chip quiet' }, welcome.how), make('ul', {}, ...facts));
}

/** Who is asking, and what it is about. @param {Offer} offer @param {Actions} actions */
export function choices({ ages, topics }, actions) {
  const pictures = ages.map((age) => ageButton(age, actions));
  const chips = topics.map((topic) => button(topic.title, (tap) => actions.choose(topic, tap)));
  const skip = does('skip_age', actions, 'chip quiet');
  return [
    part(welcome.who, welcome.whoWhy, make('div', { class: 'ages' }, ...pictures), skip),
    part(welcome.topics, welcome.topicsHow, row(...chips, does('person', actions))),
  ];
}

/** @param {Age} age @param {Actions} actions */
function ageButton(age, actions) {
  const src = `/static/age-${encodeURIComponent(age.band)}.svg`;
  const element = button('', (tap) => actions.chooseAge(age, tap), 'age');
  fill(element, make('img', { src, alt: '', width: '32', height: '42' }), age.title);
  return element;
}

/** @param {string} title @param {string} why @param {...Node} parts */
function part(title, why, ...parts) {
  return make('section', {}, make('h2', {}, title), make('p', {}, why), ...parts);
}

/** @param {...(Node | string)} parts */
export function row(...parts) {
  return make('div', { class: 'row' }, ...parts);
}

/** @param {Action} action @param {Actions} actions @param {string} [look] */
export function does(action, actions, look) {
  return button(texts.actions[action], (tap) => actions.act(action, tap), look, action);
}

/**
 * "Your country: Portugal?", from the browser's languages, or which country it is.
 * @param {Helplines} helplines
 * @param {string} preset the operator's country
 * @param {OnCountry} onChoice
 */
export function countryQuestion(helplines, preset, onChoice) {
  const hints = [...navigator.languages.map(regionOf), preset];
  const guess = hints.find((code) => helplines.name(code));
  const picker = countryPicker(helplines, country.open, country.done, onChoice);
  const skip = button(country.skip, (tap) => onChoice('', tap), 'chip quiet');
  const parts = guess
    ? [
        make('h2', {}, put(country.guess, helplines.name(guess))),
        button(put(country.yes, helplines.name(guess)), (tap) => onChoice(guess, tap)),
        make('details', {}, make('summary', { class: 'chip' }, country.no), picker),
      ]
    : [picker];
  const why = make('p', { class: 'why' }, country.why);
  return make('section', { class: 'country' }, ...parts, skip, why);
}

/**
 * A list to choose from, in English and as the countries call themselves.
 * @param {Helplines} helplines
 * @param {string} label
 * @param {string} done
 * @param {OnCountry} onChoice
 */
export function countryPicker(helplines, label, done, onChoice, chosen = '') {
  const countries = Object.entries(helplines.register?.countries || {});
  const options = countries.map(([code, { name, own_name: own }]) => {
    const title = own === name ? name : `${name} (${own})`;
    return make('option', { value: code, selected: code === chosen }, title);
  });
  const list = make('select', {}, make('option', { value: '' }, country.pick), ...options);
  const choose = button(done, (tap) => (list.value ? onChoice(list.value, tap) : list.focus()));
  return row(make('label', {}, label, list), choose);
}

/** @param {string} language such as pt-PT or hr */
function regionOf(language) {
  try {
    return new Intl.Locale(language).maximize().region || '';
  } catch {
    return '';
  }
}

/**
 * What can be done at any time.
 * @param {Element} picker of the country
 * @param {Element} host
 * @param {Actions} actions
 */
export function makeMenu(picker, host, actions) {
  // It may close itself, and only where it can reach the chat, as from no frame, may it be left.
  const page = { href: '/help', target: '_blank', rel: 'opener', class: 'item' };
  const isFrame = window.parent !== window;
  const panel = make(
    'div',
    { class: 'panel' },
    does('person', actions, 'item'),
    button(menu.numbers, (tap) => actions.showNumbers(tap), 'item'),
    does('menu', actions, 'item'),
    option(menu.larger, document.documentElement, 'larger'),
    option(menu.contrast, host, 'contrast'),
    picker,
    button(menu.again, (tap) => actions.startAgain(tap), 'item'),
    isFrame ? '' : make('a', page, menu.page, texts.help.newTab),
    make('p', { class: 'why' }, welcome.history),
  );
  const opener = make('summary', { class: 'chip' }, menu.title);
  const element = make('details', { class: 'menu' }, opener, panel);
  panel.addEventListener('click', ({ target }) => {
    if (target instanceof Element && target.matches('button.item')) element.open = false;
  });
  // What has the focus may not lie under the open menu.
  element.addEventListener('focusout', ({ relatedTarget: next }) => {
    if (next instanceof Node && !element.contains(next)) element.open = false;
  });
  return element;
}

/** Not kept. @param {string} title @param {Element} page @param {string} look */
function option(title, page, look) {
  const input = make('input', { type: 'checkbox' });
  input.addEventListener('change', () => page.classList.toggle(look, input.checked));
  return make('label', { class: 'item' }, input, title);
}

/** The box to write in. Enter sends; with Shift it begins a new line. */
export class Composer {
  /** @param {(text: string) => void} onSend */
  constructor(onSend) {
    this.onSend = onSend;
    this.box = make('textarea', { id: 'box', rows: '2', dir: 'auto', 'aria-describedby': 'hint', ...PRIVATE });
    this.trouble = make('p', { class: 'trouble', hidden: true }, texts.down.trying);
    this.form = make(
      'form',
      { class: 'composer' },
      this.trouble,
      make('label', { for: 'box' }, box.label),
      make('span', { id: 'hint', class: 'why' }, box.hint),
      make('div', { class: 'line' }, this.box, make('button', { class: 'send' }, box.send)),
    );
    this.box.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) this.submit(event);
    });
    this.form.addEventListener('submit', (event) => this.submit(event));
  }

  /** After a tap on glass the keyboard stays away; others go on writing. @param {Event} [event] */
  focus(event) {
    const isTap = event instanceof MouseEvent && event.detail > 0;
    if (!isTap || matchMedia('(pointer: fine)').matches) this.box.focus();
  }

  /** @param {Event} event */
  submit(event) {
    const text = this.box.value.trim();
    event.preventDefault();
    this.box.focus();
    if (!text) return;
    this.box.value = '';
    this.onSend(text);
  }
}
