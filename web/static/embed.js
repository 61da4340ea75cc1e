/**
 * Beacon's button for other sites: <script src="https://beacon.example/embed.js" defer></script>
 * Its data-label gives other words, in the page's language.
 *
 * The chat is a frame of Beacon's origin, because the scripts of a page reach all that is in the
 * page, a Shadow DOM too, but nothing in a frame of another origin: they can see that the button
 * was pressed, never what is written. (On Beacon's demo page they could.)
 *
 * Messages: the frame says beacon-ready, beacon-close (Escape) or beacon-leave (quick exit), with
 * the exit page as `to`; told beacon-end, it ends the conversation and says beacon-leave.
 */
(() => {
  'use strict';

  const NAME = 'beacon-launcher';
  const LOAD_MS = 8000;
  const END_MS = 100;
  const SHIFTS_MS = 5000;
  const NARROW = '(max-width: 480px), (max-height: 480px)';
  const WORDS = {
    label: 'Need to talk?',
    title: 'Chat',
    hint: 'Closing only hides the chat.',
    close: 'Close',
    opening: 'The chat is opening…',
    failed: 'The chat did not open. You can still find help.',
    help: 'Find somebody to talk to',
  };
  const STYLES = `
:host {
  all: initial !important;
  color-scheme: light dark !important;
  font: medium/1.4 system-ui, sans-serif !important;
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
:focus-visible { outline: 3px solid; outline-offset: -6px; }
button { font: inherit; }
button, a { min-block-size: 48px; border-radius: 2em; padding: .6em 1.2em; }
.launch, a { background: var(--accent, #444); color: #fff; }
.launch, .panel, .cover { position: fixed; z-index: 2147483647; }
.launch, .panel { inset-block-end: 1em; inset-inline-end: 1em; box-shadow: 0 2px 12px #0006; }
.launch { max-inline-size: calc(100% - 2em); border: 2px solid #fff; font-weight: 600; }
.panel, .cover { background: Canvas; color: CanvasText; }
.panel {
  display: flex; flex-direction: column; overflow: hidden; border: 1px solid #888;
  inline-size: 26em; block-size: min(44em, 100% - 2em); border-radius: 1em;
}
.bar { display: flex; align-items: center; padding: .25em; }
.bar button { border: 1px solid; background: none; color: inherit; }
span { flex: 1; padding-inline: 1em; }
.note { padding: 1em; }
span, .note { unicode-bidi: plaintext; }
a { display: block; margin-block: 1em; }
iframe { flex: 1; min-block-size: 0; border: 0; }
.cover { inset: 0; inline-size: 100%; block-size: 100%; border: 0; }
@media ${NARROW} {
  .panel { inset: 0; inline-size: auto; block-size: auto; border: 0; border-radius: 0; }
}`;

  const script = document.currentScript;
  if (!(script instanceof HTMLScriptElement) || customElements.get(NAME)) return;
  const { origin } = new URL(script.src);
  const { label } = script.dataset;
  const narrow = matchMedia(NARROW);

  /**
   * @template {keyof HTMLElementTagNameMap} Tag
   * @param {Tag} tag
   * @param {Record<string, string>} attributes
   * @param {...(Node | string)} children
   * @returns {HTMLElementTagNameMap[Tag]}
   */
  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
    element.append(...children);
    return element;
  }

  const lang = (label && document.documentElement.lang) || 'en';
  const launch = make('button', { class: 'launch', lang }, label || WORDS.label);
  const closer = make('button', {}, WORDS.close);
  const link = make('a', { href: `${origin}/help`, rel: 'noreferrer' }, WORDS.help);
  const note = make('div', { class: 'note', role: 'status' });
  const frame = make('iframe', {
    src: `${origin}/?embedded=1`,
    title: WORDS.title,
    referrerpolicy: 'no-referrer',
    allow: "camera 'none'; microphone 'none'; geolocation 'none'",
  });
  const panel = make(
    'div',
    { class: 'panel', role: 'dialog', 'aria-label': WORDS.title, lang: 'en', hidden: '' },
    make('div', { class: 'bar' }, make('span', {}, WORDS.hint), closer),
    note,
  );
  const cover = make('div', { class: 'cover', popover: 'manual', hidden: '' });

  /** @type {ShadowRoot} */
  let root;
  let usable = false;
  let exitPage = '';
  let loading = 0;
  let ending = 0;
  /** @type {number[]} */
  let shifts = [];

  function open() {
    show(true);
    if (!usable && !loading) load();
    frame.focus();
  }

  function close() {
    const away = !root.activeElement && document.activeElement !== document.body;
    show(false);
    if (!away) launch.focus();
  }

  /** @param {boolean} opened */
  function show(opened) {
    panel.hidden = !opened;
    launch.hidden = opened;
    shifts = [];
    shieldPage();
  }

  /** Where the panel fills the screen, focus must not wander behind it. */
  function shieldPage() {
    document.body.inert = !panel.hidden && narrow.matches;
  }

  function load() {
    note.replaceChildren(WORDS.opening);
    note.hidden = frame.hidden = false;
    panel.append(frame);
    loading = setTimeout(fail, LOAD_MS);
  }

  function fail() {
    loading = 0;
    const focused = root.activeElement === frame;
    frame.hidden = true;
    note.replaceChildren(WORDS.failed, link);
    if (focused) link.focus();
  }

  function ready() {
    clearTimeout(loading);
    usable = true;
    const focused = root.activeElement && root.activeElement !== closer;
    note.hidden = true;
    frame.hidden = false;
    if (focused) frame.contentWindow?.focus(); // frame.focus() would blur its box
  }

  /** A popover lies above the page's dialogs too. */
  function hidePage() {
    cover.hidden = false;
    if ('showPopover' in cover) cover.showPopover();
  }

  function leave() {
    clearTimeout(ending);
    hidePage();
    // Until the frame has said it, it is in the style sheet with the operator's settings.
    const set = getComputedStyle(root.host).getPropertyValue('--exit');
    location.replace(exitPage || JSON.parse(set || '"about:blank"'));
  }

  function endAndLeave() {
    hidePage();
    frame.contentWindow?.postMessage({ type: 'beacon-end' }, origin);
    ending = setTimeout(leave, END_MS);
  }

  /** @param {MessageEvent} event */
  function hear({ source, origin: sender, data }) {
    if (!source || source !== frame.contentWindow || sender !== origin) return;
    const { type, to } = data ?? {};
    if (/^https:\/\//i.test(to)) exitPage = to;
    if (type === 'beacon-ready') ready();
    if (type === 'beacon-close') close();
    if (type === 'beacon-leave') leave();
  }

  /** @param {KeyboardEvent} event */
  function press({ key, repeat, timeStamp }) {
    if (panel.hidden || repeat) return;
    if (key === 'Escape') close();
    shifts = shifts.filter((at) => key === 'Shift' && timeStamp - at < SHIFTS_MS);
    if (key === 'Shift') shifts.push(timeStamp);
    if (shifts.length === 3) endAndLeave();
  }

  function dress() {
    root.append(make('link', { rel: 'stylesheet', href: `${origin}/static/accent.css` }));
    try {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLES);
      root.adoptedStyleSheets = [sheet];
    } catch {
      root.append(make('style', {}, STYLES)); // Safari before 16.4
    }
  }

  class Launcher extends HTMLElement {
    constructor() {
      super();
      root = this.attachShadow({ mode: 'closed' });
      dress();
      root.append(make('aside', { 'aria-label': WORDS.title }, launch, panel), cover);
    }
  }

  launch.addEventListener('click', open);
  closer.addEventListener('click', close);
  narrow.addEventListener('change', shieldPage);
  addEventListener('message', hear);
  addEventListener('keydown', press, true);
  customElements.define(NAME, Launcher);
  document.documentElement.append(document.createElement(NAME));
})();
