import { alarm, get } from './pages.js';
import { ALARM, Sound } from './sound.js';
import { Stream } from './stream.js';

/** @typedef {import('./connection.js').Shown} Shown */

/**
 * Keeps whoever is on duty awake, on whatever page of queue or case: sound, alarm and title.
 */
export class Watch {
  /**
   * @param {Record<string, (content: any) => void>} [handlers] for more than the alarm
   * @param {() => Shown | null} [shown] of a case
   * @param {number} [own] the case that raises its own alarm
   */
  constructor(handlers = {}, shown = () => null, own = 0) {
    this.alarm = get('alarm');
    this.own = own;
    this.title = document.title;
    this.unread = 0;
    const { emergencies = '', events = '' } = this.alarm.dataset;
    this.emergencies = new Set(emergencies.split(' ').filter(Boolean).map(Number));
    this.sound = new Sound();
    this.name();
    /** @param {{ emergencies: number[] }} content */
    const queue = (content) => {
      this.changed(content.emergencies);
      handlers.queue?.(content);
    };
    new Stream(() => ({ address: events, shown: shown() }), { ...handlers, queue });
    addEventListener('focus', () => this.read());
  }

  /** @param {number[]} emergencies */
  changed(emergencies) {
    const added = emergencies.filter((number) => !this.emergencies.has(number));
    this.emergencies = new Set(emergencies);
    this.name();
    if (added.some((number) => number !== this.own)) {
      this.sound.play(ALARM);
      alarm(this.alarm);
    } else if (!emergencies.length) {
      this.alarm.textContent = '';
    }
  }

  /** Something that somebody should read, who may be looking elsewhere. */
  arrived() {
    if (document.hasFocus()) return;
    this.unread += 1;
    this.name();
  }

  read() {
    this.unread = 0;
    this.name();
  }

  /** The tab tells of emergencies and of unread words even while another is open. */
  name() {
    const { size } = this.emergencies;
    const marks = [this.unread && `● ${this.unread}`, size && `▲ ${size}`, this.title];
    document.title = marks.filter(Boolean).join(' · ');
  }
}
