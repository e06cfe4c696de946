import { escapeHtml } from '../templates/environment.ts';
import { composeMail, type Message } from './compose-mail.ts';
import type { Mail } from './sender.ts';

/** What of a notice differs from person to person. */
export interface Personal {
  to: string;
  name: string | null;
  messageId: string;
  date: Date;
}

/** Stand for what is filled in later; letters and digits only, so that no encoding touches them. */
const MARKS = { text: 'Zq7TextNameZq7', html: 'Zq7HtmlNameZq7' } as const;
const TO = 'zq7to@placeholder.invalid';
const MESSAGE_ID = '<zq7id@placeholder.invalid>';

type Fill = (personal: Personal) => string;

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
   * @param render  the notice to a person of this name; null: to somebody whose name is not known
   */
  static async of(
    render: (name: string | null) => Omit<Message, 'to' | 'messageId' | 'date'>,
    named: boolean,
  ): Promise<NoticeMould> {
    const message = render(named ? MARKS.text : null);
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
    const parts = this.#pieces.map((piece) => (typeof piece === 'function' ? Buffer.from(piece(personal)) : piece));
    return { from: this.#from, to: personal.to, mime: Buffer.concat(parts) };
  }
}

/** A mark, wherever the encoding has broken it over two lines. */
const spread = (mark: string): string => [...mark].join('(?:=\\r\\n)?');

const PLACES = new RegExp(
  [spread(MARKS.text), spread(MARKS.html), TO, MESSAGE_ID, '(?<=\\r\\nDate: )[^\\r]+']
    .map((place) => `(${place})`)
    .join('|'),
  'g',
);

const FILLS: readonly Fill[] = [
  ({ name }) => quotedPrintable(name ?? ''),
  ({ name }) => quotedPrintable(escapeHtml(name ?? '')),
  ({ to }) => to,
  ({ messageId }) => messageId,
  ({ date }) => date.toUTCString().replace('GMT', '+0000'),
];

function piecesOf(mime: string): (Buffer | Fill)[] {
  const pieces: (Buffer | Fill)[] = [];
  let from = 0;
  for (const match of mime.matchAll(PLACES)) {
    const fill = FILLS[match.slice(1).findIndex((group) => group !== undefined)];
    if (fill === undefined) continue;
    pieces.push(Buffer.from(mime.slice(from, match.index), 'latin1'), fill);
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
    const octets = SAFE.test(character) ? character : [...Buffer.from(character)].map(escaped).join('');
    if ((lines.at(-1) ?? '').length + octets.length > LINE_OCTETS) lines.push('');
    lines[lines.length - 1] += octets;
  }
  return `=\r\n${lines.map((line) => line.replace(/ $/, '=20')).join('=\r\n')}=\r\n`;
}

const escaped = (octet: number): string => `=${octet.toString(16).toUpperCase().padStart(2, '0')}`;
