// The help page where scripts run: who leaves it leaves the chats of this browser too, and who goes
// back to the chat that opened it finds that one. Without scripts its links do what they say.

/** @type {Window | null} */
const chat = window.opener;

/** Nothing of the page stays in sight or in the tab's history. @param {HTMLAnchorElement} link */
function leave({ href }) {
  document.title = 'Loading';
  document.body.replaceChildren();
  if ('BroadcastChannel' in window) new BroadcastChannel('beacon-leave').postMessage('');
  location.replace(href);
}

/** @param {string} which @param {(link: HTMLAnchorElement) => void} change */
function eachLink(which, change) {
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const links = document.querySelectorAll(which);
  links.forEach(change);
}

eachLink('a.exit', (link) => {
  link.addEventListener('click', (event) => {
    event.preventDefault();
    leave(link);
  });
});

if (chat) {
  eachLink('a[href="/"]', (link) => {
    link.addEventListener('click', (event) => {
      if (chat.closed) return;
      event.preventDefault();
      window.close();
    });
  });
  // Another site in this tab would cut it off from the chat.
  eachLink('main a[rel~="noreferrer"]', (link) => {
    link.target = '_blank';
    link.append(' (new tab)');
  });
}
