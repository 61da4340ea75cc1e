export const ALARM = [880, 660, 880];
export const MESSAGE = [523, 659];
const TONE_SECONDS = 0.18;
const LOUDNESS = 0.25;
const WANTED = 'sound';

/**
 * Short tones, once somebody has switched it on: browsers play nothing before a tap. The wish is
 * kept for the tab; the first tap or key on the next page carries it out.
 */
export class Sound {
  constructor() {
    this.button = /** @type {HTMLButtonElement} */ (document.getElementById('sound'));
    this.hint = /** @type {HTMLElement} */ (document.getElementById('sound-hint'));
    this.button.hidden = false;
    this.button.addEventListener('click', () => this.toggle());
    if (sessionStorage.getItem(WANTED)) this.wake();
    this.draw();
  }

  get isOn() {
    return this.context?.state === 'running';
  }

  async toggle() {
    if (this.isOn) {
      sessionStorage.removeItem(WANTED);
      await this.context?.suspend();
    } else {
      sessionStorage.setItem(WANTED, 'on');
      await this.start();
      this.play(ALARM);
    }
    this.draw();
  }

  /** Tries at once, and again at the first tap or key. */
  wake() {
    const start = () => this.start();
    for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, start, { once: true });
    start();
  }

  async start() {
    if (!sessionStorage.getItem(WANTED)) return;
    if (!this.context) {
      this.context = new AudioContext();
      this.context.addEventListener('statechange', () => this.draw());
    }
    await this.context.resume();
  }

  /** @param {number[]} tones */
  play(tones) {
    const { context } = this;
    if (!context || !this.isOn) return;
    tones.forEach((pitch, position) => {
      const begin = context.currentTime + position * TONE_SECONDS;
      const tone = new OscillatorNode(context, { frequency: pitch });
      const volume = new GainNode(context, { gain: LOUDNESS });
      volume.gain.setTargetAtTime(0, begin + TONE_SECONDS * 0.6, TONE_SECONDS / 8);
      tone.connect(volume).connect(context.destination);
      tone.start(begin);
      tone.stop(begin + TONE_SECONDS);
    });
  }

  draw() {
    this.button.setAttribute('aria-pressed', String(this.isOn));
    this.hint.hidden = this.isOn;
  }
}
