import { put, texts } from './texts.js';

const MOST_SHOWN = 1500;
const NUMBER = /^\+?[\d\s()./-]+$/;
const words = texts.help;

/**
 * An element; words among its children become text, never markup. An attribute of true stands
 * without a value, one of false not at all.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | boolean>} [attributes]
 * @param {...(Node | string)} children
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children);
  return element;
}

/** By what it does other scripts know it. @param {string} title @param {(event: MouseEvent) => void} onTap */
export function button(title, onTap, look = 'chip', does = '') {
  const element = make('button', { type: 'button', class: look, 'data-action': does || false }, title);
  element.addEventListener('click', onTap);
  return element;
}

/** Words for those who hear the page. @param {string} text */
export function heard(text) {
  return make('span', { class: 'heard' }, text);
}

/** @param {Element} element @param {...(Node | string)} children */
export function fill(element, ...children) {
  element.textContent = '';
  element.append(...children);
}

/** What the child said, as a turn of the log. @param {string} text */
export function ownTurn(text) {
  const shown = text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
  const bubble = make('div', { class: 'bubble' }, heard(texts.chat.you), make('p', { dir: 'auto' }, shown));
  return make('div', { class: 'turn own', lang: navigator.language }, bubble);
}

/**
 * What the bot says. It is put into the log whole, so that it is heard once. When it is urgent the
 * emergency number follows the first words.
 * @param {Message} message @param {string} name of the bot @param {NameOf} nameOf
 */
export function botTurn(message, name, nameOf) {
  const { before, help, after, parts, urgent, buttons } = message;
  const { introduction = '', cards = [], emergency = null } = help || {};
  const danger = emergency ? [emergencyCard(emergency, nameOf)] : [];
  const [first = '', ...others] = bubbles(before);
  const services = make('ul', { class: 'cards' }, ...cards.map(serviceCard));
  const turn = make(
    'div',
    { class: 'turn bot', lang: 'en' },
    heard(put(texts.chat.bot, name)),
    first,
    ...(urgent ? danger : []),
    ...others,
    ...(cards.length ? [...lines(introduction), services] : []),
    ...(urgent ? [] : danger),
    ...bubbles(after),
    buttons.length ? heard(put(texts.chat.offered, buttons.length)) : '',
  );
  for (const part of turn.querySelectorAll('p')) {
    const other = parts?.[part.textContent || ''];
    if (other) Object.assign(part, { lang: other, dir: 'auto' });
  }
  return turn;
}

/** A message in the page's own words. @param {...string} before @returns {Message} */
export function ownWords(...before) {
  return { before, help: null, after: [], buttons: [], urgent: false };
}

/** Two at most. @param {string[]} paragraphs */
function bubbles([first, ...rest]) {
  const groups = [lines(first), lines(...rest)];
  return groups.flatMap((all) => (all.length ? make('div', { class: 'bubble' }, ...all) : []));
}

/** @param {EmergencyCard} card @param {NameOf} nameOf */
function emergencyCard(card, nameOf) {
  const { number, dial, if_no_answer: others = [], note, instead = {}, source } = card;
  const elsewhere = Object.entries(instead).map(([code, other]) => `${nameOf(code)}: ${other}.`);
  return make(
    'section',
    { class: 'card emergency' },
    make('h3', {}, words.danger),
    ...calls(number, dial),
    ...lines(others.length && words.noAnswer),
    ...calls('', others),
    ...lines(note, elsewhere.join(' ')),
    ...origin(source),
  );
}

/** @param {Card} card */
function serviceCard(card) {
  const { name, local_name: own = name, languages = [], sms, email, only_for: only } = card;
  const ownName = make('p', { lang: languages.length === 1 && languages[0], dir: 'auto' }, own);
  return make(
    'li',
    { class: 'card' },
    make('h3', {}, name),
    own === name ? '' : ownName,
    make('ul', { class: 'facts' }, ...facts(card)),
    ...calls(card.phone, card.dial),
    sms ? numberLink('sms', sms) : '',
    ...webLinks(card),
    ...lines(
      email && put(words.email, email),
      only && put(words.onlyFor, only),
      card.caution,
      card.confidence === 'reported' && words.unsure,
    ),
    ...origin(card.source, card.checked),
  );
}

/** @param {Card} card */
function facts({ hours, free, anonymous, languages }) {
  return [
    hours && put(words.hours, hours),
    free !== undefined && (free ? words.free : words.notFree),
    anonymous !== undefined && (anonymous ? words.anonymous : words.notAnonymous),
    languages && put(words.speaks, languages.map(languageName).join(', ')),
  ].flatMap((fact) => (fact ? make('li', {}, fact) : []));
}

/** @param {string} code */
function languageName(code) {
  return 'DisplayNames' in Intl ? new Intl.DisplayNames('en', { type: 'language' }).of(code) : code;
}

/** A link for each number, and the words around the numbers where there are any. */
function calls(shown = '', dial = shown ? [shown] : []) {
  const note = NUMBER.test(shown) ? '' : shown && put(words.number, shown);
  return [...lines(note), ...dial.map((number) => numberLink('tel', number))];
}

/** Words where there are more than digits. @param {'tel' | 'sms'} scheme @param {string} number */
function numberLink(scheme, number) {
  if (!NUMBER.test(number)) return make('p', {}, put(words.number, number));
  const href = `${scheme}:${number[0] === '+' ? '+' : ''}${number.replace(/\D/g, '')}`;
  return make('a', { href, class: 'action' }, put(words[scheme], number));
}

/** Each address once. @param {Card} card */
function webLinks({ kind, chat_url: chat = '', report_url: report = '', website = '' }) {
  return [
    ...webLink(chat, words.chat),
    ...webLink(report, kind === 'image_removal' ? words.remove : words.report),
    ...webLink([chat, report].includes(website) ? '' : website, words.website),
  ];
}

/** Only to https; of any other address but the words. @param {string} address */
function webLink(address, title = '') {
  if (!address) return [];
  const host = make('bdi', {}, address.replace(/^\w+:\/\/(www\.)?|[/?#].*/g, ''));
  if (!/^https:\/\/[^\s@]+$/i.test(address)) return [make('span', {}, title, ' ', host)];
  const attributes = { href: address, target: '_blank', rel: 'noreferrer' };
  const link = make('a', attributes, title, ' ', host, heard(words.newTab));
  if (title) link.className = 'action second';
  return [link];
}

/** Where it comes from, and the day it was checked (as 2026-11-24). */
function origin(source = '', checked = '') {
  const day = new Date(`${checked}T12:00`).toLocaleDateString('en-GB', { dateStyle: 'long' });
  const line = [words.from, ...webLink(source), checked && put(words.checked, day)];
  return source ? [make('p', { class: 'source' }, ...line)] : [];
}

/** @param {...unknown} all */
function lines(...all) {
  return all.flatMap((line) => (typeof line === 'string' && line ? make('p', {}, line) : []));
}
