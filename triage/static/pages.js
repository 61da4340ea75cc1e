/** The element with this id, which the page has. @param {string} id */
export function get(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/** A page or a part of one that the server made. */
export function parse(html = '') {
  return new DOMParser().parseFromString(html, 'text/html');
}

/** Puts the names of countries in the place of their codes, in the page's language. @param {ParentNode} root */
export function nameCountries(root) {
  const names = new Intl.DisplayNames(document.documentElement.lang, { type: 'region' });
  for (const element of root.querySelectorAll('[data-country]')) {
    const { country = '' } = /** @type {HTMLElement} */ (element).dataset;
    element.textContent = names.of(country) || country;
  }
}

/** Says something at once that must not be missed; a second time too. @param {HTMLElement} alarm */
export function alarm(alarm) {
  alarm.textContent = '';
  setTimeout(() => {
    alarm.textContent = alarm.dataset.words || '';
  });
}
