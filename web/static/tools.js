import { does, row } from './controls.js';
import { button, fill, make } from './messages.js';
import { texts } from './texts.js';
import { offerVoice } from './voice.js';

const words = texts.tools;

/**
 * What can be done with the newest answer: hear it, have it simpler, say whether it helped.
 * @param {Chat} chat
 * @param {Element} place where it stands, unless the answer is gone already
 * @param {Message[]} messages @param {Element[]} turns as they are seen
 * @param {boolean} asks whether it helped
 */
export function offer(chat, place, messages, turns, asks) {
  if (!place.isConnected) return;
  const voice = new Text();
  // Next to what the answer itself asks, another yes and no would be mistaken for its own.
  const isAlarm = messages.some(({ alarm }) => alarm);
  const ways = [does('simpler', chat, 'chip quiet'), ...(isAlarm ? [] : [question(chat)])];
  place.replaceWith(voice, ...(asks ? ways : []));
  offerVoice(voice, turns);
  chat.reveal();
}

/** @param {Chat} chat */
function question(chat) {
  const yes = button(words.yes, (tap) => {
    fill(chat.tools, words.thanks);
    chat.thank(words.thanks, tap);
  }, 'chip quiet', 'helped');
  const no = button(words.no, () => offerMore(chat), 'chip quiet', 'not_helped');
  return row(make('span', {}, words.helped), yes, no);
}

/** @param {Chat} chat */
function offerMore(chat) {
  const simpler = does('simpler', chat);
  const other = button(words.otherWords, () => chat.thank(''));
  fill(chat.tools, row(make('span', {}, words.sorry), simpler, does('person', chat), other));
  simpler.focus();
  chat.tools.scrollIntoView({ block: 'end' });
}
