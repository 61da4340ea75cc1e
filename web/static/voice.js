import { button, fill } from './messages.js';

const words = { read: 'Read it to me', stop: 'Stop reading' };
const { speechSynthesis } = window;

/**
 * A button that reads the messages aloud, in that place; none where the browser can't do it by
 * itself: a voice from the network would hand the words to its maker.
 * @param {Text} place @param {Message[]} messages
 */
export async function offerVoice(place, messages) {
  const [{ language }] = messages;
  if (!speechSynthesis) return;
  await voicesListed();
  if (voiceFor(language)) place.replaceWith(reader(messages.map(spoken).join('\n'), language));
}

/** Some browsers list them late. */
async function voicesListed() {
  if (speechSynthesis.getVoices().length) return;
  await new Promise((resolve) => {
    speechSynthesis.addEventListener?.('voiceschanged', resolve, { once: true });
  });
}

/** @param {string} text @param {string} language */
function reader(text, language) {
  const element = button(words.read, () => {
    if (element.textContent === words.stop) return speechSynthesis.cancel();
    fill(element, words.stop);
    speak(text, language, () => fill(element, words.read));
  }, 'chip quiet');
  return element;
}

/** @param {string} text @param {string} language @param {() => void} onEnd */
function speak(text, language, onEnd) {
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.lang = language;
  utterance.voice = voiceFor(language);
  utterance.onend = utterance.onerror = onEnd;
  // Without a voice of its own it would take any.
  if (utterance.voice) speechSynthesis.speak(utterance);
  else onEnd();
}

/** @param {string} language */
function voiceFor(language) {
  const voices = speechSynthesis.getVoices();
  return voices.find((voice) => voice.localService && voice.lang.startsWith(language)) || null;
}

/** All that is to be read aloud. @param {Message} message */
function spoken({ before, help, after }) {
  const services = (help?.cards || []).flatMap(({ name, phone }) => [name, phone || '']);
  return [...before, ...services, ...after].join('\n');
}
