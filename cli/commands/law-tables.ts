import type { Command } from 'commander';
import { AUTHORITIES, type Authority, requireAuthority } from '../../domain/law/authorities.ts';
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

/** `law authorities`. */
export function addTableCommands(law: Command): void {
  const authorities = law.command('authorities').argument('[code]', 'one authority in full, such as ES');
  authorities.description('supervisory authorities: where and how to file');
  examples(authorities, 'law authorities', 'law authorities ES -o json');
  act(authorities, async ([code]) => answerAuthorities(code));
}
