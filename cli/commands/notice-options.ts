import type { Command } from 'commander';
import { waveNumber } from './recipients-options.ts';

const EXITS = '\nExit status: 0, 64 usage, 65 refused, 69 a service is away, 75 saved and waiting, 77 not allowed.';

/** A command about the notices of one case. */
export const ofCase = (noun: Command, name: string, what: string): Command =>
  noun.command(name).description(what).argument('<case>', 'case, e.g. breach-2026-0042').addHelpText('after', EXITS);
/** The same about one wave of it; the first unless --wave says otherwise. */
export const ofWave = (noun: Command, name: string, what: string): Command =>
  ofCase(noun, name, what).option('--wave <number>', 'which wave', waveNumber, 1);
