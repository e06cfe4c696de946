import { assessEnisa, type EnisaAssessment } from './assess-enisa.ts';
import type { EnisaAnswers } from './enisa-answers.ts';
import { givesInputs, type OtherJudgement, sensitivityOf } from './sensitivity.ts';
import { type Severity, type SeverityInputs, severityOf } from './severity.ts';

/** A score with everything it rests and hangs on. */
export interface ExplainedSeverity extends Severity {
  inputs: SeverityInputs;
  /** Empty where bare numbers were given. */
  trail: EnisaAssessment['trail'];
  /** Null where bare numbers were given. */
  flags: EnisaAssessment['flags'] | null;
  /** What the answers amount to, where the numbers were put above them; else null. */
  overridden: (SeverityInputs & { score: string }) | null;
  sensitivity: OtherJudgement[];
}

/**
 * The score of the numbers, the judgements behind them, and which single one of them would change the band.
 *
 * @throws {Refusal} `SEVERITY_INPUT`, `ENISA_INCOMPLETE`, `ENISA_CONTRADICTORY`
 */
export function explainSeverity(inputs: SeverityInputs, answers?: EnisaAnswers): ExplainedSeverity {
  const severity = severityOf(inputs);
  const sensitivity = sensitivityOf(inputs, answers);
  if (!answers) return { ...severity, inputs, trail: [], flags: null, overridden: null, sensitivity };
  const { trail, flags, inputs: derived, score } = assessEnisa(answers);
  const overridden = givesInputs(answers, inputs) ? null : { ...derived, score };
  return { ...severity, inputs, trail, flags, overridden, sensitivity };
}
