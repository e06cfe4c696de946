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

/** Which of the personal things the mould has a place for. */
export interface Places {
  named: boolean;
  referenced: boolean;
}

/** A notice in one language to one audience, composed once; what differs from person to person is filled in. */
export class NoticeMould {
  /** Text between the places, and what goes there, in turn. */
  readonly #pieces: readonly (Buffer | Fill)[];
  readonly #from: string;

  private constructor(mime: string, from: string) {
    this.#pieces = piecesOf(mime);
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
    const parts = this.#pieces.map((piece) => (typeof piece === 'function' ? piece(personal) : piece));
    const mime = Buffer.allocUnsafe(parts.reduce((octets, part) => octets + Buffer.byteLength(part), 0));
    let at = 0;
    for (const part of parts) at += typeof part === 'string' ? mime.write(part, at) : part.copy(mime, at);
    return { from: this.#from, to: personal.to, mime };
  }
}

/** What an encoding may put between any two characters of a line of the body, or of an encoded header. */
const BREAK = '=\\r\\n|\\?=(?:\\r\\n)? =\\?UTF-8\\?Q\\?';

/** A mark, wherever the encoding has broken it over two lines. */
const spread = (mark: string): string => [...mark].join(`(?:${BREAK})?`);

/** The places of a mould, each with how the text found there is replaced. */
const KINDS: readonly { place: string; fill: (found: string) => Fill }[] = [
  {
    place: spread(MARKS.text),
    fill:
      () =>
      ({ name }) =>
        quotedPrintable(name ?? ''),
  },
  {
    place: spread(MARKS.html),
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
    fill:
      () =>
      ({ date }) =>
        date.toUTCString().replace('GMT', '+0000'),
  },
];
const PLACES = new RegExp(KINDS.map(({ place }) => `(${place})`).join('|'), 'g');

/** Puts a reference where its mark was, character for character: line breaks stay where they were. */
function inPlace(found: string): Fill {
  const parts = found.split(new RegExp(`(${BREAK})`));
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

function piecesOf(mime: string): (Buffer | Fill)[] {
  const pieces: (Buffer | Fill)[] = [];
  let from = 0;
  for (const match of mime.matchAll(PLACES)) {
    const kind = KINDS[match.slice(1).findIndex((group) => group !== undefined)];
    if (kind === undefined) continue;
    pieces.push(Buffer.from(mime.slice(from, match.index), 'latin1'), kind.fill(match[0]));
    from = match.index + match[0].length;
  }
  return [...pieces, Buffer.from(mime.slice(from), 'latin1')];
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
    // A space that ends a line is written in three octets.
    const plain = SAFE.test(character) && !(character === ' ' && length > LINE_OCTETS - 3);
    const octets = plain ? character : [...Buffer.from(character)].map(escaped).join('');
    if (length + octets.length > LINE_OCTETS) lines.push('');
    lines[lines.length - 1] += octets;
  }
  return `=\r\n${lines.map((line) => line.replace(/ $/, '=20')).join('=\r\n')}=\r\n`;
}

const escaped = (octet: number): string => `=${octet.toString(16).toUpperCase().padStart(2, '0')}`;
