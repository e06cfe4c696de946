import type { Finding } from '../refusal.ts';
import { hoursAfter, type Instant, instantMs, MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE } from './instant.ts';
import type { Precision } from './read-local-time.ts';
import { civilMidnight, localDateOf } from './zone.ts';

/** What kind of knowledge a moment stands for (R-2-7); `constructive` is what the law may impute (R-2-3). */
export type AwarenessKind =
  | 'suspicion'
  | 'processor_notice'
  | 'confirmation'
  | 'attacker_contact'
  | 'press'
  | 'data_subject'
  | 'authority'
  | 'constructive';

/** A moment at which the controller may have become aware. */
export interface Candidate {
  at: Instant;
  precision: Precision;
  kind: AwarenessKind;
  what?: string;
  source?: string;
  /** Whether it gave reasonable certainty that personal data was compromised; default: by its kind. */
  reasonablyCertain?: boolean;
}

/** First alerts start a short investigation (R-2-2); a confirmation or a processor's notice is certainty (R-2-1, R-2-4). */
const CERTAIN_BY_KIND: readonly AwarenessKind[] = ['confirmation', 'processor_notice'];

/** Whether a candidate meets the test of Guidelines 9/2022 §31; an imputed moment never does by itself. */
export function meetsReasonableCertainty(candidate: Candidate): boolean {
  if (candidate.kind === 'constructive') return false;
  return candidate.reasonablyCertain ?? CERTAIN_BY_KIND.includes(candidate.kind);
}

/**
 * The earliest candidate that meets reasonable certainty; null while none does. A proposal: a person decides.
 *
 * @see R-2-1, R-2-7; Guidelines 9/2022, II.A.2
 */
export function proposeAwareness<C extends Candidate>(candidates: readonly C[]): C | null {
  const certain = candidates.filter(meetsReasonableCertainty);
  return certain.sort((a, b) => instantMs(a.at) - instantMs(b.at))[0] ?? null;
}

export const INVESTIGATION_DECIDE_HOURS = 24;
export const INVESTIGATION_FLAG_HOURS = 48;

export interface SuspicionCheckpoints {
  /** A decision is forced: aware, still uncertain with a reason, or no breach. Nothing happens by itself. */
  decideBy: Instant;
  /** From here an authority can be expected to ask why it took so long. */
  flagAt: Instant;
}

/** The checkpoints of the short period of investigation (R-2-2; Guidelines 9/2022 §34). */
export function suspicionCheckpoints(suspicionAt: Instant): SuspicionCheckpoints {
  return {
    decideBy: hoursAfter(suspicionAt, INVESTIGATION_DECIDE_HOURS),
    flagAt: hoursAfter(suspicionAt, INVESTIGATION_FLAG_HOURS),
  };
}

/** By when the contract makes the processor tell the controller; null where it names no hours: the law has none. */
export function processorNoticeDue(detectedAt: Instant, contractHours: number | null): Instant | null {
  return contractHours === null ? null : hoursAfter(detectedAt, contractHours);
}

/** A moment and how exactly it is known. */
export type Known = Pick<Candidate, 'at' | 'precision'>;

/**
 * How long a notice took from one organisation to the next, as an ISO 8601 duration: `P16D`, `PT26H`, `PT1H30M`.
 *
 * Where one end is known only by its date, whole calendar days between the dates.
 *
 * @param zone  in which dates are told, where one is needed
 */
export function hopDelay(from: Known, to: Known, zone: string): string {
  if (from.precision === 'date' || to.precision === 'date') {
    const [start, end] = [from, to].map(({ at }) => civilMidnight(localDateOf(at, zone)).ms) as [number, number];
    return `P${Math.max(0, (end - start) / MS_PER_DAY)}D`;
  }
  const ms = Math.max(0, instantMs(to.at) - instantMs(from.at));
  if (ms % MS_PER_DAY === 0) return `P${ms / MS_PER_DAY}D`;
  const minutes = Math.floor((ms % MS_PER_HOUR) / MS_PER_MINUTE);
  return `PT${Math.floor(ms / MS_PER_HOUR)}H${minutes > 0 ? `${minutes}M` : ''}`;
}

/** One step of the chain from the processor that detected to the controller. */
export interface ProcessorHop {
  detected: Known;
  noticed: Known;
  contractHours: number | null;
  sameGroup: boolean;
}

export interface ProcessorAwareness {
  candidates: Candidate[];
  findings: Finding[];
}

/** Whether the notice came after the contract's hours. */
export function contractHoursExceeded({ detected, noticed, contractHours }: ProcessorHop): boolean {
  const due = processorNoticeDue(detected.at, contractHours);
  return due !== null && instantMs(noticed.at) > instantMs(due);
}

/**
 * What a processor's notice says about the controller's awareness.
 *
 * The notice is the candidate (R-2-4). A processor of the same group whose contract hours ran out first adds the moment
 * it should have told (R-2-3), never to be preselected; any other processor's delay is a warning only.
 */
export function processorAwareness(hop: ProcessorHop, zone: string): ProcessorAwareness {
  const candidates: Candidate[] = [{ ...hop.noticed, kind: 'processor_notice' }];
  if (!contractHoursExceeded(hop)) return { candidates, findings: delayFinding(hop, zone) };
  const should = processorNoticeDue(hop.detected.at, hop.contractHours);
  if (hop.sameGroup && should !== null) {
    candidates.push({ at: should, precision: hop.detected.precision, kind: 'constructive' });
  }
  return { candidates, findings: [...delayFinding(hop, zone), exceededFinding(hop)] };
}

const warning = (code: string, source: string, sentence: string): Finding => ({
  code,
  field: 'processorNotice',
  severity: 'warning',
  source,
  sentence,
});

/** A day or more between detection and notice is never "without undue delay" without an explanation. */
function delayFinding({ detected, noticed }: ProcessorHop, zone: string): Finding[] {
  const delayMs = instantMs(noticed.at) - instantMs(detected.at);
  if (delayMs < MS_PER_DAY) return [];
  const delay = hopDelay(detected, noticed, zone);
  return [warning('PROCESSOR_DELAY', 'Art. 33(2)', `The processor told the controller ${delay} after it became aware`)];
}

function exceededFinding({ contractHours, sameGroup }: ProcessorHop): Finding {
  const consequence = sameGroup
    ? 'an authority may hold the controller aware from the end of those hours, as they are of one group'
    : 'this alone does not make the controller aware earlier';
  return warning(
    'PROCESSOR_CONTRACT_HOURS_EXCEEDED',
    sameGroup ? 'R-2-3' : 'Art. 28(3)(f), 33(2)',
    `The processor took longer than the ${contractHours} hours of its contract; ${consequence}`,
  );
}
