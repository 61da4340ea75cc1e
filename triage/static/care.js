import { get } from './pages.js';

/**
 * Takes care that the button of one form does not throw away what was typed into another, and that
 * what cannot be undone is asked about once. Every form of a case leads to a new page.
 */
export class Care {
  constructor() {
    this.dialog = /** @type {HTMLDialogElement} */ (get('ask'));
    this.isSure = false;
    for (const form of forms()) form.addEventListener('submit', (event) => this.submitted(event));
    addEventListener('beforeunload', (event) => {
      if (!this.isSure && unkept().length) event.preventDefault();
    });
  }

  /** @param {SubmitEvent} event */
  async submitted(event) {
    if (event.defaultPrevented || this.isSure) return;
    const form = /** @type {HTMLFormElement} */ (event.target);
    const questions = unkept(form).map((name) => (this.dialog.dataset.lost || '').replace('{}', name));
    if (event.submitter?.dataset.ask) questions.push(event.submitter.dataset.ask);
    this.isSure = !questions.length;
    if (this.isSure) return;
    event.preventDefault();
    this.isSure = await this.ask(questions);
    if (this.isSure) form.requestSubmit(event.submitter);
  }

  /** Not with `confirm`, behind which no alarm would be heard. @param {string[]} questions @returns {Promise<boolean>} */
  ask(questions) {
    const lines = questions.map((words) => Object.assign(document.createElement('p'), { textContent: words }));
    get('ask-words').replaceChildren(...lines);
    this.dialog.returnValue = '';
    this.dialog.showModal();
    return new Promise((resolve) => {
      const close = () => resolve(this.dialog.returnValue === 'yes');
      this.dialog.addEventListener('close', close, { once: true });
    });
  }
}

function forms() {
  return /** @type {NodeListOf<HTMLFormElement>} */ (
    document.querySelectorAll('main form:not([method="dialog"])')
  );
}

/** The labels of what was entered into other forms than this one. @param {HTMLFormElement} [except] */
function unkept(except) {
  const others = [...forms()].filter((form) => form !== except);
  return others.flatMap((form) => [...form.elements].filter(isEntered).map(labelOf));
}

/** @param {Element} field */
function isEntered(field) {
  if (field instanceof HTMLTextAreaElement) return field.value.trim() !== '';
  if (!(field instanceof HTMLSelectElement)) return false;
  const usual = [...field.options].findIndex((option) => option.defaultSelected);
  return field.selectedIndex !== Math.max(usual, 0);
}

/** @param {Element} field */
function labelOf(field) {
  const { labels } = /** @type {HTMLSelectElement | HTMLTextAreaElement} */ (field);
  return labels?.[0]?.textContent || '';
}
