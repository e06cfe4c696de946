import { awarenessOf } from '../domain/case/awareness.ts';
import { deadlinesFor, timelinessOf } from '../domain/case/duties/authorities.ts';
import type { WordsRef } from '../domain/case/entry.ts';
import {
  type AuthorityFile,
  type CaseFacts,
  type RiskAssessment,
  riskOf,
  standingPhases,
} from '../domain/case/facts.ts';
import { timelineOf } from '../domain/case/timeline.ts';
import { isCourtesy } from '../domain/case/told.ts';
import { localDateOf } from '../domain/clocks/zone.ts';
import { filedValueOf, resolveClaims } from '../domain/filing/claims.ts';
import type {
  FiledValue,
  FilingController,
  FilingHop,
  FilingInput,
  FilingParty,
  FilingPerson,
  FilingPhase,
  FilingReporter,
  FilingRisk,
  PortalFailed,
} from '../domain/filing/input.ts';
import { requireAuthority } from '../domain/law/authorities.ts';
import { severityOf } from '../domain/severity/severity.ts';
import { requireOrganisation } from './decision-context.ts';
import { filedBefore } from './filed-before.ts';
import { readWords } from './narrative.ts';
import { listPeople, listProcessors, type Person, type Processor } from './organisation.ts';
import { type Provenance, provenanceOf } from './provenance.ts';
import { headOf } from './register.ts';
import type { Tx } from './transaction.ts';
import type { Vault } from './vault.ts';

export interface FilingRequest {
  authority: string;
  phase: FilingPhase;
  subtype: 'complete' | 'incomplete';
  now: Date;
}

interface Reading {
  tx: Tx;
  vault: Vault;
  facts: CaseFacts;
  said: Provenance;
}

type Opened = Record<string, string | null>;
const open = ({ tx, vault }: Reading, words: Record<string, WordsRef>): Promise<Opened> => readWords(tx, vault, words);

const seqOf = ({ said }: Reading, about: string): number | null => said.about.get(about)?.seq ?? null;

const contactOf = (words: Opened) => ({
  address: words['address'] ?? null,
  phone: words['phone'] ?? null,
  email: words['email'] ?? null,
});

/** The values nobody contradicts, their words opened. */
async function claimedValues(reading: Reading): Promise<Pick<FilingInput, 'values' | 'conflicts'>> {
  const { values: claims, conflicts } = resolveClaims(reading.facts.claims);
  const refs = Object.fromEntries(Object.entries(claims).flatMap(([key, { words }]) => (words ? [[key, words]] : [])));
  const opened = await open(reading, refs);
  const values: Record<string, FiledValue> = {};
  for (const [key, claim] of Object.entries(claims)) values[key] = filedValueOf(claim, opened[key] ?? null);
  const facts = reading.facts;
  return { values: { ...fromScope(facts), ...values, ...fromWaves(facts) }, conflicts };
}

async function controllerOf(reading: Reading): Promise<FilingController> {
  const organisation = await requireOrganisation(reading.tx, reading.facts.organisationId);
  const words = await open(reading, organisation.words);
  return {
    name: words['name'] ?? null,
    taxId: words['taxId'] ?? null,
    contact: contactOf(words),
    sector: organisation.sector === 'public' ? 'public' : 'private',
    size: sizeOf(organisation.size),
    activity: words['activity'] ?? null,
    country: organisation.country,
    seq: seqOf(reading, 'organisation'),
  };
}

const SIZES = ['micro', 'sme', 'large', 'other'] as const;
const sizeOf = (size: string): FilingController['size'] => SIZES.find((known) => known === size) ?? null;

async function personOf(reading: Reading, person: Person | undefined): Promise<FilingPerson | null> {
  if (!person) return null;
  const words = await open(reading, person.words);
  return { name: words['name'] ?? '', contact: contactOf(words), seq: seqOf(reading, `person/${person.personId}`) };
}

async function peopleOf(reading: Reading): Promise<Pick<FilingInput, 'dpo' | 'reporter'>> {
  const people = (await listPeople(reading.tx, reading.facts.organisationId)).filter(
    (person) => !person.endedAt && !person.deputy,
  );
  const dpo = people.find(({ roles }) => roles.includes('dpo'));
  const handler = people.find(({ roles }) => roles.includes('handler')) ?? dpo;
  const reporter = await personOf(reading, handler);
  const acting: FilingReporter['function'] = handler?.roles.includes('dpo') ? 'dpo' : 'authorised_or_other';
  return { dpo: await personOf(reading, dpo), reporter: reporter ? { ...reporter, function: acting } : null };
}

async function processorNames(reading: Reading): Promise<Map<string, { processor: Processor; words: Opened }>> {
  const known = await listProcessors(reading.tx, reading.facts.organisationId);
  const named = new Map<string, { processor: Processor; words: Opened }>();
  for (const processor of known)
    named.set(processor.processorId, { processor, words: await open(reading, processor.words) });
  return named;
}

/** Who is in the chain, and what a timeline calls them. */
async function chainOf(
  reading: Reading,
): Promise<{ parties: FilingParty[]; hops: FilingHop[]; processorNames: Record<string, string> }> {
  const names = await processorNames(reading);
  const nameOf = (processorId: string): string => names.get(processorId)?.words['name'] ?? processorId;
  const { hops } = reading.facts;
  return {
    parties: hops.map(({ processorId }) => {
      const contact = names.get(processorId)?.words['contact'];
      return { qualification: 'processor' as const, name: nameOf(processorId), ...(contact ? { contact } : {}) };
    }),
    hops: hops.map(({ processorId, detectedAt, detectedPrecision, noticedAt, noticedPrecision }) => ({
      name: nameOf(processorId),
      detectedAt,
      detectedPrecision,
      noticedAt,
      noticedPrecision,
      seq: seqOf(reading, `processor/${processorId}`),
    })),
    processorNames: Object.fromEntries(hops.map(({ processorId }) => [processorId, nameOf(processorId)])),
  };
}

/** The reasons for a late filing, their words opened. */
async function delayOf(reading: Reading, file: AuthorityFile | undefined): Promise<FilingInput['reasonsForDelay']> {
  if (!file?.delay) return null;
  const { code, words, seq } = file.delay;
  const { text } = words ? await open(reading, { text: words }) : { text: null };
  return { code, text: text ?? null, seq };
}

/** The newest failure of the authority's portal, while nothing is filed there. */
function portalFailureOf({ portalFailures }: CaseFacts, file: AuthorityFile | undefined): PortalFailed | null {
  if (!file || standingPhases(file).length > 0) return null;
  const failure = portalFailures.findLast(({ authority }) => authority === file.code);
  if (!failure) return null;
  const { authority, failedAt, documentId, seq } = failure;
  return { authority, at: failedAt, evidenceKept: documentId !== null, seq };
}

/** Why it was decided that there was no breach. */
async function withdrawReasonOf(reading: Reading): Promise<{ text: string | null; seq: number } | null> {
  const { gate } = reading.facts;
  if (!gate?.words) return null;
  const { text } = await open(reading, { text: gate.words });
  return { text: text ?? null, seq: gate.seq };
}

const derived = (value: unknown, seq: number | null): FiledValue => ({
  value,
  seq,
  source: 'engine',
  confidence: 'confirmed',
  at: null,
});

/** What follows from the scope on file: whether the breach crosses borders, and the people of each country. */
function fromScope({ scope, factsSeq }: CaseFacts): Record<string, FiledValue> {
  if (!scope) return {};
  const crossBorder = { crossBorder: derived(scope.crossBorder ? 'y' : 'n', factsSeq) };
  if (!scope.crossBorder) return crossBorder;
  const counted = Object.entries(scope.affected).filter(([, count]) => count !== null);
  return {
    ...crossBorder,
    affectedCountries: derived(Object.keys(scope.affected), factsSeq),
    ...(counted.length > 0 ? { countPerCountry: derived(Object.fromEntries(counted), factsSeq) } : {}),
  };
}

/** What follows from a wave of notices that has gone out. */
function fromWaves(facts: CaseFacts): Record<string, FiledValue> {
  const started = Object.values(facts.waves).filter(({ startedAt }) => startedAt !== null);
  const [first] = started;
  if (!first?.startedAt) return {};
  const seq = first.approval?.seq ?? null;
  return {
    status: derived('yes', seq),
    startedOn: derived(localDateOf(first.startedAt, facts.policy.zone), seq),
    means: derived('individual', seq),
  };
}

/** Two decimals of the score as the form shows it: `3.00` is `3.0`. */
const shortScore = (score: string): string => score.replace(/0$/, '');

function scoresOf({ inputs, lenient }: RiskAssessment): Pick<FilingRisk, 'scoreFrom' | 'scoreTo' | 'borderline'> {
  if (!inputs) return { scoreFrom: null, scoreTo: null, borderline: false };
  const high = severityOf(inputs);
  const low = lenient ? severityOf(lenient) : high;
  return {
    scoreFrom: shortScore(low.score),
    scoreTo: shortScore(high.score),
    borderline: high.borderline || low.borderline,
  };
}

async function assessedRisk(reading: Reading): Promise<FilingRisk | null> {
  const risk = riskOf(reading.facts);
  if (!risk) return null;
  const method = risk.method === 'ENISA2013' ? 'ENISA 2013' : 'Own method';
  return { outcome: risk.risk, method, ...scoresOf(risk), reasons: null, seq: risk.seq };
}

function clocksOf(
  facts: CaseFacts,
  authority: string,
  now: Date,
): Pick<FilingInput, 'clocks' | 'lateness' | 'awareAt' | 'awarePrecision' | 'awarenessSeq'> {
  const aware = awarenessOf(facts);
  const clocks = deadlinesFor(facts, authority);
  return {
    awareAt: aware?.at ?? null,
    awarePrecision: aware?.precision ?? null,
    awarenessSeq: aware?.seq ?? null,
    clocks: clocks && { conservative: clocks.conservative, operational: clocks.operational, reg1182: clocks.reg1182 },
    lateness: timelinessOf(facts, authority, now.toISOString()),
  };
}

/**
 * Everything a filing is made from, words opened: the same facts give the same input.
 *
 * @throws {Refusal} `AUTHORITY_UNKNOWN`
 */
export async function filingInputOf(
  tx: Tx,
  vault: Vault,
  facts: CaseFacts,
  request: FilingRequest,
): Promise<FilingInput> {
  const said = await provenanceOf(tx, facts.organisationId, facts.caseId);
  const reading: Reading = { tx, vault, facts, said };
  const authority = requireAuthority(request.authority);
  const file = facts.authorities[authority.code];
  const head = await headOf(tx, facts.organisationId);
  const { processorNames, ...chain } = await chainOf(reading);
  const controller = await controllerOf(reading);
  const now = request.now.toISOString();
  const view = {
    processorNames,
    controllerName: controller.name,
    authority: authority.code,
    now: { kind: 'prepared', at: now },
  } as const;
  return {
    caseId: facts.caseId,
    drill: facts.drill,
    role: facts.role,
    authority: authority.code,
    phase: request.phase,
    subtype: request.subtype,
    previousId: (file && standingPhases(file)[0]?.registryNumber) ?? null,
    ...clocksOf(facts, authority.code, request.now),
    previous: await filedBefore(tx, vault, file),
    withdrawReason: request.phase === 'withdrawal' ? await withdrawReasonOf(reading) : null,
    courtesy: isCourtesy(facts, authority.code),
    portalFailure: portalFailureOf(facts, file),
    reasonsForDelay: await delayOf(reading, file),
    ...(await claimedValues(reading)),
    controller,
    ...(await peopleOf(reading)),
    ...chain,
    risk: await assessedRisk(reading),
    saidAt: said.saidAt,
    headHash: head.hash.toString('hex'),
    headSeq: head.seq,
    timeline: timelineOf(facts, view),
    preparedAt: now,
    zone: authority.zones[0],
  };
}
