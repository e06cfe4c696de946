import type { Command } from 'commander';
import { termWords } from '../../domain/case/duties/regime-words.ts';
import { type AdjacentCase, adjacentDuties, ownRegimes } from '../../domain/case/duties/regimes.ts';
import type { MadeStep, RegimeFile } from '../../domain/case/facts.ts';
import { doraWeekendRule, stepClocks } from '../../domain/clocks/adjacent.ts';
import type { Instant } from '../../domain/clocks/instant.ts';
import { readLocalTime } from '../../domain/clocks/read-local-time.ts';
import { rfc3339InZone, showInstant } from '../../domain/clocks/show-time.ts';
import { organisationProfile } from '../../domain/law/profile.ts';
import {
  appliesAt,
  MOMENTS,
  type Moment,
  NIS2_COUNTRIES,
  nis2For,
  REGIMES,
  type Regime,
} from '../../domain/law/regimes.ts';
import { profileIds } from '../../domain/law/scope.ts';
import { EXIT, quoteValue, Refusal } from '../../domain/refusal.ts';
import { type Answer, act } from '../answer.ts';
import { examples } from '../examples.ts';
import { readTyped } from '../kept-answers.ts';
import { keyValue } from '../read-option.ts';
import { columns, wrapped } from '../text-table.ts';
import { parseProfile } from './regime-profile.ts';

interface RegimeOptions {
  aware?: string;
  zone: string;
  country: string;
  profile?: string;
  moment?: [string, string][];
  filed?: [string, string][];
}

const usage = (message: string, next: string): Refusal => new Refusal({ code: 'USAGE', message, next }, EXIT.usage);

function regimeText(regime: Regime): string {
  const steps = regime.steps.map((step) => {
    const conditions = [step.when, step.category && `category '${step.category}'`].filter(Boolean).join('; ');
    return `${step.id}: ${step.name}, ${termWords(step, regime)}${conditions && ` (${conditions})`}`;
  });
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
    ...(regime.displaces.length > 0 ? [`  displaces  ${regime.displaces.join(', ')}`] : []),
    ...(regime.note ? [`  note       ${regime.note}`] : []),
  ].join('\n');
}

/** A row of the table, or a national variant as `NIS2-IT`. @throws {Refusal} `USAGE` */
function requireRow(id: string): Regime {
  const asked = id.toUpperCase();
  const country = /^NIS2-([A-Z]{2})$/.exec(asked)?.[1];
  const row = REGIMES.find((regime) => regime.id === asked) ?? (country ? nis2For(country) : undefined);
  if (row) return row;
  const known = [...REGIMES.map((regime) => regime.id), 'NIS2-IT and the like'];
  throw usage(`Cannot find regime ${quoteValue(id)}`, `Name one of: ${known.join(', ')}`);
}

/** The rows that apply to a breach by its awareness, with the steps that run from awareness. */
function answerRegimesAt(awareAt: Instant, zone: string): Answer {
  const inZone = (at: string | null): string | null => at && rfc3339InZone(at, zone);
  const incident = { moments: { awareAt }, made: [] };
  const rows = REGIMES.filter((regime) => appliesAt(regime, awareAt)).map((regime) => ({
    regime,
    due: stepClocks(regime, incident, { zone, holidayCountry: 'ES' }),
  }));
  const lines = rows.flatMap(({ regime, due }) =>
    due.map(({ step, dueAt }) => [regime.id, step.name, dueAt ? showInstant(dueAt, zone) : '-', regime.inScopeWhen]),
  );
  return {
    data: rows.map(({ regime, due }) => ({
      ...regime,
      due: due.map(({ step, dueAt }) => ({ step: step.id, dueAt: inZone(dueAt) })),
    })),
    text: columns([['RULE', 'STEP', 'DUE', 'IN SCOPE WHEN'], ...lines]),
    next: 'A dash: the step runs from another event than awareness, or the law names no number',
  };
}

const isMoment = (anchor: string): anchor is Moment => MOMENTS.some((known) => known === anchor);

function momentsOf({ moment = [], zone }: RegimeOptions): RegimeFile['moments'] {
  const read = moment.map(([anchor, text]) => {
    if (!isMoment(anchor))
      throw usage(`Cannot take ${quoteValue(anchor)} as a moment`, `Name one of: ${MOMENTS.join(', ')}`);
    const { at, precision } = readLocalTime(text, zone);
    return [anchor, { at, precision, seq: 0 }];
  });
  return Object.fromEntries(read) as RegimeFile['moments'];
}

function madeOf(id: string, { filed = [], zone }: RegimeOptions): MadeStep[] {
  return filed.flatMap(([what, text], seq) => {
    const [regimeId, step] = what.split('/');
    if (!step)
      throw usage(
        `Cannot take ${quoteValue(what)} as a step`,
        'Write REGIME/step=time: DORA/initial=2026-08-06T11:00Z',
      );
    if (regimeId !== id) return [];
    const submittedAt = readLocalTime(text, zone).at;
    const unsaid = { reference: null, complete: true, documentId: null, dueAt: null, late: null };
    return [{ step, submittedAt, seq, ...unsaid }];
  });
}

function caseOf(awareAt: Instant, options: RegimeOptions): AdjacentCase {
  const profile = parseProfile(readTyped(options.profile ?? ''));
  const moments = momentsOf(options);
  const files = profileIds(profile).map((id): [string, RegimeFile] => [
    id,
    { judged: null, steps: {}, moments, made: madeOf(id, options) },
  ]);
  return {
    profile,
    home: { country: options.country, zone: options.zone },
    awareAt,
    suspectedAt: null,
    role: 'controller',
    noBreach: false,
    highRisk: false,
    files: Object.fromEntries(files),
  };
}

/** When a report that ends on no working day may still be filed; null where no such rule helps. */
function mayFileUntil(of: AdjacentCase, dutyId: string, dueAt: string | null): string | null {
  const own = ownRegimes(of).find(({ id }) => dutyId.startsWith(`regime/${id}/`));
  if (!own || own.systemic === null || dueAt === null) return null;
  const until = doraWeekendRule(dueAt, { ...own.place, systemic: own.systemic }).mayFileUntil;
  return until === dueAt ? null : until;
}

/** The clocks of one incident for a profile: those of `deadlines`, without a case. */
function answerProfile(awareAt: Instant, options: RegimeOptions): Answer {
  const of = caseOf(awareAt, options);
  const { zone } = options;
  const inZone = (at: string | null): string | null => at && rfc3339InZone(at, zone);
  const duties = adjacentDuties(of).sort(
    (a, b) => Date.parse(a.dueAt ?? '9999-12-31') - Date.parse(b.dueAt ?? '9999-12-31'),
  );
  const lines = duties.flatMap(({ dutyId, state, dueAt, metAt, why }) => [
    columns([
      [
        dutyId,
        state === 'met' && metAt
          ? `met ${showInstant(metAt, zone)}`
          : state === 'open'
            ? dueAt
              ? showInstant(dueAt, zone)
              : 'no date'
            : state,
      ],
    ]),
    `    ${wrapped(why, 96).split('\n').join('\n    ')}`,
  ]);
  return {
    data: {
      awareAt: inZone(awareAt),
      zone,
      duties: duties.map(({ dutyId, rule, state, dueAt, metAt, why }) => ({
        dutyId,
        rule,
        state,
        dueAt: inZone(dueAt),
        mayFileUntil: inZone(mayFileUntil(of, dutyId, dueAt)),
        metAt: inZone(metAt),
        why,
      })),
    },
    text: lines.length > 0 ? lines.join('\n') : 'The profile puts no regime in scope',
    next: 'Next: tocsin organisation set --profile FILE, so that every new case keeps these clocks',
  };
}

function answerRegimes(id: string | undefined, options: RegimeOptions): Answer {
  const { aware, profile, zone } = options;
  if (profile !== undefined && aware === undefined)
    throw usage('Cannot compute clocks of a profile without awareness', 'Add --aware 2026-10-23T18:00:00+02:00');
  const awareAt = aware === undefined ? null : readLocalTime(aware, zone).at;
  if (awareAt !== null) return profile === undefined ? answerRegimesAt(awareAt, zone) : answerProfile(awareAt, options);
  if (id !== undefined) {
    const row = requireRow(id);
    return { data: row, text: regimeText(row), next: 'Next: tocsin law regimes --aware <when>' };
  }
  const national = `NIS2 by country: tocsin law regimes NIS2-IT; known are ${NIS2_COUNTRIES.join(', ')}`;
  const text = [...REGIMES.map(regimeText), national].join('\n\n');
  return { data: REGIMES, text, next: 'Next: tocsin law regimes --aware <when>' };
}

const JSON_HELP = `
With --profile the answer of -o json is
  { awareAt, zone, duties: [{ dutyId, rule, state: open|met|superseded|notRequired, dueAt, mayFileUntil, metAt, why }] }
dueAt is null where the law names no number or the period has not begun; mayFileUntil is DORA's weekend rule.
A profile: ${JSON.stringify(organisationProfile.parse({ regimes: { NIS2: { country: 'IT', entity: 'essential' }, DORA: { systemic: false } }, clauses: [{ clauseId: 'acme-insurance', kind: 'insurance', hours: 24 }] }))}`;

/** `law regimes`: the table, one row, or the clocks of an incident. */
export function addRegimeTable(law: Command): void {
  const regimes = law
    .command('regimes')
    .argument('[id]', 'one row in full, such as DORA, or NIS2 in a country, such as NIS2-IT')
    .description('duties to report, the GDPR and those beside it, with their dates')
    .option('--aware <time>', 'only those that apply to a breach known since then, with their instants')
    .option('--zone <zone>', 'zone to read and show times in', 'Europe/Madrid')
    .option('--country <code>', "the organisation's country, whose holidays count", 'ES')
    .option('--profile <file>', 'only those an organisation is under: the JSON that organisation set --profile reads')
    .option(
      '--moment <anchor=time>',
      'what happened since, such as classifiedAt=2026-10-23T20:00 (repeatable)',
      keyValue,
    )
    .option('--filed <step=time>', 'what was reported, such as DORA/initial=2026-10-23T22:00 (repeatable)', keyValue);
  examples(regimes, 'law regimes', 'law regimes --aware 2026-10-23T18:00:00+02:00 --profile profile.json -o json');
  regimes.addHelpText('after', JSON_HELP);
  act<RegimeOptions>(regimes, async ([id], options) => answerRegimes(id, options));
}
