import type { LineFault } from '../domain/notice/recipient-row.ts';
import { EXIT, type Finding, Refusal } from '../domain/refusal.ts';

const SHOWN = 20;

/** The faulty lines of a list: the first ones to mend, and how many there are of each kind. */
export class ListFaults {
  readonly #first: LineFault[] = [];
  readonly #byCode = new Map<string, number>();
  #stopped = false;

  get any(): boolean {
    return this.#first.length > 0;
  }

  /** @param last  nothing after this line can be read */
  add(fault: LineFault, { last = false } = {}): void {
    if (this.#first.length < SHOWN) this.#first.push(fault);
    this.#byCode.set(fault.details.code, (this.#byCode.get(fault.details.code) ?? 0) + 1);
    this.#stopped ||= last;
  }

  /** One fault speaks for itself; several are listed as findings, in the order of the file, under the first one's code. */
  refusal(): Refusal {
    const [first] = this.#first;
    if (!first) throw new Error('Cannot refuse a list: no line of it is faulty');
    const count = [...this.#byCode.values()].reduce((sum, lines) => sum + lines, 0);
    if (count === 1) return first;
    const kinds = [...this.#byCode].map(([code, lines]) => `${code} ${lines}`).join(', ');
    const listed = count > SHOWN ? `; the first ${SHOWN} are listed` : '';
    const stopped = this.#stopped ? '; what follows the last could not be read' : '';
    const message = `${count} lines cannot be read (${kinds})${listed}${stopped}. ${first.message}`;
    const next = 'Correct these lines and read the list again; nothing was imported';
    return new Refusal({ code: first.details.code, message, next, findings: this.#first.map(findingOf) }, EXIT.data);
  }
}

const findingOf = ({ details, line, column, what }: LineFault): Finding => ({
  code: details.code,
  field: `line ${line}${column === null ? '' : `, column ${column}`}`,
  severity: 'error',
  source: null,
  sentence: what,
});
