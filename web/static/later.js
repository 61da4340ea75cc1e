import { load } from './conversation.js';

const COUNTED = ['helped', 'not_helped'];

/** @type {WeakSet<Chat>} */
const known = new WeakSet();

/**
 * What is not needed before the first answer: taps are counted, without words or ids, and a person
 * may write.
 * @param {Chat} chat @param {string} [person]
 */
export function follow(chat, person) {
  if (!known.has(chat)) chat.shadowRoot?.addEventListener('click', (tap) => count(chat, tap), true);
  known.add(chat);
  const { visit } = chat;
  if (person) load('person').then(({ meet }) => visit === chat.visit && meet(chat));
}

/** @param {Chat} chat @param {Event} tap */
function count(chat, { target }) {
  if (!(target instanceof Element)) return;
  const isHelp = target.closest('a.action, a[href^="tel:"], a[href^="sms:"]');
  const does = target.closest('[data-action]')?.getAttribute('data-action') || '';
  const kind = isHelp ? 'help_tapped' : COUNTED.includes(does) && does;
  const conversation = chat.conversation.offer?.conversation;
  if (kind && conversation) navigator.sendBeacon('/chat/event', JSON.stringify({ conversation, kind }));
}
