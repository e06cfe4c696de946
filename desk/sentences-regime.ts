import { because, type Sentences } from './sentences-words.ts';
import { showMoment } from './show-words.ts';

const ANSWER = { yes: 'applies', no: 'does not apply', unknown: 'may apply: it is not known yet' } as const;

export const REGIME_SENTENCES: Sentences = {
  'regime.judge': ({ regimeId, step, applies, category }, telling) =>
    `Judged that ${regimeId}${step ? ` (${step})` : ''} ${ANSWER[applies]}${category ? `, as '${category}'` : ''}${because(telling)}`,
  'regime.recordMoment': ({ regimeId, anchor, at, precision }, telling) =>
    `Recorded under ${regimeId}: ${anchor} ${showMoment(at, precision, telling.zone)}${because(telling)}`,
  'regime.recordStep': ({ regimeId, step, submittedAt, reference, complete }, { zone, entry }) => {
    const { late } = entry.body as { late?: boolean | null };
    const how = [complete ? '' : 'incomplete', late ? 'LATE' : ''].filter(Boolean).join(', ');
    return `Reported under ${regimeId} (${step}) on ${showMoment(submittedAt, 'instant', zone)}${reference ? ` under ${reference}` : ''}${how && `: ${how}`}`;
  },
};
