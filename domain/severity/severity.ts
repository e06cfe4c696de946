import { type Finding, quoteValue, Refusal } from '../refusal.ts';

export type SeverityBand = 'low' | 'medium' | 'high' | 'veryHigh';

/** Data processing context 1 to 4, ease of identification 0.25 to 1, circumstances of the breach 0 to 2. */
export interface SeverityInputs {
  dpc: number;
  ei: number;
  cb: number;
}

export interface Severity {
  /** Two decimals, such as `3.00`. */
  score: string;
  band: SeverityBand;
  /** Within 0.25 of a cut-off: one input judged differently gives another band. */
  borderline: boolean;
  /** What practice suggests for Art. 33(1). A score never decides. */
  conclusion33: 'document' | 'notify';
  /** What practice suggests for Art. 34(1). A score never decides. */
  conclusion34: 'notRequired' | 'communicate';
}

/** Scores are whole quarters: 3.00 is 12. Binary fractions would move cases across a cut-off. */
const QUARTERS = 4;
const BANDS: readonly { from: number; band: SeverityBand }[] = [
  { from: 4 * QUARTERS, band: 'veryHigh' },
  { from: 3 * QUARTERS, band: 'high' },
  { from: 2 * QUARTERS, band: 'medium' },
];
const BORDERLINE_QUARTERS = 1;

interface Range {
  min: number;
  max: number;
  /** Smallest step, in quarters. */
  step: number;
  words: string;
}

const RANGES: Readonly<Record<keyof SeverityInputs, Range>> = {
  dpc: { min: 1, max: 4, step: QUARTERS, words: 'a whole number from 1 to 4' },
  ei: { min: 0.25, max: 1, step: 1, words: '0.25, 0.5, 0.75 or 1' },
  cb: { min: 0, max: 2, step: 1, words: 'a number from 0 to 2 in steps of 0.25' },
};

/** Every input that is out of its range or between two steps. */
export function severityFindings(inputs: SeverityInputs): Finding[] {
  return (Object.keys(RANGES) as (keyof SeverityInputs)[]).flatMap((field) => {
    const { min, max, step, words } = RANGES[field];
    const value = inputs[field];
    const quarters = value * QUARTERS;
    if (value >= min && value <= max && Number.isInteger(quarters) && quarters % step === 0) return [];
    const sentence = `${quoteValue(value)} is not ${words}`;
    return [{ code: 'SEVERITY_INPUT', field, severity: 'error', source: 'ENISA 2013, version 1.0', sentence }];
  });
}

/**
 * Severity of a breach by the ENISA method: SE = DPC × EI + CB, with its band and what practice concludes from it.
 *
 * Those conclusions are suggestions: the law asks whether a risk is unlikely, and whether a high risk is likely.
 *
 * @throws {Refusal} `SEVERITY_INPUT` with a finding for each input out of range
 * @see ENISA, Recommendations for a methodology of the assessment of severity, 2013; R-6-5
 */
export function severityOf(inputs: SeverityInputs): Severity {
  const findings = severityFindings(inputs);
  if (findings.length > 0) throw refusalOf(findings);
  const quarters = inputs.dpc * (inputs.ei * QUARTERS) + inputs.cb * QUARTERS;
  const band = BANDS.find(({ from }) => quarters >= from)?.band ?? 'low';
  return {
    score: showQuarters(quarters),
    band,
    borderline: BANDS.some(({ from }) => Math.abs(quarters - from) <= BORDERLINE_QUARTERS),
    conclusion33: band === 'low' ? 'document' : 'notify',
    conclusion34: band === 'high' || band === 'veryHigh' ? 'communicate' : 'notRequired',
  };
}

function refusalOf(findings: Finding[]): Refusal {
  return new Refusal({
    code: 'SEVERITY_INPUT',
    message: `Cannot score the breach: ${findings.map(({ field, sentence }) => `${field} ${sentence}`).join('; ')}`,
    next: 'Correct what is listed; each value is one step of the ENISA tables',
    findings,
  });
}

/** 12 quarters as `3.00`. */
function showQuarters(quarters: number): string {
  const hundredths = String((quarters % QUARTERS) * 25).padStart(2, '0');
  return `${Math.floor(quarters / QUARTERS)}.${hundredths}`;
}

/** A set of inputs one step away that falls into another band. */
export interface SeverityNeighbour extends SeverityInputs {
  score: string;
  band: SeverityBand;
}

/** The inputs one step away, one at a time, that would change the band: what the score hangs on. */
export function severityNeighbours(inputs: SeverityInputs): SeverityNeighbour[] {
  const { band } = severityOf(inputs);
  const fields = Object.keys(RANGES) as (keyof SeverityInputs)[];
  const moved = fields.flatMap((field) =>
    [-1, 1].map((direction) => ({
      ...inputs,
      [field]: inputs[field] + (direction * RANGES[field].step) / QUARTERS,
    })),
  );
  return moved
    .filter((each) => severityFindings(each).length === 0)
    .map((each) => ({ ...each, score: severityOf(each).score, band: severityOf(each).band }))
    .filter((each) => each.band !== band);
}
