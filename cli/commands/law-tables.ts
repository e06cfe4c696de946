import type { Command } from 'commander';
import { stepsDue } from '../../domain/clocks/adjacent.ts';
import { readLocalTime } from '../../domain/clocks/read-local-time.ts';
import { rfc3339InZone, showInstant } from '../../domain/clocks/show-time.ts';
import { AUTHORITIES, type Authority, requireAuthority } from '../../domain/law/authorities.ts';
import { appliesAt, REGIMES, type Regime } from '../../domain/law/regimes.ts';
import { type Answer, act } from '../answer.ts';
import { examples } from '../examples.ts';
import { columns } from '../text-table.ts';

const CONFIDENCE_LEGEND =
  "Confidence: A seen on the authority's or the EDPB's page, B in a third party's list, C from memory.\n" +
  'Verify an address before its first real use; every channel is worked by a person.';

function authoritiesTable(): string {
  const head = ['CODE', 'ABBR', 'LANGUAGES', 'ZONE', 'CHANNEL', 'CONFIDENCE', 'VERIFIED', 'NAME'];
  const rows = AUTHORITIES.map((row) => [
    row.code,
    row.abbr ?? '-',
    row.languages.join(' '),
    row.zones[0],
    row.channels.join(', '),
    row.confidence,
    row.verifiedAt,
    row.name,
  ]);
  return `${columns([head, ...rows])}\n\n${CONFIDENCE_LEGEND}`;
}

function authorityText(row: Authority): string {
  const optional = (label: string, value: string | null): string[][] => (value === null ? [] : [[label, value]]);
  const rows = [
    ['Code', row.code],
    ['Name', row.name],
    ...optional('Abbreviation', row.abbr),
    ['Law', row.regime],
    ['Supervises', row.sector],
    ['Languages', row.languages.join(', ')],
    ['Zones', row.zones.join(', ')],
    ['Channel', row.channels.join(', ')],
    ['Addresses', row.addresses.join(', ') || 'not known'],
    ['Confidence', row.confidence],
    ...optional('Evidence', row.evidence),
    ['Verified', row.verifiedAt],
    ...row.notes.map(({ text, evidence }) => ['Note', `${text} (${evidence})`]),
  ];
  return `${columns(rows)}\n\n${CONFIDENCE_LEGEND}`;
}

function answerAuthorities(code: string | undefined): Answer {
  if (code === undefined) {
    return { data: AUTHORITIES, text: authoritiesTable(), next: 'Next: tocsin law authorities ES' };
  }
  const row = requireAuthority(code);
  return {
    data: row,
    text: authorityText(row),
    next: `Next: tocsin law clocks --aware <when> --authority ${row.code}`,
  };
}

function regimeText(regime: Regime): string {
  const steps = regime.steps.map(({ name, offset, anchor }) => `${name} ${offset ?? 'no number'} from ${anchor}`);
  const from = regime.effectiveFrom?.slice(0, 10) ?? 'not law';
  const until = regime.effectiveTo ? ` until ${regime.effectiveTo}` : '';
  return [
    `${regime.id}  ${regime.regime}${regime.enabled ? '' : '  (disabled)'}`,
    `  in scope   ${regime.inScopeWhen}`,
    `  trigger    ${regime.trigger}`,
    ...steps.map((step) => `  step       ${step}`),
    `  recipient  ${regime.recipient}`,
    `  source     ${regime.source}`,
    `  effective  ${from}${until}; verified ${regime.verifiedAt}, confidence ${regime.confidence}`,
    ...(regime.note ? [`  note       ${regime.note}`] : []),
  ].join('\n');
}

interface RegimeOptions {
  aware?: string;
  zone: string;
}

/** The rows that apply to a breach by its awareness, with the steps that run from awareness. */
function answerRegimesAt(awareText: string, zone: string): Answer {
  const awareAt = readLocalTime(awareText, zone).at;
  const rows = REGIMES.filter((regime) => appliesAt(regime, awareAt)).map((regime) => ({
    regime,
    due: stepsDue(regime, { awareAt }, zone),
  }));
  const inZone = (at: string | null): string | null => at && rfc3339InZone(at, zone);
  const lines = rows.flatMap(({ regime, due }) =>
    due.map(({ step, dueAt }) => [regime.id, step, dueAt ? showInstant(dueAt, zone) : '-', regime.inScopeWhen]),
  );
  return {
    data: rows.map(({ regime, due }) => ({
      ...regime,
      due: due.map(({ step, dueAt }) => ({ step, dueAt: inZone(dueAt) })),
    })),
    text: columns([['RULE', 'STEP', 'DUE', 'IN SCOPE WHEN'], ...lines]),
    next: 'A dash: the step runs from another event than awareness, or the law names no number',
  };
}

function answerRegimes({ aware, zone }: RegimeOptions): Answer {
  if (aware !== undefined) return answerRegimesAt(aware, zone);
  return { data: REGIMES, text: REGIMES.map(regimeText).join('\n\n'), next: 'Next: tocsin law regimes --aware <when>' };
}

/** `law authorities` and `law regimes`. */
export function addTableCommands(law: Command): void {
  const authorities = law.command('authorities').argument('[code]', 'one authority in full, such as ES');
  authorities.description('supervisory authorities: where and how to file');
  examples(authorities, 'law authorities', 'law authorities ES -o json');
  act(authorities, async ([code]) => answerAuthorities(code));

  const regimes = law
    .command('regimes')
    .description('duties to report, the GDPR and those beside it, with their dates');
  regimes
    .option('--aware <time>', 'only those that apply to a breach known since then, with their instants')
    .option('--zone <zone>', 'zone to read and show times in', 'Europe/Madrid');
  examples(regimes, 'law regimes', 'law regimes --aware 2026-10-23T18:00:00+02:00 --zone Europe/Madrid');
  act<RegimeOptions>(regimes, async (_args, options) => answerRegimes(options));
}
