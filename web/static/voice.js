import { button, fill } from './messages.js';
import { texts } from './texts.js';

const words = texts.tools;
const { speechSynthesis } = window;
// What is read of an answer, in the order of the screen: words, services and what to call.
const READ = 'p:not(.source), h3, a[href^="tel:"]';

/**
 * A button that reads the turns aloud, in that place; none where the browser can't do it by
 * itself: a voice from the network would hand the words to its maker.
 * @param {Text} place @param {Element[]} turns
 */
export async function offerVoice(place, turns) {
  if (!speechSynthesis) return;
  await voicesListed();
  if (utterances(turns).length) place.replaceWith(reader(turns));
}

/** Some browsers list them late. */
async function voicesListed() {
  if (speechSynthesis.getVoices().length) return;
  await new Promise((resolve) => {
    speechSynthesis.addEventListener?.('voiceschanged', resolve, { once: true });
  });
}

/** @param {Element[]} turns */
function reader(turns) {
  let isReading = false;
  const rest = () => {
    isReading = false;
    fill(element, words.read);
  };
  const element = button(words.read, () => {
    const all = isReading ? [] : utterances(turns);
    const last = all[all.length - 1];
    if (isReading) speechSynthesis.cancel();
    if (!last) return rest();
    isReading = true;
    fill(element, words.stopReading);
    last.onend = last.onerror = rest;
    for (const one of all) speechSynthesis.speak(one);
  }, 'chip quiet');
  return element;
}

/** Each paragraph in its own language; what no voice can read is left out, as it would take any. @param {Element[]} turns */
function utterances(turns) {
  return turns.flatMap((turn) => [...turn.querySelectorAll(READ)]).flatMap((part) => {
    const language = part.closest('[lang]')?.getAttribute('lang') || '';
    const voice = voiceFor(language);
    if (!voice) return [];
    const utterance = new SpeechSynthesisUtterance(part.textContent || '');
    return [Object.assign(utterance, { lang: language, voice })];
  });
}

/** @param {string} language */
function voiceFor(language) {
  const voices = speechSynthesis.getVoices();
  return voices.find((voice) => voice.localService && voice.lang.startsWith(language)) || null;
}
