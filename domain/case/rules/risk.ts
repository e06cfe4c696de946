import { type Finding, Refusal } from '../../refusal.ts';
import { severityOf } from '../../severity/severity.ts';
import type { BodyOf } from '../bodies.ts';
import type { Rule } from '../decide.ts';
import type { CaseFacts } from '../facts.ts';

type Assessment = BodyOf<'risk.assess'>;

/** On which articles a conclusion differs from what practice draws from the score (R-6-5). */
export function departuresFromBand({ inputs, conclusion33, conclusion34 }: Assessment): string[] {
  if (!inputs) return [];
  const suggested = severityOf(inputs);
  const concluded34 = conclusion34 === 'communicate' ? 'communicate' : 'notRequired';
  return [
    ...(conclusion33 === suggested.conclusion33 ? [] : ['Art. 33(1)']),
    ...(concluded34 === suggested.conclusion34 ? [] : ['Art. 34(1)']),
  ];
}

/** Art. 33(1): only where a risk is unlikely may the authority go untold. @throws {Refusal} `RISK_CONTRADICTORY` */
function assertDocumentable(facts: CaseFacts, { risk, conclusion33 }: Assessment): void {
  if (conclusion33 === 'notify' || risk === 'unlikely') return;
  throw new Refusal({
    code: 'RISK_CONTRADICTORY',
    message: `Cannot hold risk '${risk}' and only document case '${facts.caseId}': Art. 33(1) lets only an unlikely risk stay unfiled`,
    next: "Conclude 'notify', or hold the risk unlikely and say why with --reasons",
  });
}

/** @throws {Refusal} `REASON_REQUIRED` */
function assertReasoned(facts: CaseFacts, departures: string[], words: readonly string[]): void {
  if (departures.length === 0 || words.includes('reasons')) return;
  throw new Refusal({
    code: 'REASON_REQUIRED',
    message: `Cannot accept the assessment of '${facts.caseId}' without reasons: on ${departures.join(' and ')} it departs from the score`,
    next: 'Say it again with --reasons: a score never decides, but why you differ from it must be on file',
  });
}

function silenceOnHighRisk(facts: CaseFacts, { risk, conclusion34 }: Assessment): Finding[] {
  if (risk !== 'high' || conclusion34 === 'communicate' || facts.exemption) return [];
  return [
    {
      code: 'HIGH_RISK_NOT_COMMUNICATED',
      field: 'conclusion34',
      severity: 'warning',
      source: 'Art. 34(1), (3) GDPR',
      sentence: `A high risk must be communicated to the people unless an exemption holds: claim it with 'tocsin notice exempt ${facts.caseId}'`,
    },
  ];
}

/**
 * An assessment has inputs the method knows, follows Art. 33(1), and gives reasons where it departs from its score.
 *
 * @throws {Refusal} `SEVERITY_INPUT`, `RISK_CONTRADICTORY`, `REASON_REQUIRED`
 * @see R-33-1, R-6-5
 */
export const riskRule: Rule<'risk.assess'> = (facts, { body, words }) => {
  for (const inputs of [body.inputs, body.lenient]) if (inputs) severityOf(inputs);
  assertDocumentable(facts, body);
  assertReasoned(facts, departuresFromBand(body), words);
  return { findings: silenceOnHighRisk(facts, body) };
};
