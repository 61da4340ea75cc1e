import { Connection } from './connection.js';

// Runs once for all tabs of a browser: with a stream in each of six tabs, HTTP/1.1 leaves no
// connection over which anything else could be sent or opened.
const connection = new Connection();

addEventListener('connect', (event) => {
  const [port] = /** @type {MessageEvent} */ (event).ports;
  const tell = connection.line((kind, content) => port.postMessage({ kind, content }));
  port.addEventListener('message', ({ data }) => tell(data));
  port.start();
  port.postMessage({ kind: 'joined' });
});
