import { fill, make } from './messages.js';
import { Vote, Wall, part, played } from './wall.js';

const CHOICES = ['True', 'False'];

/** The quiz on the wall: hands, then the answer with its reason; the score is the whole class's. */
class Quiz {
  constructor() {
    const { questions, home } = played();
    /** @type {QuizQuestion[]} */
    this.questions = questions;
    /** @type {Vote | undefined} */
    this.vote = undefined;
    this.place = 0;
    /** @type {boolean[]} */
    this.isAnswered = [];
    /** @type {number[][]} */
    this.hands = [];
    this.begin();
    this.wall = new Wall(
      home,
      { next: () => this.next(), back: () => this.back(), again: () => this.begin(), focus: () => part('next').focus() },
      (number, by) => this.vote?.count(number, by),
    );
    part('next').focus();
  }

  begin() {
    this.place = 0;
    this.isAnswered = this.questions.map(() => false);
    this.hands = this.questions.map(() => CHOICES.map(() => 0));
    this.show();
  }

  next() {
    if (this.place >= this.questions.length) return;
    if (this.isAnswered[this.place]) this.place += 1;
    else this.isAnswered[this.place] = true;
    this.show();
  }

  back() {
    if (this.place) this.place -= 1;
    this.show();
  }

  /** Whether more hands were up for the right choice than for the other. @param {number} place */
  isRight(place) {
    const [yes, no] = this.hands[place];
    return this.questions[place].true ? yes > no : no > yes;
  }

  score() {
    return this.questions.filter((_, place) => this.isAnswered[place] && this.isRight(place)).length;
  }

  show() {
    const isOver = this.place >= this.questions.length;
    const { length } = this.questions;
    part('progress').textContent = isOver ? '' : `${this.place + 1} of ${length}. Class: ${this.score()}`;
    fill(part('question'), ...(isOver ? this.end() : this.question()));
    part('next').textContent = !isOver && this.isAnswered[this.place] ? 'Next →' : 'Show the answer →';
    part('next').toggleAttribute('disabled', isOver);
    part('back').toggleAttribute('disabled', !this.place);
  }

  question() {
    const { statement, true: isTrue, reason } = this.questions[this.place];
    this.vote = new Vote(CHOICES, this.hands[this.place]);
    const answer = make('div', { class: 'card answer' }, make('h3', {}, isTrue ? '✓ True' : '✗ False'), make('p', {}, reason));
    return [
      make('h2', {}, statement),
      this.vote.element,
      ...(this.isAnswered[this.place] ? [answer] : []),
    ];
  }

  end() {
    this.vote = undefined;
    return [
      make('h2', {}, `Together you got ${this.score()} of ${this.questions.length}.`),
      make('p', {}, 'What surprised you most?'),
    ];
  }
}

new Quiz();
