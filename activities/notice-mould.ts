import { escapeHtml } from '../templates/environment.ts';
import { composeMail, type Message } from './compose-mail.ts';
import type { Mail } from './sender.ts';

/** What of a notice differs from person to person. */
export interface Personal {
  to: string;
  name: string | null;
  /** `7KQ3-9XWD-4TBM-2C`; null where the mould was made without one. */
  reference: string | null;
  messageId: string;
  date: Date;
}

/** Stand for what is filled in later; letters and digits only, so that no encoding touches them. */
const MARKS = { text: 'Zq7TextNameZq7', html: 'Zq7HtmlNameZq7' } as const;
/** Of the form of a reference, so that an encoding breaks and folds the lines as it would for a reference itself. */
const REFERENCE = 'ZQ7Z-Q7ZQ-7ZQ7-ZQ';
const TO = 'zq7to@placeholder.invalid';
const MESSAGE_ID = '<zq7id@placeholder.invalid>';

/** All of a message that is the same for everybody. */
type Rendering = Omit<Message, 'to' | 'messageId' | 'date'>;

type Fill = (personal: Personal) => string;

/** Text that is the same for everybody, and what goes behind it. */
interface Piece {
  before: Buffer;
  /** Begins no line with a dot. */
  fill: Fill;
  /** What goes behind it stands on lines of its own. */
  breaks: boolean;
}

/** Which of the personal things the mould has a place for. */
export interface Places {
  named: boolean;
  referenced: boolean;
}

/** A notice in one language to one audience, composed once; what differs from person to person is filled in. */
export class NoticeMould {
  /** Text between the places, and what goes there, in turn. */
  readonly #pieces: readonly Piece[];
  /** Octets that are the same for everybody. */
  readonly #common: number;
  readonly #dotless: boolean;
  readonly #from: string;
  readonly #slab = new Slab();

  private constructor(mime: string, from: string) {
    this.#pieces = piecesOf(mime);
    this.#common = this.#pieces.reduce((octets, { before }) => octets + before.length, 0);
    this.#dotless = !/^\./m.test(mime) && !this.#pieces.some(beginsWithDot);
    this.#from = from;
  }

  /**
   * @param render  the notice to a person of this name, with this reference; null: not known, or without
   */
  static async of(
    render: (name: string | null, reference: string | null) => Rendering | Promise<Rendering>,
    { named, referenced }: Places,
  ): Promise<NoticeMould> {
    const message = await render(named ? MARKS.text : null, referenced ? REFERENCE : null);
    const html = message.html?.replaceAll(MARKS.text, MARKS.html);
    const marked = {
      ...message,
      ...(html === undefined ? {} : { html }),
      to: TO,
      messageId: MESSAGE_ID,
      date: new Date(0),
    };
    return new NoticeMould((await composeMail(marked)).mime.toString('latin1'), message.from.address);
  }

  fill(personal: Personal): Mail {
    const texts: string[] = [];
    let octets = this.#common;
    for (const { fill } of this.#pieces) {
      const text = fill(personal);
      texts.push(text);
      octets += Buffer.byteLength(text);
    }
    const mime = this.#slab.take(octets);
    let [at, next] = [0, 0];
    for (const { before } of this.#pieces) {
      mime.set(before, at);
      at += before.length;
      at += mime.write(texts[next] ?? '', at);
      next += 1;
    }
    return { from: this.#from, to: personal.to, mime, dotless: this.#dotless };
  }
}

/** What an encoding may put between any two characters of a line of the body, or of an encoded header. */
const BREAK = '=\\r\\n|\\?=(?:\\r\\n)? =\\?UTF-8\\?Q\\?';

/** A mark, wherever the encoding has broken it over two lines. */
const spread = (mark: string): string => [...mark].join(`(?:${BREAK})?`);

/** The places of a mould, each with how the text found there is replaced. */
const KINDS: readonly { place: string; breaks?: true; fill: (found: string) => Fill }[] = [
  {
    place: spread(MARKS.text),
    breaks: true,
    fill:
      () =>
      ({ name }) =>
        quotedPrintable(name ?? ''),
  },
  {
    place: spread(MARKS.html),
    breaks: true,
    fill:
      () =>
      ({ name }) =>
        quotedPrintable(escapeHtml(name ?? '')),
  },
  { place: spread(REFERENCE), fill: inPlace },
  {
    place: TO,
    fill:
      () =>
      ({ to }) =>
        to,
  },
  {
    place: MESSAGE_ID,
    fill:
      () =>
      ({ messageId }) =>
        messageId,
  },
  {
    place: '(?<=\\r\\nDate: )[^\\r]+',
    fill: () => {
      const shown = remembered((second: number) => new Date(second * 1000).toUTCString().replace('GMT', '+0000'));
      return ({ date }) => shown(Math.floor(date.getTime() / 1000));
    },
  },
];
const PLACES = new RegExp(KINDS.map(({ place }) => `(${place})`).join('|'), 'g');

/** Puts a reference where its mark was, character for character: line breaks stay where they were. */
function inPlace(found: string): Fill {
  const parts = found.split(new RegExp(`(${BREAK})`));
  if (parts.length === 1) return ({ reference }) => reference ?? '';
  return ({ reference }) => {
    let at = 0;
    return parts
      .map((part, index) => {
        if (index % 2 === 1) return part;
        at += part.length;
        return (reference ?? '').slice(at - part.length, at);
      })
      .join('');
  };
}

function piecesOf(mime: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of mime.matchAll(PLACES)) {
    const kind = KINDS[match.slice(1).findIndex((group) => group !== undefined)];
    if (kind === undefined) continue;
    const before = Buffer.from(mime.slice(from, match.index), 'latin1');
    pieces.push({ before, fill: kind.fill(match[0]), breaks: kind.breaks ?? false });
    from = match.index + match[0].length;
  }
  return [...pieces, { before: Buffer.from(mime.slice(from), 'latin1'), fill: () => '', breaks: false }];
}

const DOT = '.'.charCodeAt(0);

/** Whether a name that stands on lines of its own leaves a dot behind it at the beginning of the next. */
const beginsWithDot = ({ before }: Piece, index: number, pieces: readonly Piece[]): boolean =>
  before[0] === DOT && pieces[index - 1]?.breaks === true;

/** Answers the question asked last without working it out again. */
function remembered<Q, A>(answer: (question: Q) => A): (question: Q) => A {
  let last: { question: Q; answer: A } | null = null;
  return (question) => {
    if (last?.question !== question) last = { question, answer: answer(question) };
    return last.answer;
  };
}

const SLAB_OCTETS = 256 * 1024;

/** Cuts messages out of large pieces of memory: one such piece costs the collector less than forty small ones. */
class Slab {
  #left = Buffer.alloc(0);

  take(octets: number): Buffer {
    if (octets > SLAB_OCTETS) return Buffer.allocUnsafeSlow(octets);
    if (octets > this.#left.length) this.#left = Buffer.allocUnsafeSlow(SLAB_OCTETS);
    const taken = this.#left.subarray(0, octets);
    this.#left = this.#left.subarray(octets);
    return taken;
  }
}

const LINE_OCTETS = 75;
const SAFE = /^[ -<>-~]*$/;

/**
 * A name within a quoted-printable line: on lines of its own, none longer than 76 octets.
 *
 * @see RFC 2045, 6.7
 */
function quotedPrintable(text: string): string {
  const lines = [''];
  for (const character of text) {
    const { length } = lines.at(-1) ?? '';
    // A space that ends a line is written in three octets; a dot that begins one too, as SMTP would double it.
    const plain =
      SAFE.test(character) && !(character === ' ' ? length > LINE_OCTETS - 3 : character === '.' && length === 0);
    const octets = plain ? character : [...Buffer.from(character)].map(escaped).join('');
    if (length + octets.length > LINE_OCTETS) lines.push('');
    lines[lines.length - 1] += octets;
  }
  return `=\r\n${lines.map((line) => line.replace(/ $/, '=20')).join('=\r\n')}=\r\n`;
}

const escaped = (octet: number): string => `=${octet.toString(16).toUpperCase().padStart(2, '0')}`;
