import { texts } from './texts.js';

const PATIENCE_MS = 5000;
const PAUSE_MS = 3000;

/**
 * Talks to the server, in one chat; the next chat has another. The conversation's id is in this
 * memory and nowhere else. One message after the other; while the server is down it is asked every
 * few seconds whether it is back.
 */
export class Conversation {
  /** @param {(isDown: boolean) => void} onChange */
  constructor(onChange) {
    this.onChange = onChange;
    this.isDown = this.isOver = false;
    /** @type {Offer | null} */
    this.offer = null;
    /** @type {Map<Fact, Content>} what the child said about itself */
    this.facts = new Map();
    /** @type {Set<Fact>} */
    this.untold = new Set();
    /** @type {Promise<any>} */
    this.last = Promise.resolve();
    this.words = '';
    this.key = '';
  }

  /** A conversation that is there stays: another start may have been faster. */
  async start() {
    if (this.isOver) return;
    const { answer } = await post('/chat/start');
    if (answer && (this.offer || this.isOver)) farewell(answer);
    else if (answer) this.adopt(answer);
    this.setDown(!answer);
  }

  /** The server hears it before the next message. @param {Fact} fact @param {Content} content */
  learn(fact, content) {
    this.facts.set(fact, content);
    this.untold.add(fact);
  }

  /**
   * Where the conversation is over, it is said in a new one.
   * @param {Content} content @returns {Promise<Reply>}
   */
  send(content) {
    this.last = this.last.then(() => this.deliver(content));
    return this.last;
  }

  /** Ends it on the server, also while the page is closing; what waits to be said is said nowhere. */
  end() {
    if (this.offer) farewell(this.offer);
    this.offer = null;
    this.isOver = true;
    this.isDown = false;
  }

  /** @param {Content} content @returns {Promise<Reply>} */
  async deliver(content) {
    if (!this.offer) await this.start();
    const result = await this.say(content);
    if (result.status !== 404) return { ...result, isNew: false };
    this.offer = null;
    await this.start();
    return { ...(await this.say(content)), isNew: true };
  }

  /** What is not known yet about the child goes first. @param {Content} content */
  async say(content) {
    for (const fact of this.untold) {
      const about = this.facts.get(fact);
      const told = about && about !== content ? await this.tell(about) : null;
      if (told && [0, 404].includes(told.status)) return told;
      this.untold.delete(fact);
    }
    return this.tell(content);
  }

  /** @param {Content} content @returns {Promise<Result>} */
  async tell(content) {
    const { offer } = this;
    if (!offer) return { status: 0, messages: [] };
    const { conversation } = offer;
    // The server knows codes of two letters: Filipino, fil, is not fi.
    const [language] = /^[a-z]{2}\b/.exec(navigator.language) || [];
    const said = content(offer);
    const words = JSON.stringify(said);
    // Sent once more it is answered once.
    if (words !== this.words) this.key = `${Math.random()}`;
    this.words = words;
    const body = { conversation, language, key: this.key, ...said };
    const { status, answer } = await post('/chat/message', body);
    if (status === 200) this.words = '';
    this.setDown(!status);
    return { messages: [], ...answer, status };
  }

  /** @param {Offer} offer */
  adopt(offer) {
    this.offer = offer;
    this.untold = new Set(this.facts.keys());
  }

  /** @param {boolean} isDown */
  setDown(isDown) {
    if (this.isOver || isDown === this.isDown) return;
    this.isDown = isDown;
    this.onChange(isDown);
    if (isDown) this.keepTrying();
  }

  async keepTrying() {
    while (this.isDown) {
      await pause();
      if (this.isDown) await (this.offer ? this.probe(this.offer) : this.start());
    }
  }

  /** An event of no kind is refused and counted nowhere. @param {Offer} offer */
  async probe({ conversation }) {
    const { status } = await post('/chat/event', { conversation });
    this.setDown(!status);
  }
}

/** The browser's own copy of the register, for when the server does not answer. */
export class Helplines {
  /** @type {Register | undefined} */
  register;

  /** Fetches the copy unless it is here. */
  async load() {
    this.register = this.register || (await ask('/helplines.json')).answer;
  }

  /** Empty where the register lacks the country. @param {string} code */
  name(code) {
    return this.register?.countries[code]?.name || '';
  }

  /** Whom to call in a country, or across borders. @param {string} code @returns {Help | null} */
  help(code) {
    if (!this.register) return null;
    const { countries, emergency, across_borders: abroad } = this.register;
    const home = countries[code];
    const isNear = home?.cards.length;
    return {
      introduction: isNear ? texts.help.near : texts.help.acrossBorders,
      // Where the register lacks the country, its number may be another one.
      emergency: home?.emergency ?? (code ? null : emergency),
      cards: isNear ? home.cards : abroad,
    };
  }
}

/** @type {Record<string, Promise<any>>} */
const loading = {};

/**
 * A script that the page began without; it is asked for until it comes.
 * @template {keyof Scripts} Name @param {Name} name @returns {Promise<Scripts[Name]>}
 */
export function load(name) {
  return (loading[name] = loading[name] || insist(`./${name}.js`));
}

/** An address that failed, a browser may not ask for again. @param {string} address @returns {Promise<any>} */
async function insist(address) {
  try {
    return await import(address);
  } catch {
    await pause();
    return insist(`${address}?`);
  }
}

function pause() {
  return new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
}

/**
 * What the page's own server says, as `answer`; `status` 0 where it says nothing in time, is not
 * well or is asked too much.
 * @param {string} path @param {RequestInit} [options] @param {number} [patience] in milliseconds
 */
async function ask(path, options, patience = PATIENCE_MS) {
  // AbortSignal.timeout() is missing on phones that children are handed down.
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patience);
  try {
    const response = await fetch(path, { ...options, credentials: 'omit', signal: stop.signal });
    const { ok, status } = response;
    if (!ok) return { status: status < 500 && status !== 429 ? status : 0 };
    return { status: 200, answer: await response.json() };
  } catch {
    return { status: 0 };
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The header leads all of a chat to one server.
 * @param {string} path @param {any} [body] @param {number} [patience]
 */
export function post(path, body = {}, patience) {
  const headers = { 'Content-Type': 'application/json', 'X-Beacon-Chat': body.conversation || '' };
  return ask(path, { method: 'POST', headers, body: JSON.stringify(body) }, patience);
}

/** @param {Offer} offer */
function farewell({ conversation }) {
  navigator.sendBeacon('/chat/end', JSON.stringify({ conversation }));
}
