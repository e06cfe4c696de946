import { resolveClaims } from '../../filing/claims.ts';
import { type Finding, Refusal } from '../../refusal.ts';
import { inputsOf } from '../../severity/assess-enisa.ts';
import { assertAnswers, type EnisaAnswers } from '../../severity/enisa-answers.ts';
import { givesInputs } from '../../severity/sensitivity.ts';
import { severityOf } from '../../severity/severity.ts';
import type { BodyOf } from '../bodies.ts';
import type { Rule } from '../decide.ts';
import { type CaseFacts, riskOf, standingPhases } from '../facts.ts';

type Assessment = BodyOf<'risk.assess'>;

/** On which articles a conclusion differs from what practice draws from the score (R-6-5). */
export function departuresFromBand({
  inputs,
  conclusion33,
  conclusion34,
}: Pick<Assessment, 'inputs' | 'conclusion33' | 'conclusion34'>): string[] {
  if (!inputs) return [];
  const suggested = severityOf(inputs);
  const concluded34 = conclusion34 === 'communicate' ? 'communicate' : 'notRequired';
  return [
    ...(conclusion33 === suggested.conclusion33 ? [] : ['Art. 33(1)']),
    ...(concluded34 === suggested.conclusion34 ? [] : ['Art. 34(1)']),
  ];
}

/** @throws {Refusal} `ENISA_INCOMPLETE`, `ENISA_CONTRADICTORY` */
function assertOneMethod({ method, answers }: Assessment): void {
  if (!answers) return;
  assertAnswers(answers);
  if (method === 'ENISA2013') return;
  throw new Refusal({
    code: 'ENISA_CONTRADICTORY',
    message: `Cannot assess by method '${method}' with answers to the questions of ENISA 2013`,
    next: 'Leave out --method, or the answers',
  });
}

const contradictory = (message: string, next: string): Refusal =>
  new Refusal({ code: 'RISK_CONTRADICTORY', message, next });

/**
 * Art. 33(1): only where a risk is unlikely may the authority go untold; Art. 34(1): only a high risk must be told.
 *
 * @throws {Refusal} `RISK_CONTRADICTORY`
 */
function assertConsistent({ caseId }: CaseFacts, { risk, conclusion33, conclusion34 }: Assessment): void {
  if (conclusion33 === 'document' && risk !== 'unlikely') {
    throw contradictory(
      `Cannot hold risk '${risk}' and only document case '${caseId}': Art. 33(1) lets only an unlikely risk stay unfiled`,
      "Conclude 'notify', or hold the risk unlikely and say why with --reasons",
    );
  }
  if (conclusion34 === 'communicate' && risk === 'unlikely') {
    throw contradictory(
      `Cannot hold a risk unlikely and conclude that the people of case '${caseId}' must be told: Art. 34(1) takes a high risk`,
      "Conclude 'voluntary' to tell them by choice, or hold the risk high",
    );
  }
}

const isOverride = (assessment: Assessment, answers: EnisaAnswers | undefined): boolean =>
  answers !== undefined && assessment.inputs !== null && !givesInputs(answers, assessment.inputs);

/** What an assessment must give reasons for, in words for a refusal; empty when it needs none. */
function needsReasons(said: Assessment, departures: readonly string[]): string[] {
  return [
    ...(departures.length > 0 ? [`on ${departures.join(' and ')} it departs from the score`] : []),
    ...(isOverride(said, said.answers) ? ['its numbers are not those its answers amount to'] : []),
    ...(said.risk === 'unlikely' ? ['it holds a risk unlikely, and doubt means notify'] : []),
  ];
}

/** @throws {Refusal} `REASON_REQUIRED` */
function assertReasoned(facts: CaseFacts, why: readonly string[], words: readonly string[]): void {
  if (why.length === 0 || words.includes('reasons')) return;
  throw new Refusal({
    code: 'REASON_REQUIRED',
    message: `Cannot accept the assessment of '${facts.caseId}' without reasons: ${why.join('; ')}`,
    next: 'Say it again with --reasons: a score never decides, but why you conclude so must be on file',
  });
}

const warning = (code: string, field: string, source: string, sentence: string): Finding => ({
  code,
  field,
  severity: 'warning',
  source,
  sentence,
});

function silenceOnHighRisk(facts: CaseFacts, { risk, conclusion34 }: Assessment): Finding[] {
  if (risk !== 'high' || conclusion34 === 'communicate' || facts.exemption) return [];
  const sentence = `A high risk must be communicated to the people unless an exemption holds: claim it with 'tocsin notice exempt ${facts.caseId}'`;
  return [warning('HIGH_RISK_NOT_COMMUNICATED', 'conclusion34', 'Art. 34(1), (3) GDPR', sentence)];
}

/** Bare numbers hide the judgement they rest on, unless words tell it. */
function bareNumbers({ inputs, answers }: Assessment, words: readonly string[]): Finding[] {
  if (!inputs || answers || words.includes('reasons') || words.includes('facts')) return [];
  const sentence =
    'The numbers stand alone: nobody reading this later will know which judgement each rests on. Give the answers instead, or --reasons';
  return [warning('SEVERITY_NOT_EXPLAINED', 'inputs', 'ENISA 2013, version 1.0', sentence)];
}

const WEIGHED = ['types', 'cKind', 'unintelligible', 'incident', 'cause', 'categories', 'count', 'dataTypes'];

/** A contradiction among the facts may move the score by a band: it is resolved first. */
function onContradictedFacts({ claims, caseId }: CaseFacts): Finding[] {
  const keys = resolveClaims(claims)
    .conflicts.map(({ key }) => key)
    .filter((key) => WEIGHED.includes(key));
  if (keys.length === 0) return [];
  const sentence = `Sources contradict each other on ${keys.join(', ')}: choose with 'tocsin case facts ${caseId} --choose', then assess again`;
  return [warning('RISK_ON_CONTRADICTED_FACTS', 'inputs', 'Guidelines 9/2022, IV.B', sentence)];
}

/** R-2-10: the first awareness stays, so a filing may come late by having been held needless. */
function riskAfterAll(facts: CaseFacts, { conclusion33 }: Assessment): Finding[] {
  const unfiled = Object.values(facts.authorities).some((file) => standingPhases(file).length === 0);
  if (conclusion33 !== 'notify' || riskOf(facts)?.conclusion33 !== 'document' || !unfiled) return [];
  const sentence = `There is a risk after all: file at once. The first awareness stays; if it is late, give the reasons with 'tocsin filing delay ${facts.caseId} --reason-code risk_first_thought_unlikely'`;
  return [warning('RISK_AFTER_ALL', 'conclusion33', 'Guidelines 01/2021 §10; R-2-10', sentence)];
}

/**
 * An assessment has inputs the method knows, follows Art. 33(1), and gives reasons where it departs from its score, puts
 * numbers above its own answers, or holds a risk unlikely. Where only answers are given, their numbers are added.
 *
 * @throws {Refusal} `SEVERITY_INPUT`, `ENISA_INCOMPLETE`, `ENISA_CONTRADICTORY`, `RISK_CONTRADICTORY`, `REASON_REQUIRED`
 * @see R-33-1, R-6-5
 */
export const riskRule: Rule<'risk.assess'> = (facts, { body, words }) => {
  assertOneMethod(body);
  const { answers } = body;
  const inputs = body.inputs ?? (answers ? inputsOf(answers) : null);
  for (const each of [inputs, body.lenient]) if (each) severityOf(each);
  assertConsistent(facts, body);
  assertReasoned(facts, needsReasons(body, departuresFromBand({ ...body, inputs })), words);
  const findings = [
    ...silenceOnHighRisk(facts, body),
    ...bareNumbers(body, words),
    ...onContradictedFacts(facts),
    ...riskAfterAll(facts, body),
  ];
  return { findings, ...(inputs && !body.inputs ? { added: { inputs } } : {}) };
};
