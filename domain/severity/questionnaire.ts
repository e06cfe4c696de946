import { type Finding, quoteValue, Refusal } from '../refusal.ts';
import type { ReportOutcome } from './aepd-tools.ts';

export type Answer3 = 'yes' | 'no' | 'unknown';

/**
 * Questions in the shape of the AEPD's aids: obligation, breach, competence, risk by confidentiality, integrity and
 * availability, high risk. The questions are ours, and so is their logic: the weights of the official tools are not
 * public and not imitated.
 */
export const QUESTIONS = [
  {
    id: 'controller',
    section: 'obligation',
    asks: 'Are you the controller of the data, alone or jointly (Art. 4(7))?',
  },
  { id: 'securityFailed', section: 'breach', asks: 'Did security fail, by accident or unlawfully (Art. 4(12))?' },
  { id: 'personalData', section: 'breach', asks: 'Were personal data of living people hit by it (Art. 4(1), (12))?' },
  { id: 'competent', section: 'competence', asks: 'Is the authority you think of competent for you (Art. 55, 56)?' },
  { id: 'seen', section: 'confidentiality', asks: 'Could somebody not entitled see the data?' },
  {
    id: 'readable',
    section: 'confidentiality',
    asks: 'Could they read them, no encryption with a safe key in between?',
  },
  { id: 'harmBySeeing', section: 'confidentiality', asks: 'Could that harm the people in any way (recital 85)?' },
  { id: 'altered', section: 'integrity', asks: 'Were data altered?' },
  { id: 'harmByAltering', section: 'integrity', asks: 'Could decisions on altered data harm the people?' },
  { id: 'unavailable', section: 'availability', asks: 'Were data lost, or out of reach when they were needed?' },
  { id: 'harmByLoss', section: 'availability', asks: 'Could that harm the people in any way?' },
  { id: 'severe', section: 'high risk', asks: 'Would the harm be severe or hard to undo, or hit vulnerable people?' },
  { id: 'likely', section: 'high risk', asks: 'Is it likely that this harm comes about?' },
  { id: 'averted', section: 'high risk', asks: 'Have measures since made the high risk unlikely (Art. 34(3)(b))?' },
] as const satisfies readonly { id: string; section: string; asks: string }[];

export type QuestionId = (typeof QUESTIONS)[number]['id'];
export type QuestionnaireAnswers = Record<QuestionId, Answer3>;

export interface QuestionnaireResult {
  /** Art. 33(1). */
  authority: Extract<
    ReportOutcome,
    'notControllersDuty' | 'notABreach' | 'otherAuthority' | 'notify' | 'documentOnly' | 'insufficientData'
  >;
  /** Art. 34(1); null where there is no duty of this controller, or no breach. */
  people: Extract<ReportOutcome, 'communicate' | 'notNecessary' | 'cannotBeDetermined'> | null;
  risk: { confidentiality: Answer3; integrity: Answer3; availability: Answer3; any: Answer3; high: Answer3 };
  /** Open questions whose answer matters; those that are moot by now are left out. */
  hangsOn: QuestionId[];
}

export const QUESTIONNAIRE_CAUTION =
  'Our own questions, not the tools of the AEPD, whose weights are not imitated. They assist; the controller decides';

const all = (...answers: Answer3[]): Answer3 => {
  if (answers.includes('no')) return 'no';
  return answers.includes('unknown') ? 'unknown' : 'yes';
};
const opposite = (answer: Answer3): Answer3 => (answer === 'unknown' ? answer : answer === 'yes' ? 'no' : 'yes');
const any = (...answers: Answer3[]): Answer3 => opposite(all(...answers.map(opposite)));

function riskOf(said: QuestionnaireAnswers): QuestionnaireResult['risk'] {
  const confidentiality = all(said.seen, said.readable, said.harmBySeeing);
  const integrity = all(said.altered, said.harmByAltering);
  const availability = all(said.unavailable, said.harmByLoss);
  const risk = any(confidentiality, integrity, availability);
  const high = all(risk, said.severe, said.likely, opposite(said.averted));
  return { confidentiality, integrity, availability, any: risk, high };
}

function conclude(said: QuestionnaireAnswers): Omit<QuestionnaireResult, 'hangsOn'> {
  const risk = riskOf(said);
  const breach = all(said.securityFailed, said.personalData);
  if (said.controller === 'no') return { authority: 'notControllersDuty', people: null, risk };
  if (breach === 'no') return { authority: 'notABreach', people: null, risk };
  const people = { yes: 'communicate', no: 'notNecessary', unknown: 'cannotBeDetermined' } as const;
  const certain = all(said.controller, breach) === 'yes';
  const told = certain ? people[risk.high] : risk.high === 'no' ? 'notNecessary' : 'cannotBeDetermined';
  if (!certain || risk.any === 'unknown') return { authority: 'insufficientData', people: told, risk };
  if (risk.any === 'no') return { authority: 'documentOnly', people: told, risk };
  if (said.competent === 'unknown') return { authority: 'insufficientData', people: told, risk };
  return { authority: said.competent === 'no' ? 'otherAuthority' : 'notify', people: told, risk };
}

const outcomeOf = (answers: QuestionnaireAnswers): string => {
  const { authority, people } = conclude(answers);
  return `${authority} ${people}`;
};

/** Of the open questions those whose answer matters, whatever the others turn out to be: not those long moot. */
function hangsOn(said: QuestionnaireAnswers): QuestionId[] {
  const open = QUESTIONS.map(({ id }) => id).filter((id) => said[id] === 'unknown');
  const answered = (mask: number): QuestionnaireAnswers => ({
    ...said,
    ...Object.fromEntries(open.map((id, at) => [id, mask & (1 << at) ? 'yes' : 'no'])),
  });
  const outcomes = Array.from({ length: 1 << open.length }, (_, mask) => outcomeOf(answered(mask)));
  return open.filter((_, at) => outcomes.some((outcome, mask) => outcome !== outcomes[mask ^ (1 << at)]));
}

/**
 * What the answers amount to: three-valued, so that what nobody knows is neither yes nor no.
 *
 * @see R-33-1 (doubt means notify), R-4-12, Art. 34(1), (3)
 */
export const assessQuestionnaire = (said: QuestionnaireAnswers): QuestionnaireResult => ({
  ...conclude(said),
  hangsOn: hangsOn(said),
});

const ANSWERS: readonly unknown[] = ['yes', 'no', 'unknown'];

/**
 * Answers as somebody wrote them; a question left out is unknown.
 *
 * @throws {Refusal} `QUESTION_UNKNOWN`, `QUESTION_ANSWER`
 */
export function readQuestionnaire(said: Readonly<Record<string, unknown>>): QuestionnaireAnswers {
  const known = new Set<string>(QUESTIONS.map(({ id }) => id));
  const findings = Object.entries(said).flatMap(([id, answer]): Finding[] => {
    const finding = { field: id.slice(0, 80), severity: 'error', source: null } as const;
    if (!known.has(id))
      return [{ ...finding, code: 'QUESTION_UNKNOWN', sentence: `there is no question ${quoteValue(id)}` }];
    if (ANSWERS.includes(answer)) return [];
    return [{ ...finding, code: 'QUESTION_ANSWER', sentence: `${quoteValue(answer)} is not yes, no or unknown` }];
  });
  const [first] = findings;
  if (first) {
    throw new Refusal({
      code: first.code,
      message: `Cannot read the answers: ${findings.map(({ field, sentence }) => `${field}: ${sentence}`).join('; ')}`,
      next: "Answer yes, no or unknown; 'tocsin law assess --questions' lists them",
      findings,
    });
  }
  return Object.fromEntries(QUESTIONS.map(({ id }) => [id, said[id] ?? 'unknown'])) as QuestionnaireAnswers;
}
