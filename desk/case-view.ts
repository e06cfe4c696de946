import { waveState } from '../database/projections.ts';
import { awarenessOf } from '../domain/case/awareness.ts';
import { timelinessOf } from '../domain/case/duties/authorities.ts';
import type { Duty } from '../domain/case/duties/duty.ts';
import { stateAt } from '../domain/case/duties/duty.ts';
import { dutiesOf } from '../domain/case/duties/index.ts';
import type { CaseRole, Precision } from '../domain/case/entry.ts';
import {
  type AuthorityFile,
  type CaseFacts,
  type ProcessorHop,
  riskOf,
  standingPhases,
  type Wave,
  type WaveHalt,
} from '../domain/case/facts.ts';
import { leftToPost } from '../domain/case/not-reached.ts';
import { type Stage, stageOf } from '../domain/case/stage.ts';
import { isFinished } from '../domain/case/wave-state.ts';
import { contractHoursExceeded, hopDelay, processorNoticeDue } from '../domain/clocks/awareness.ts';
import { rfc3339InZone } from '../domain/clocks/show-time.ts';
import { type DutyView, dutyView } from './duty-view.ts';
import { type LetterView, newestLetter } from './letter-view.ts';
import { type NotifyTarget, notifyTargetOf } from './notify-target.ts';
import { type RegimeView, regimeViews } from './regime-view.ts';

export type AuthorityState = 'open' | 'filed' | 'late' | 'completed' | 'withdrawn' | 'notRequired';

export interface PhaseView {
  phase: string;
  submittedAt: string;
  registryNumber: string | null;
  /** How timely it was when it was recorded; never rewritten. */
  status: string | null;
  /** How timely it is by the awareness that counts today; null where that is not known, and for later phases. */
  statusToday: string | null;
}

export interface AuthorityView {
  code: string;
  state: AuthorityState;
  /** The newest letter to it; null when nothing was sent by mail. */
  letter: LetterView | null;
  phases: PhaseView[];
}

export interface WaveView {
  wave: number;
  state: string;
  /** `listed`: people on its lists; the others by what became of their notice. */
  counts: Record<string, number>;
  /** When it begins; left out once it has, or while it is not approved. */
  startsAt?: string;
  /** Why it stands still, as a code; left out: nothing but a person's own word. */
  halted?: WaveHalt['reason'];
  /** People of it written to by letter; left out: none. */
  posted?: number;
  /** Whom neither reached, once it is completed; left out: none. */
  notReached?: number;
}

export interface HopView {
  processor: string;
  detectedAt: string | null;
  knownToUsAt: string | null;
  noticedAt: string | null;
  /** ISO 8601 duration from detection to notice, `P16D`; null until both are known. */
  delay: string | null;
  contractHours: number | null;
  exceeded: boolean;
}

/** A case as `case show -o json` answers it: instants are RFC 3339 in the organisation's zone. */
export interface CaseView {
  caseId: string;
  stage: Stage;
  drill: boolean;
  role: CaseRole;
  awareness: {
    at: string | null;
    precision: Precision | null;
    status: 'none' | 'proposed' | 'decided' | 'unconfirmed';
  };
  risk: 'unlikely' | 'risk' | 'high' | null;
  /** When we mean to have notified; never a date of the law. */
  notifyTarget: NotifyTarget | null;
  authorities: AuthorityView[];
  duties: DutyView[];
  /** Duties to report beside the GDPR. */
  regimes: RegimeView[];
  people: WaveView[];
  /** Whether the breach hit the e-mail people are told by; left out: nobody has said. */
  mailChannel?: 'blocked' | 'released';
  /** People whom no notice had reached when the public was told; left out: not told, or not counted. */
  publishedForPeople?: number;
  processorHops: HopView[];
  pending: { seq: number; kind: string; by: string }[];
}

/** Lines of each wave's ledger, by state. */
export type LedgerCounts = Readonly<Record<number, Record<string, number>>>;

type InZone = <T extends string | null>(at: T) => T extends string ? string : string | null;

const inZoneOf =
  (zone: string): InZone =>
  (at) =>
    (at === null ? null : rfc3339InZone(at, zone)) as never;

/** `late`: nothing is filed and the time is up. A filing made late is `filed`, its phase says `LATE`. */
export function authorityState(file: AuthorityFile, initial: Duty | undefined, now: Date): AuthorityState {
  if (file.withdrawnAt && !file.refile) return 'withdrawn';
  const phases = standingPhases(file);
  if (phases.some(({ subtype, phase }) => subtype === 'complete' || phase === 'final')) return 'completed';
  if (phases.length > 0) return 'filed';
  if (file.releasedAt || initial?.state === 'notRequired' || initial?.state === 'superseded') return 'notRequired';
  return initial && stateAt(initial, now) === 'missed' ? 'late' : 'open';
}

function authorityView(
  facts: CaseFacts,
  file: AuthorityFile,
  duties: readonly Duty[],
  now: Date,
  inZone: InZone,
): AuthorityView {
  const initial = duties.find(({ dutyId }) => dutyId === `authority/${file.code}/initial`);
  return {
    code: file.code,
    state: authorityState(file, initial, now),
    letter: newestLetter(facts, 'filing', file.code),
    phases: file.phases.map(({ phase, submittedAt, registryNumber, status }) => ({
      phase,
      submittedAt: inZone(submittedAt),
      registryNumber,
      status,
      statusToday: phase === 'initial' ? timelinessOf(facts, file.code, submittedAt) : null,
    })),
  };
}

const waveView = (wave: Wave, ledger: LedgerCounts, inZone: InZone): WaveView => ({
  wave: wave.number,
  state: waveState(wave),
  counts: {
    listed: wave.imports.reduce((sum, { count }) => sum + count, 0),
    ...(isFinished(wave) ? wave.counts : ledger[wave.number]),
  },
  ...(wave.approval && !wave.startedAt ? { startsAt: inZone(wave.approval.startsAt) } : {}),
  ...(wave.halted ? { halted: wave.halted.reason } : {}),
  ...(wave.posted > 0 ? { posted: wave.posted } : {}),
  ...(leftToPost(wave) ? { notReached: leftToPost(wave) ?? 0 } : {}),
});

function hopView(hop: ProcessorHop, now: Date, zone: string): HopView {
  const { processorId, detectedAt, noticedAt, knownToUsAt, contractHours, sameGroup } = hop;
  const inZone = inZoneOf(zone);
  const detected = detectedAt ? { at: detectedAt, precision: hop.detectedPrecision ?? 'instant' } : null;
  const noticed = noticedAt ? { at: noticedAt, precision: hop.noticedPrecision ?? 'instant' } : null;
  const due = detectedAt && processorNoticeDue(detectedAt, contractHours);
  const stillSilent = !noticed && due !== null && now.getTime() > Date.parse(due);
  return {
    processor: processorId,
    detectedAt: inZone(detectedAt),
    knownToUsAt: inZone(knownToUsAt),
    noticedAt: inZone(noticedAt),
    delay: detected && noticed ? hopDelay(detected, noticed, zone) : null,
    contractHours,
    exceeded:
      detected && noticed ? contractHoursExceeded({ detected, noticed, contractHours, sameGroup }) : stillSilent,
  };
}

/** The case as it stands at an instant. */
export function caseView(facts: CaseFacts, now: Date, ledger: LedgerCounts = {}): CaseView {
  const { caseId, drill, role, policy } = facts;
  const inZone = inZoneOf(policy.zone);
  const duties = dutiesOf(facts);
  const aware = awarenessOf(facts);
  const files = Object.values(facts.authorities).sort((a, b) => a.code.localeCompare(b.code));
  return {
    caseId,
    stage: stageOf(facts),
    drill,
    role,
    awareness: {
      at: inZone(aware?.at ?? null),
      precision: aware?.precision ?? null,
      status: aware?.status ?? 'none',
    },
    risk: riskOf(facts)?.risk ?? null,
    notifyTarget: notifyTargetOf(facts),
    authorities: files.map((file) => authorityView(facts, file, duties, now, inZone)),
    duties: duties.map((duty) => dutyView(facts, duty, now)),
    regimes: regimeViews(facts, now),
    people: Object.values(facts.waves).map((wave) => waveView(wave, ledger, inZone)),
    ...(facts.mailChannel ? { mailChannel: facts.mailChannel.state } : {}),
    ...(facts.publishedForPeople === null ? {} : { publishedForPeople: facts.publishedForPeople }),
    processorHops: facts.hops.map((hop) => hopView(hop, now, policy.zone)),
    pending: Object.values(facts.pending).map(({ entry, by }) => ({ seq: entry.seq, kind: entry.kind, by })),
  };
}
