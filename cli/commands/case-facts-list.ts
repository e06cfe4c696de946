import { codesOf } from '../../domain/filing/codes.ts';
import type { ValueKind } from '../../domain/filing/field.ts';
import { CLAIM_KEYS, rowOf } from '../../domain/filing/model.ts';
import type { Answer } from '../answer.ts';
import { wrapped } from '../text-table.ts';

function valuesText(kind: ValueKind): string {
  switch (kind.kind) {
    case 'code':
      return codesOf(kind.codes).join(' | ');
    case 'codes':
      return `one or more of: ${codesOf(kind.codes).join(', ')}`;
    case 'words':
      return 'words (sealed)';
    case 'yesNo':
      return 'true | false';
    case 'count':
      return 'a whole number';
    case 'countries':
      return 'ES,PT';
    case 'countPerCountry':
      return 'ES=1200,PT=40';
    default:
      return {
        reference: 'a reference',
        instant: 'a time with its offset',
        date: '2027-04-03',
        day: '2027-04-03, or a time with its offset',
        parties: 'JSON',
      }[kind.kind];
  }
}

/** Every field a person may claim, with the values it takes; needs no server. */
export function answerList(): Answer {
  const rows = CLAIM_KEYS.flatMap((key) => rowOf(key) ?? []);
  return {
    data: rows.map(({ key, en, kind, place, code }) => ({
      key,
      label: en,
      kind: kind.kind,
      values: 'codes' in kind ? codesOf(kind.codes) : null,
      place,
      article: code,
    })),
    text: rows
      .map(({ key, en, kind }) => `${key}  (${en})\n${wrapped(valuesText(kind), 92).replace(/^/gm, '    ')}`)
      .join('\n'),
    next: 'Texts of the notices have keys notice.<language>.<field>: notice.es.nature\nNext: tocsin case facts ID --set types=confidentiality --source processor',
  };
}
