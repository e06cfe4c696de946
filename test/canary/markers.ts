/** Words that stand nowhere but where a person wrote them; each free-text field of a case gets one of its own. */
export class Markers {
  readonly all: string[] = [];

  /** A new word for a field: letters only, so that it passes as a name, a sentence and part of an address alike. */
  next(): string {
    const letters = [...String(this.all.length).padStart(3, '0')].map((digit) => 'bcdfghjklm'[Number(digit)]);
    const word = `Kanari${letters.join('')}vox`;
    this.all.push(word);
    return word;
  }

  address(): string {
    return `${this.next().toLowerCase()}@canary.example`;
  }

  /** An object with a new word for each of the given fields. */
  fields<K extends string>(...names: K[]): Record<K, string> {
    return Object.fromEntries(names.map((name) => [name, `Texto ${this.next()}.`])) as Record<K, string>;
  }

  /** Which of them a text holds: plainly, in hexadecimal, or in base64 at any offset. */
  foundIn(text: string | Buffer): string[] {
    const haystack = withDecodings(typeof text === 'string' ? text : text.toString('latin1'));
    return this.all.filter((word) => haystack.includes(word.toLowerCase()));
  }
}

/** A text and what its base64 and hexadecimal runs decode to, in lower case. */
export function withDecodings(text: string): string {
  const base64 = text.match(/[A-Za-z0-9+/_-]{12,}={0,2}/g) ?? [];
  const hex = text.match(/(?:[0-9a-f]{2}){6,}/gi) ?? [];
  const decoded = [
    ...base64.flatMap((run) => [0, 1, 2, 3].map((skip) => Buffer.from(run.slice(skip), 'base64').toString('latin1'))),
    ...hex.map((run) => Buffer.from(run, 'hex').toString('latin1')),
  ];
  return [text, ...decoded].join('\n').toLowerCase();
}

/** Everything in a value that can be read, bytes as text. */
export function textOf(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (Array.isArray(value)) return value.map(textOf).join('\n');
  if (value !== null && typeof value === 'object') {
    return Object.entries(value)
      .map(([key, each]) => `${key} ${textOf(each)}`)
      .join('\n');
  }
  return String(value);
}
