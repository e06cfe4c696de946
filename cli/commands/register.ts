import { readFileSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { knownHeadFrom } from '../../database/chain-check.ts';
import { type ExportVerification, exportCase, renderExport, verifyExport } from '../../database/export.ts';
import { createPool, type Pool } from '../../database/pool.ts';
import { organisationsInRegister } from '../../database/register.ts';
import { inSnapshot, type Tx } from '../../database/transaction.ts';
import { createVault } from '../../database/vault.ts';
import { type RegisterVerification, type VerifyOptions, verifyRegister } from '../../database/verify.ts';
import { EXIT, quoteValue, Refusal } from '../../domain/refusal.ts';
import { loadConfig } from '../../worker/config.ts';
import { type Answer, act, type CommonOptions } from '../answer.ts';
import { addRebuildCommand } from './register-rebuild.ts';

interface RegisterVerifyOptions {
  head?: string[];
  words?: boolean;
}

interface RegisterExportOptions {
  file?: string;
}

export default function register(noun: Command): void {
  const verify = noun
    .command('verify')
    .description('check the hash chain of the register, or of an exported file (no server needed)')
    .argument('[file]', 'file made by tocsin register export')
    .option('--head <seq:hash>', 'a head written down earlier; may be repeated', collect)
    .option('--words', 'also open every sealed text and compare it with the register (needs the master key)')
    .addHelpText('before', examples('register verify', 'register verify breach-2026-0042-register.json'))
    .addHelpText('after', '\nExit status: 0 in order, 65 broken, 69 PostgreSQL is away.');
  act<RegisterVerifyOptions>(verify, ([file], options) => (file ? verifyFile(file, options) : verifyDatabase(options)));

  const save = noun
    .command('export')
    .description('write the register of one case to a file that anybody can verify')
    .argument('<case>', 'e.g. breach-2026-0042')
    .option('--file <file>', 'where to (default: <case>-register.json in this folder)')
    .addHelpText(
      'before',
      examples('register export breach-2026-0042', 'register export breach-2026-0042 --file audit.json'),
    )
    .addHelpText(
      'after',
      '\nThe file holds ids, instants and codes, no words. An existing file is replaced only with --yes.',
    );
  act<RegisterExportOptions>(save, ([caseId = ''], options) => exportToFile(caseId, options));

  addRebuildCommand(noun);
}

const examples = (...lines: string[]): string => `${lines.map((line) => `  $ tocsin ${line}`).join('\n')}\n`;

const collect = (text: string, earlier: string[] = []): string[] => [...earlier, text];

async function verifyFile(file: string, { head = [], words }: RegisterVerifyOptions): Promise<Answer> {
  if (words)
    throw usage('--words needs the database: an exported file holds no words', 'Leave out the file, or --words');
  const found = verifyExport(readText(file), head.map(knownHeadFrom));
  const whose = `${found.caseEntries} entries of case ${found.caseId} in the register of ${found.organisationId}`;
  return { data: found, text: `${whose}\n${sentences(found)}`, exit: found.ok ? EXIT.ok : EXIT.data };
}

async function verifyDatabase({ head = [], words, org }: RegisterVerifyOptions & CommonOptions): Promise<Answer> {
  const options: VerifyOptions = {
    heads: head.map(knownHeadFrom),
    ...(words ? { words: createVault(loadConfig().masterKey()) } : {}),
  };
  const found = await withDatabase((tx) => verifyAll(tx, org, options));
  const ok = found.every((one) => one.ok);
  const text = found.map((one) => `Register of ${one.organisationId}\n${sentences(one)}`).join('\n\n');
  return { data: asOne(found), text: text || 'The register is empty', exit: ok ? EXIT.ok : EXIT.data };
}

async function verifyAll(tx: Tx, org: string | undefined, options: VerifyOptions): Promise<RegisterVerification[]> {
  const organisations = org === undefined ? await organisationsInRegister(tx) : [org];
  if (options.heads?.length && organisations.length > 1) {
    throw usage(
      '--head belongs to one organisation, and the register holds several',
      `Add --org: ${organisations.join(', ')}`,
    );
  }
  if (organisations.length === 0 && options.heads?.length) organisations.push('');
  const found: RegisterVerification[] = [];
  for (const organisationId of organisations) found.push(await verifyRegister(tx, organisationId, options));
  return found;
}

/** One answer for all organisations: the first one broken speaks for all; a head exists only for a single one. */
function asOne(found: RegisterVerification[]): object {
  const [only, second] = found;
  if (only && !second) return { ...only, brokenAt: brokenAt(only), organisations: found };
  const worst = found.find(({ ok }) => !ok);
  return {
    entries: found.reduce((sum, { entries }) => sum + entries, 0),
    ok: !worst,
    head: null,
    brokenAt: worst ? brokenAt(worst) : null,
    assurance: worst ? 'broken' : 'chain only',
    organisations: found,
  };
}

const brokenAt = ({ brokenAt, organisationId }: RegisterVerification) => brokenAt && { ...brokenAt, organisationId };

function sentences(found: RegisterVerification | ExportVerification): string {
  const { entries, ok, head, assurance, verifiedUntil } = found;
  const actors = Object.entries(found.actors)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');
  const lines = [
    ok
      ? `✓ ${entries} entries, chain in order`
      : `✗ BROKEN ${broken(found)}; in order until entry ${verifiedUntil} of ${entries}`,
    ...(head ? [`Head: ${entries}:${head}`] : []),
    `Assurance: ${assurance}${actors ? `; actors: ${actors}` : ''}`,
    ...('words' in found && found.words
      ? [`Words: ${found.words.checked} as recorded, ${found.words.erased} erased`]
      : []),
    found.proves,
  ];
  return lines.join('\n');
}

const broken = ({ brokenAt }: RegisterVerification | ExportVerification): string =>
  brokenAt?.seq ? `at entry ${brokenAt.seq}: ${brokenAt.why}` : `: ${brokenAt?.why ?? ''}`;

async function exportToFile(caseId: string, options: RegisterExportOptions & CommonOptions): Promise<Answer> {
  const exported = await withDatabase((tx) => exportCase(tx, caseId));
  const file = options.file ?? `${exported.caseId}-register.json`;
  if (!options.dryRun) writeText(file, renderExport(exported), options.yes === true);
  const entries = exported.entries.filter((entry) => 'entry' in entry).length;
  const head = `${exported.head.seq}:${exported.head.hash}`;
  return {
    data: { caseId: exported.caseId, file, entries, head, written: !options.dryRun },
    text: `${options.dryRun ? 'Would write' : 'Wrote'} ${entries} entries of ${exported.caseId} to ${file}\nHead: ${head}`,
    next: `Check it anywhere: tocsin register verify ${file}`,
  };
}

async function withDatabase<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  const pool: Pool = createPool(loadConfig().databaseUrl('desk'), 'tocsin register', { max: 1 });
  try {
    return await inSnapshot(pool, work);
  } finally {
    await pool.end();
  }
}

const usage = (message: string, next: string): Refusal => new Refusal({ code: 'USAGE', message, next }, EXIT.usage);

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    const message = `Cannot read file ${quoteValue(file)}: ${code}`;
    throw new Refusal({ code: 'FILE_NOT_READABLE', message, next: 'Check the name and your right to read it' });
  }
}

function writeText(file: string, text: string, replace: boolean): void {
  try {
    writeFileSync(file, text, { flag: replace ? 'w' : 'wx', mode: 0o600 });
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    const exists = code === 'EEXIST';
    const message = `Cannot write file ${quoteValue(file)}: ${exists ? 'it exists already' : code}`;
    const next = exists
      ? 'Give another --file, or --yes to replace it'
      : 'Check the folder and your right to write there';
    throw new Refusal({ code: exists ? 'FILE_EXISTS' : 'FILE_NOT_WRITABLE', message, next });
  }
}
