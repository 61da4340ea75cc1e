import { load } from './conversation.js';
import { words } from './tools.js';

const COUNTED = { [words.yes]: 'helped', [words.no]: 'not_helped' };

/** @type {WeakSet<Element>} */
const known = new WeakSet();

/**
 * What is not needed before the first answer: taps are counted, without words or ids, and a person
 * may write.
 * @param {any} chat the element with the chat @param {string} [person]
 */
export function follow(chat, person) {
  if (!known.has(chat)) chat.shadowRoot.addEventListener('click', (/** @type {Event} */ tap) => count(chat, tap), true);
  known.add(chat);
  const { visit } = chat;
  if (person) load('person').then(({ meet }) => visit === chat.visit && meet(chat));
}

/** @param {any} chat @param {Event} tap */
function count(chat, { target }) {
  if (!(target instanceof Element)) return;
  const isHelp = target.closest('a.action, a[href^="tel:"], a[href^="sms:"]');
  const title = target.closest('.tools button')?.textContent || '';
  const kind = isHelp ? 'help_tapped' : COUNTED[title];
  const conversation = chat.conversation.offer?.conversation;
  if (kind && conversation) navigator.sendBeacon('/chat/event', JSON.stringify({ conversation, kind }));
}
