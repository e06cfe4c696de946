import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Machine } from '../machine.ts';
import { ID_OCTETS, type MailSink } from '../mail-sink.ts';

const run = promisify(execFile);
const here = (name: string): string => path.join(import.meta.dirname, name);

/** Connections of everything that is measured. */
export const CONNECTIONS = 8;

/**
 * How a message is handed over: `oneByOne`, each command waiting for the answer to the one before, as mail libraries do;
 * `pipelined`, MAIL, RCPT and DATA together with the body of the message before.
 */
export type Way = 'oneByOne' | 'pipelined';

export interface RawLimit {
  /** Messages a second of each blaster there is, the best of its rounds. */
  c: number | null;
  node: number;
}

/** Where the characters of a message's id begin that a sink keeps. */
const offsetOf = (message: Buffer): number => message.indexOf('Message-ID: <') + 'Message-ID: <'.length;

/**
 * Hands the same message to the sink as fast as this machine can, recording nothing: by a program in C where there is a
 * compiler, and by one in Node.
 */
export class RawBlaster {
  readonly #sink: MailSink;
  readonly #message: Buffer;
  readonly #file: string;
  readonly #program: string | null;

  private constructor(sink: MailSink, message: Buffer, file: string, program: string | null) {
    this.#sink = sink;
    this.#message = message;
    this.#file = file;
    this.#program = program;
  }

  static async build({ folder }: Machine, sink: MailSink, message: Buffer): Promise<RawBlaster> {
    const file = path.join(folder, 'message.smtp');
    await writeFile(file, message);
    const program = path.join(folder, 'blaster');
    const compiled = await run('cc', ['-O2', '-o', program, here('blaster.c')]).then(
      () => true,
      () => false,
    );
    return new RawBlaster(sink, message, file, compiled ? program : null);
  }

  async round(way: Way, messages: number, best: RawLimit | null): Promise<RawLimit> {
    const c = this.#program === null ? null : messages / (await this.#byProgram(this.#program, way, messages));
    const node = messages / (await this.#byNode(way, messages));
    return { c: c === null ? null : Math.max(c, best?.c ?? 0), node: Math.max(node, best?.node ?? 0) };
  }

  async #byProgram(program: string, way: Way, messages: number): Promise<number> {
    const offset = offsetOf(this.#message);
    const args = [this.#sink.port, CONNECTIONS, messages, this.#file, offset, way].map(String);
    const { stdout } = await run(program, args);
    return Number(stdout);
  }

  async #byNode(way: Way, messages: number): Promise<number> {
    const child = fork(here('blaster-process.ts'), { serialization: 'advanced' });
    const task = { port: this.#sink.port, connections: CONNECTIONS, messages, message: this.#message };
    child.send({ ...task, offset: offsetOf(this.#message), idOctets: ID_OCTETS, oneByOne: way === 'oneByOne' });
    const [seconds] = (await once(child, 'message')) as [number];
    child.disconnect();
    return seconds;
  }
}

/** The raw limit: what the better of the two reached. */
export const rawLimit = ({ c, node }: RawLimit): number => Math.max(c ?? 0, node);
