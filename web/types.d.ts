/** What the browser and the server say to each other, for all scripts. Read by tsc only. */

interface Button {
  title: string;
  token: string;
}

interface Age extends Button {
  band: string;
}

type Action = 'simpler' | 'person' | 'menu' | 'skip_age';

/** What may be said at the beginning of a conversation. */
interface Offer {
  conversation: string;
  ages: Age[];
  topics: Button[];
  actions: Record<Action, string>;
}

/** A help service; keys without a value are left out. */
interface Card {
  name: string;
  local_name?: string;
  kind: string;
  phone?: string;
  dial?: string[];
  chat_url?: string;
  website?: string;
  report_url?: string;
  email?: string;
  sms?: string;
  hours?: string;
  free?: boolean;
  anonymous?: boolean;
  languages?: string[];
  only_for?: string;
  caution?: string;
  source?: string;
  checked?: string;
  confidence?: string;
}

interface EmergencyCard {
  number: string;
  dial?: string[];
  if_no_answer?: string[];
  note?: string;
  instead?: Record<string, string>;
  source?: string;
}

interface Help {
  introduction: string;
  emergency: EmergencyCard | null;
  country?: string | null;
  cards: Card[];
}

interface Message {
  before: string[];
  help: Help | null;
  after: string[];
  /** The languages of paragraphs that are not in English. */
  parts?: Record<string, string>;
  buttons: Button[];
  urgent: boolean;
  /** The last words ask for the country. */
  asks_country?: boolean;
  /** Somebody is, or may be, in danger. */
  alarm?: boolean;
}

interface Country {
  name: string;
  own_name: string;
  emergency: EmergencyCard;
  cards: Card[];
}

/** The browser's own copy of the register. */
interface Register {
  v: number;
  default_country: string | null;
  emergency: EmergencyCard;
  across_borders: Card[];
  countries: Record<string, Country>;
}

/** What POST /chat/message takes beside the conversation. */
type Said = { text: string } | { token: string } | { country: string };

/** Something to say, in whichever conversation it will be said. */
type Content = (offer: Offer) => Said;

/** What the child has said about itself; told to each conversation once. */
type Fact = 'age' | 'country';

/** What the server said; `status` is 200, that of a refusal, or 0 where there was no answer. */
interface Result {
  status: number;
  messages: Message[];
  /** Whether a person is asked for, or has the chat. */
  person?: string;
}

interface Reply extends Result {
  /** Whether the conversation before it was over, so that this is the first message of another. */
  isNew: boolean;
}

/** The English name of a country, or its code. */
type NameOf = (code: string) => string;

/** The code of the chosen country, empty where the child won't say, and the tap. */
type OnCountry = (code: string, event: Event) => void;

/** The element with the chat, as the scripts that come later see it. */
interface Chat extends HTMLElement, Actions {
  /** Another number for each chat that is begun on the page. */
  visit: number;
  conversation: import('./static/conversation.js').Conversation;
  helplines: import('./static/conversation.js').Helplines;
  composer: import('./static/controls.js').Composer;
  menu: HTMLElement;
  tools: HTMLElement;
  talk: { leave(): void } | null;
  answer(messages: Message[], asks: boolean): void;
  show(message: Message): void;
  draw(turn: Element): void;
  showLocalHelp(...before: string[]): void;
  clearReplies(): void;
  reveal(): void;
}

/** The scripts that the page begins without. */
interface Scripts {
  tools: typeof import('./static/tools.js');
  later: typeof import('./static/later.js');
  person: typeof import('./static/person.js');
}

/** What the buttons around the chat do. */
interface Actions {
  chooseAge(age: Age, event: Event): void;
  choose(button: Button, event: Event): void;
  act(action: Action, event: Event): void;
  showNumbers(event: Event): void;
  startAgain(event: Event): void;
  /** Says something to those who hear the page, and goes back to the box. */
  thank(words: string, event?: Event): void;
}

/** A step of a scenario; which fields there are, its kind tells. */
interface Step {
  kind: 'scene' | 'spoken' | 'asked' | 'stop';
  words: string;
  speaker: string;
  question: string;
  vote: string[];
  listen_for: string[];
}

/** What the classroom's scenario page plays. */
interface Script {
  name: string;
  band: string;
  country: string | null;
  asker: string;
  note: string;
  steps: Step[];
  bot: string;
  home: string;
}

/** Why the bot gave an answer; `sure` is a share between 0 and 1. */
interface Why {
  intent: string;
  means: string;
  sure: number;
  second: { intent: string; sure: number } | null;
  risk: string;
  conversation_risk: string;
  reasons: string[];
  rule: string;
  sources: string[];
  grade: number | null;
}

/** What the classroom gets for a step, or for words typed before the class. */
interface Answered {
  messages: Message[];
  why: Why;
  private?: boolean;
  text?: string | null;
}

interface QuizQuestion {
  statement: string;
  true: boolean;
  reason: string;
}

/** What became of a child's wish for a person, and what the person wrote. */
interface PersonNews {
  live: 'waiting' | 'talking' | 'over';
  service: string;
  messages: { id: number; text: string }[];
  closing: Message[];
}
