import type { CaseView, HopView, PhaseView, WaveView } from '../desk/case-view.ts';
import { letterWords } from '../desk/letter-view.ts';
import { type OpenQuestion, openQuestions } from '../desk/open-questions.ts';
import type { OpenedWords, ReadCase } from '../desk/read-case.ts';
import { FROM_WHOM } from '../desk/sentences-case.ts';
import { showMoment, showText } from '../desk/show-words.ts';
import { peopleRemarks, waveRemarks } from '../desk/wave-standing.ts';
import { awarenessOf } from '../domain/case/awareness.ts';
import type { BodyOf } from '../domain/case/bodies.ts';
import { type Duty, isOurTarget, nextReminder, stateAt } from '../domain/case/duties/duty.ts';
import { dutiesOf } from '../domain/case/duties/index.ts';
import { hasNotBegun } from '../domain/case/duties/regime-words.ts';
import { BEGINNINGS } from '../domain/case/duties/regimes.ts';
import { type CaseFacts, riskOf } from '../domain/case/facts.ts';
import { nextDuty } from '../domain/case/snapshot.ts';
import { showDuration, showInstant } from '../domain/clocks/show-time.ts';
import { notifyTargetText } from './target-text.ts';
import { columns, facts as factRows, wrapped } from './text-table.ts';

const WIDTH = 100;

/** `31 h 12 min left`, `2 h 0 min late`. */
const left = (at: string, now: Date): string => {
  const ms = Date.parse(at) - now.getTime();
  return `${showDuration(ms)} ${ms < 0 ? 'late' : 'left'}`;
};

/** Roles that are reminded next, with the people who hold them. */
function whoOf({ facts, holders }: ReadCase, duty: Duty): string {
  const rung = nextReminder(facts, duty);
  if (!rung) return '';
  return rung.roles.map((role) => `${role} ${holders[role]?.join(' or ') ?? '(nobody)'}`).join(', ');
}

/** What is due first: the time left, what, until when, who. */
function countdown(read: ReadCase, now: Date): string {
  const { facts } = read;
  const duty = nextDuty(facts);
  if (!duty) return facts.closedAt ? 'The case is closed.' : 'Nothing dated is owed now.';
  const { zone } = facts.policy;
  const who = whoOf(read, duty);
  const rung = nextReminder(facts, duty);
  return [
    `${left(duty.actBy, now).replace(/\w+$/, (word) => word.toUpperCase())}  ${duty.label}`,
    `${isOurTarget(duty) ? 'our own target:' : 'until'} ${showInstant(duty.actBy, zone)}`,
    duty.dueAt && duty.dueAt !== duty.actBy ? `(missed after ${showInstant(duty.dueAt, zone)})` : '',
    who && `who: ${who}`,
    rung ? `next reminder ${Date.parse(rung.at) <= now.getTime() ? 'now' : showInstant(rung.at, zone)}` : '',
  ]
    .filter(Boolean)
    .join('\n  ');
}

const AWARENESS_WORDS: Record<CaseView['awareness']['status'], string> = {
  none: '',
  proposed: 'nobody has decided yet; this is the earliest that counts',
  decided: 'decided',
  unconfirmed: 'a later moment waits for a second person; until then this one counts',
};

function awarenessText(facts: CaseFacts): string {
  const aware = awarenessOf(facts);
  const { zone } = facts.policy;
  if (aware) return `${showMoment(aware.at, aware.precision, zone)} (${AWARENESS_WORDS[aware.status]})`;
  if (!facts.suspicion) return 'not yet';
  return `not yet; an alert is open since ${showMoment(facts.suspicion.at, facts.suspicion.precision, zone)}`;
}

function riskText(facts: CaseFacts): string {
  const risk = riskOf(facts);
  if (!risk) return facts.role === 'processor' ? '' : 'not assessed';
  const people = {
    notRequired: 'people need not be told',
    communicate: 'tell the people',
    voluntary: 'tell the people, by choice',
  };
  return `${risk.risk}: ${risk.conclusion33 === 'notify' ? 'notify' : 'document only'}, ${people[risk.conclusion34]}`;
}

const wordsRow = (words: OpenedWords, field: string): string => {
  const text = words[field];
  return text === undefined ? '' : wrapped(showText(text), WIDTH - 16);
};

function headRows({ facts, entries, words }: ReadCase): [string, string][] {
  const opening = entries.find(({ kind }) => kind === 'case.open');
  const opened = opening ? (words[opening.seq] ?? {}) : {};
  const body = opening?.body as unknown as BodyOf<'case.open'> | undefined;
  const via = body?.processorId ? ` (${body.processorId})` : '';
  const { zone } = facts.policy;
  return [
    ['What happened', wordsRow(opened, 'what')],
    [
      'Whose data',
      [wordsRow(opened, 'whose'), body?.peopleApprox ? `about ${body.peopleApprox} people` : '']
        .filter(Boolean)
        .join(', '),
    ],
    ['Learned', body ? `${showMoment(body.learnedAt, body.precision, zone)} from ${FROM_WHOM[body.from]}${via}` : ''],
    ['Aware', awarenessText(facts)],
    ['Risk', riskText(facts)],
  ];
}

/** What a person must know of a filing's lateness: as it was recorded, and as awareness has it now. */
function timelinessWords({ status, statusToday }: PhaseView): string {
  if (status !== null && statusToday !== null && status !== statusToday)
    return `, ${status} as recorded, ${statusToday} by today's awareness`;
  return status && status !== 'ON_TIME' ? `, ${status}` : '';
}

function authorityRows({ authorities }: CaseView, facts: CaseFacts): string[][] {
  const { policy } = facts;
  return authorities.map(({ code, state, phases: filed }) => {
    const phases = filed.map(
      (each) =>
        `${each.phase} ${showMoment(each.submittedAt, 'instant', policy.zone)}, ${each.registryNumber ?? 'no number yet'}${timelinessWords(each)}`,
    );
    return [`  ${code}`, state, [...phases, letterWords(facts, 'filing', code)].filter(Boolean).join('; ')];
  });
}

const SHOWN_STATE: Record<string, string> = { superseded: 'no longer owed', notRequired: 'not required', met: 'done' };

function dutyRow(read: ReadCase, duty: Duty, now: Date): string[] {
  const { zone } = read.facts.policy;
  const state = stateAt(duty, now);
  const at = duty.actBy;
  if (duty.state !== 'open') {
    return [`  ${duty.label}`, SHOWN_STATE[state] ?? state, duty.metAt ? showMoment(duty.metAt, 'instant', zone) : ''];
  }
  const due = at
    ? `${duty.dueAt ? '' : 'target '}${showInstant(at, zone)}`
    : hasNotBegun(duty)
      ? 'no date yet'
      : 'without undue delay';
  const roles = nextReminder(read.facts, duty)?.roles.join(', ') ?? '';
  return [`  ${duty.label}`, at ? left(at, now) : '', due, roles];
}

const hopRow = (hop: HopView, { hops, policy: { zone } }: CaseFacts): string[] => {
  const known = hops.find(({ processorId }) => processorId === hop.processor);
  const moment = (at: string | null | undefined, precision: 'instant' | 'hour' | 'date' | null | undefined): string =>
    at ? showMoment(at, precision ?? 'instant', zone) : 'unknown';
  const contract = hop.contractHours
    ? `contract ${hop.contractHours} h${hop.exceeded ? ', EXCEEDED' : ''}`
    : 'contract names no hours';
  return [
    `  ${hop.processor}`,
    `detected ${moment(known?.detectedAt, known?.detectedPrecision)}`,
    known?.noticedAt ? `told us ${moment(known.noticedAt, known.noticedPrecision)}` : 'has not told us',
    hop.delay ?? '',
    contract,
  ];
};

const waveRow = ({ wave, state, counts }: WaveView): string[] => [
  `  Wave ${wave}`,
  state,
  Object.entries(counts)
    .filter(([name, count]) => name === 'listed' || count > 0)
    .map(([name, count]) => `${count} ${name}`)
    .join(', '),
];

const controllerRows = (facts: CaseFacts): string[][] =>
  facts.controllers.map(({ controllerId, contractHours, noticedAt }) => [
    `  ${controllerId}`,
    contractHours ? `contract ${contractHours} h` : 'no hours agreed',
    noticedAt
      ? `told ${showMoment(noticedAt, 'instant', facts.policy.zone)}`
      : ['not told yet', letterWords(facts, 'controllerNotice', controllerId)].filter(Boolean).join('; '),
  ]);

/** Each regime in a line: how it stands, what was reported, which moments are still to be said. */
const regimeRows = ({ regimes }: CaseView): string[][] =>
  regimes.map(({ regime, state, steps, moments }) => [
    `  ${regime}`,
    { applies: 'applies', assumed: 'not judged yet', notRequired: 'not required', superseded: 'superseded' }[state],
    steps
      .filter(({ submittedAt }) => submittedAt !== null)
      .map(({ step, late }) => `${step} filed${late ? ' LATE' : ''}`)
      .join(', '),
    moments
      .filter(({ at, anchor }) => at === null && BEGINNINGS.has(anchor) && (state === 'applies' || state === 'assumed'))
      .map(({ anchor }) => `${anchor} not recorded`)
      .join(', '),
  ]);

const section = (title: string, rows: string[][]): string[] => (rows.length > 0 ? ['', title, columns(rows)] : []);

const questionLines = (questions: readonly OpenQuestion[]): string[] =>
  questions.length === 0
    ? []
    : [
        '',
        'Open questions',
        ...questions.flatMap(({ question, command }, at) => [
          `  ${at + 1}. ${wrapped(question, WIDTH - 5).replace(/\n/g, '\n     ')}`,
          `     ${command}`,
        ]),
      ];

/** A page for somebody woken at night: the countdown first, then the case, what is owed, and what to answer. */
export function caseText(read: ReadCase, view: CaseView, now: Date): string {
  const { facts } = read;
  const duties = dutiesOf(facts);
  const [owed, done] = [duties.filter(({ state }) => state === 'open'), duties.filter(({ state }) => state !== 'open')];
  const drill = facts.drill ? 'DRILL · ' : '';
  const closed = facts.closedAt ? ` · closed ${showMoment(facts.closedAt, 'instant', facts.policy.zone)}` : '';
  const hold = facts.holds > 0 ? ' · LEGAL HOLD' : '';
  const waves = view.people.map(waveRow);
  const remarks = [
    ...Object.values(facts.waves).flatMap((wave) =>
      waveRemarks(facts, wave).map((said) => `Wave ${wave.number}: ${said}`),
    ),
    ...peopleRemarks(facts),
  ];
  return [
    `${drill}${view.caseId} · ${view.stage} · ${facts.role} ${facts.organisationId}${closed}${hold}`,
    '',
    countdown(read, now),
    '',
    factRows(headRows(read)),
    ...[notifyTargetText(view.notifyTarget, facts.policy.zone)].filter(Boolean),
    ...section(
      'Owed',
      owed.map((duty) => dutyRow(read, duty, now)),
    ),
    ...section('Authorities', facts.role === 'processor' ? [] : authorityRows(view, facts)),
    ...section('Beside the GDPR', regimeRows(view)),
    ...section(
      'Processors',
      view.processorHops.map((hop) => hopRow(hop, facts)),
    ),
    ...section('Controllers to tell', controllerRows(facts)),
    ...section('People', waves),
    ...remarks.map((remark) => `  ${wrapped(remark, WIDTH - 2).replace(/\n/g, '\n    ')}`),
    ...section(
      'Done',
      done.map((duty) => dutyRow(read, duty, now)),
    ),
    ...questionLines(openQuestions(facts)),
    '',
    `As of ${showInstant(now.toISOString(), facts.policy.zone)}${facts.drill ? ' · DRILL' : ''}`,
  ].join('\n');
}
