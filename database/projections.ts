import { isEnded } from '../domain/case/acts.ts';
import { awarenessOf } from '../domain/case/awareness.ts';
import { dutiesOf } from '../domain/case/duties/index.ts';
import { type CaseFacts, riskOf, type Wave } from '../domain/case/facts.ts';
import { stageOf } from '../domain/case/stage.ts';
import { isFinished, isMailing } from '../domain/case/wave-state.ts';
import type { Tx } from './transaction.ts';

/** Rows of one table, as plain values by column. */
type Rows = Record<string, unknown>[];
export type Projection = Record<ProjectedTable, Rows>;

/** Tables that a rebuild from the register must equal, each with its columns in order. */
export const PROJECTED = {
  breach_case: [
    'case_id',
    'organisation_id',
    'version',
    'drill',
    'role',
    'stage',
    'risk',
    'opened_at',
    'aware_at',
    'aware_status',
    'aware_precision',
    'closed_at',
    'ended',
  ],
  deadline: ['case_id', 'duty_id', 'rule', 'state', 'due_at', 'act_by', 'met_at', 'why'],
  filing: [
    'case_id',
    'authority',
    'seq',
    'phase',
    'subtype',
    'submitted_at',
    'registry_number',
    'status',
    'without_approval',
  ],
  notice_wave: ['case_id', 'wave', 'state', 'people', 'starts_at', 'started_at', 'completed_at', 'counts'],
  processor_hop: ['case_id', 'number', 'processor_id', 'detected_at', 'known_to_us_at', 'noticed_at', 'contract_hours'],
} as const;
export type ProjectedTable = keyof typeof PROJECTED;

function caseRow(facts: CaseFacts): Rows[number] {
  const aware = awarenessOf(facts);
  return {
    case_id: facts.caseId,
    organisation_id: facts.organisationId,
    version: facts.version,
    drill: facts.drill,
    role: facts.role,
    stage: stageOf(facts),
    risk: riskOf(facts)?.risk ?? null,
    opened_at: facts.opened?.at ?? null,
    aware_at: aware?.at ?? null,
    aware_status: aware?.status ?? 'none',
    aware_precision: aware?.precision ?? null,
    closed_at: facts.closedAt,
    ended: isEnded(facts),
  };
}

/** In one word: how far a wave of notices is. */
export function waveState(wave: Wave): string {
  if (isFinished(wave)) return 'completed';
  if (wave.cancelledAt) return 'cancelled';
  if (wave.paused) return 'paused';
  if (wave.startedAt) return 'sending';
  return wave.approval ? 'approved' : 'imported';
}

const waveRow = (caseId: string, wave: Wave): Rows[number] => ({
  case_id: caseId,
  wave: wave.number,
  state: waveState(wave),
  people: wave.imports.reduce((sum, { count }) => sum + count, 0),
  starts_at: wave.approval?.startsAt ?? null,
  started_at: wave.startedAt,
  completed_at: isMailing(wave) ? null : wave.completedAt,
  counts: wave.counts,
});

/** What the facts of a case come to in the tables. */
export function projectionOf(facts: CaseFacts): Projection {
  const { caseId } = facts;
  return {
    breach_case: [caseRow(facts)],
    deadline: dutiesOf(facts).map(({ dutyId, rule, state, dueAt, actBy, metAt, why }) => ({
      case_id: caseId,
      duty_id: dutyId,
      rule,
      state,
      due_at: dueAt,
      act_by: actBy,
      met_at: metAt,
      why,
    })),
    filing: Object.values(facts.authorities).flatMap(({ code, phases }) =>
      phases.map(({ seq, phase, subtype, submittedAt, registryNumber, status, withoutApproval }) => ({
        case_id: caseId,
        authority: code,
        seq,
        phase,
        subtype,
        submitted_at: submittedAt,
        registry_number: registryNumber,
        status,
        without_approval: withoutApproval,
      })),
    ),
    notice_wave: Object.values(facts.waves).map((wave) => waveRow(caseId, wave)),
    processor_hop: facts.hops.map(({ number, processorId, detectedAt, knownToUsAt, noticedAt, contractHours }) => ({
      case_id: caseId,
      number,
      processor_id: processorId,
      detected_at: detectedAt,
      known_to_us_at: knownToUsAt,
      noticed_at: noticedAt,
      contract_hours: contractHours,
    })),
  };
}

const UPSERT_CASE = `
  insert into breach_case (case_id, organisation_id, version, drill, role, stage, risk, opened_at, aware_at,
                           aware_status, aware_precision, closed_at, ended)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
  on conflict (case_id) do update
    set version = $3, drill = $4, role = $5, stage = $6, risk = $7, opened_at = $8, aware_at = $9, aware_status = $10,
        aware_precision = $11, closed_at = $12, ended = $13`;

const REPLACE: Record<Exclude<ProjectedTable, 'breach_case'>, { clear: string; fill: string }> = {
  deadline: {
    clear: 'delete from deadline where case_id = $1',
    fill: `insert into deadline (case_id, duty_id, rule, state, due_at, act_by, met_at, why)
           select case_id, duty_id, rule, state, due_at, act_by, met_at, why
             from jsonb_populate_recordset(null::deadline, $1)`,
  },
  filing: {
    clear: 'delete from filing where case_id = $1',
    fill: `insert into filing (case_id, authority, seq, phase, subtype, submitted_at, registry_number, status, without_approval)
           select case_id, authority, seq, phase, subtype, submitted_at, registry_number, status, without_approval
             from jsonb_populate_recordset(null::filing, $1)`,
  },
  notice_wave: {
    clear: 'delete from notice_wave where case_id = $1',
    fill: `insert into notice_wave (case_id, wave, state, people, starts_at, started_at, completed_at, counts)
           select case_id, wave, state, people, starts_at, started_at, completed_at, counts
             from jsonb_populate_recordset(null::notice_wave, $1)`,
  },
  processor_hop: {
    clear: 'delete from processor_hop where case_id = $1',
    fill: `insert into processor_hop (case_id, number, processor_id, detected_at, known_to_us_at, noticed_at, contract_hours)
           select case_id, number, processor_id, detected_at, known_to_us_at, noticed_at, contract_hours
             from jsonb_populate_recordset(null::processor_hop, $1)`,
  },
};

/** Brings the tables of one case to what its facts come to; the case must be locked. */
export async function saveProjection(tx: Tx, facts: CaseFacts): Promise<void> {
  const projection = projectionOf(facts);
  const [row] = projection.breach_case;
  if (row)
    await tx.query(
      UPSERT_CASE,
      PROJECTED.breach_case.map((column) => row[column]),
    );
  for (const [table, { clear, fill }] of Object.entries(REPLACE)) {
    await tx.query(clear, [facts.caseId]);
    await tx.query(fill, [JSON.stringify(projection[table as ProjectedTable])]);
  }
}
