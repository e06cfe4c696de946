/** What was found wrong or doubtful: where it stands, the law or rule behind it, and a sentence a DPO understands. */
export interface Finding {
  code: string;
  field: string | null;
  severity: 'error' | 'warning';
  source: string | null;
  sentence: string;
}

export interface RefusalDetails {
  code: string;
  /** One sentence: what, and where. */
  message: string;
  /** One sentence: what to do now. */
  next: string;
  findings?: Finding[];
}

/** Exit statuses of the command line; they are part of the interface (sysexits, and 2 for a missed deadline). */
export const EXIT = {
  ok: 0,
  missed: 2,
  usage: 64,
  data: 65,
  serviceAway: 69,
  bug: 70,
  waiting: 75,
  notAllowed: 77,
} as const;
export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

/** An answer of "no": a normal outcome with a stable code, never a bug. Carries no personal data. */
export class Refusal extends Error {
  readonly details: RefusalDetails;
  readonly exit: ExitStatus;

  constructor(details: RefusalDetails, exit: ExitStatus = EXIT.data) {
    super(details.message);
    this.name = 'Refusal';
    this.details = details;
    this.exit = exit;
  }
}

/** Text with control and direction characters made visible, so that it can neither move a cursor nor turn a line round. */
export const visibleText = (text: string): string =>
  text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: making them visible is the purpose
    /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** A value for an error sentence: quoted, cut at 80 characters, control and direction characters made visible. */
export const quoteValue = (value: unknown): string =>
  `'${visibleText(String(value).slice(0, 80))}${String(value).length > 80 ? '…' : ''}'`;
