import type { BodyOf } from '../domain/case/bodies.ts';
import { rowOf } from '../domain/filing/model.ts';
import { visibleText } from '../domain/refusal.ts';
import { REPORT_TOOLS } from '../domain/severity/aepd-tools.ts';
import { because, type Sentences } from './sentences-words.ts';
import { showMoment } from './show-words.ts';

export const FROM_WHOM: Record<BodyOf<'case.open'>['from'], string> = {
  suspicion: 'an alert of our own',
  processor_notice: 'a processor',
  confirmation: 'our own findings',
  attacker_contact: 'the attacker',
  press: 'the press',
  data_subject: 'a person concerned',
  authority: 'an authority',
};

const people = (count: number | null): string => (count === null ? '' : `, about ${count} people`);
const list = (items: readonly string[]): string => items.join(', ');

/** Statements about the case itself, its processors and controllers, awareness and risk. */
/** More facts than these are told by their names; their values stand in the filing. */
const FEW_FACTS = 3;

type StatedClaim = BodyOf<'case.recordFacts'>['claims'][number];

/** A fact as the filing's form calls it, or by its key. */
const nameOfFact = (key: string): string => rowOf(key)?.en ?? key;

const wholeFact = ({ key, value, source, confidence, chosen }: StatedClaim, words: string): string =>
  `${nameOfFact(key)} = ${words || shown(value)} (${source}, ${confidence}${chosen ? ', chosen' : ''})`;

export const CASE_SENTENCES: Sentences = {
  'organisation.describe': ({ country, authority, role }, { words }) =>
    `Described the organisation ${words('name')}: ${role} in ${country}, files with ${authority}`,
  'person.add': ({ personId, roles, deputy }) => `Added ${personId} as ${list(roles)}${deputy ? ' (deputy)' : ''}`,
  'person.end': ({ personId }) => `${personId} has left`,
  'processor.describe': ({ processorId, contractHours }) =>
    `Described processor ${processorId}${contractHours ? `, which owes its notice within ${contractHours} h by contract` : ''}`,
  'template.publish': ({ locale, sha256 }) =>
    `Published the organisation's own notice template in ${locale}, SHA-256 ${sha256.slice(0, 12)}…`,
  'template.withdraw': ({ locale }) => `Withdrew the organisation's own notice template in ${locale}`,
  'case.open': ({ learnedAt, precision, from, certain, processorId, peopleApprox, drill }, telling) => {
    const what = telling.words('what');
    const whose = telling.words('whose');
    return [
      `Opened ${drill ? 'the drill' : 'the case'}: learned of it on ${showMoment(learnedAt, precision, telling.zone)} from ${FROM_WHOM[from]}`,
      processorId && from === 'processor_notice' ? ` (${processorId})` : '',
      certain ? '' : ', not certain yet',
      people(peopleApprox),
      what && `: ${what}`,
      whose && `; data of ${whose}`,
    ].join('');
  },
  'case.recordFacts': ({ claims }, { words }) => {
    const few = claims.length <= FEW_FACTS;
    const facts = claims.map((claim) => (few ? wholeFact(claim, words(claim.key)) : nameOfFact(claim.key)));
    const from = list([...new Set(claims.map(({ source }) => source))]);
    const settled = claims.some(({ chosen }) => chosen) ? ', settling what contradicted each other' : '';
    return few ? `Recorded ${list(facts)}` : `Recorded ${claims.length} facts from ${from}${settled}: ${list(facts)}`;
  },
  'case.setScope': ({ role, affected, outside }, telling) => {
    const { routed } = telling.entry.body as { routed?: { authorities: { code: string }[] } };
    const where = [...Object.entries(affected), ...Object.entries(outside)]
      .map(([country, count]) => `${country} ${count ?? 'number unknown'}`)
      .join(', ');
    const codes = list((routed?.authorities ?? []).map(({ code }) => code));
    return `Set the scope as ${role}: people in ${where || 'no country'}; competent: ${codes || 'no authority'}`;
  },
  'case.decideGate': ({ outcome }, telling) =>
    `Decided that this is ${{ breach: 'a personal data breach', notABreach: 'not a personal data breach', incidentOnly: 'a security incident only' }[outcome]}${because(telling)}`,
  'case.close': (_, telling) => `Closed the case${because(telling)}`,
  'case.reopen': (_, telling) => `Re-opened the case${because(telling)}`,
  'case.hold': (_, telling) => `Put a legal hold on the case${because(telling)}`,
  'case.release': (_, telling) => `Released a legal hold${because(telling)}`,
  'processor.recordDetection': ({ processorId, detectedAt, precision, knownToUsAt }, { zone }) =>
    `Processor ${processorId} detected the breach on ${showMoment(detectedAt, precision, zone)}${knownToUsAt ? `; known to us since ${showMoment(knownToUsAt, 'instant', zone)}` : ''}`,
  'processor.recordNotice': ({ processorId, noticedAt, precision, certain, contains }, { zone, words }) =>
    `Processor ${processorId} told us on ${showMoment(noticedAt, precision, zone)}${certain ? '' : ' of a possible breach'}${contains.length > 0 ? `, with Art. 33(3) ${list(contains)}` : ''}${words('what') && `: ${words('what')}`}`,
  'processor.recordAnswer': ({ processorId, codes }, { words }) =>
    `Processor ${processorId} answered Art. 33(3) ${list(codes)}${words('answer') && `: ${words('answer')}`}`,
  'processor.giveUp': ({ processorId }, telling) => `Stopped asking processor ${processorId}${because(telling)}`,
  'awareness.propose': ({ at, precision, kind }, { zone, words }) =>
    `Named ${showMoment(at, precision, zone)} as a moment of awareness, from ${FROM_WHOM[kind]}${words('what') && `: ${words('what')}`}`,
  'awareness.decide': ({ at, precision, reasonCode }, telling) =>
    `Decided: aware since ${showMoment(at, precision, telling.zone)} (${reasonCode})${because(telling)}`,
  'awareness.stillUncertain': (_, telling) => `Still uncertain whether this is a breach${because(telling)}`,
  'risk.assess': ({ method, risk, conclusion33, conclusion34, dpoAdvice }, telling) =>
    `Assessed the risk as ${risk} (${method}): ${conclusion33 === 'notify' ? 'notify' : 'document only'}; people: ${conclusion34}; DPO: ${dpoAdvice}${because(telling, 'reasons')}`,
  'risk.recordReport': ({ tool, outcome }, telling) =>
    `Attached the report of ${REPORT_TOOLS[tool]?.name ?? tool}: ${outcome}${telling.words('note') && `: ${telling.words('note')}`}`,
  'controller.add': ({ controllerId, contractHours }) =>
    `Added controller ${controllerId}${contractHours ? `, to be told within ${contractHours} h by contract` : ''}`,
  'controller.recordNotice': ({ controllerId, noticedAt }, { zone }) =>
    `Told controller ${controllerId} on ${showMoment(noticedAt, 'instant', zone)}`,
  'deadline.acknowledge': ({ dutyId }) => `Acknowledged the reminder of ${dutyId}`,
  confirm: ({ seq, outcome }, telling) =>
    `${outcome === 'confirm' ? 'Confirmed' : 'Refused'} entry ${seq} as second person${because(telling)}`,
};

/** A value as people read it: lists without brackets, codes without quotes. */
function shown(value: unknown): string {
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value.join('+');
  return typeof value === 'string' ? visibleText(value) : value === undefined ? '' : JSON.stringify(value);
}
