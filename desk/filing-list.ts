import { isPackMissing, phaseOwed } from '../domain/case/acts.ts';
import { latenessOf } from '../domain/case/duties/authorities.ts';
import { type Duty, type DutyState, stateAt } from '../domain/case/duties/duty.ts';
import { dutiesOf } from '../domain/case/duties/index.ts';
import { type AuthorityFile, type CaseFacts, samePhase, standingPhases } from '../domain/case/facts.ts';
import { emptyFile } from '../domain/case/fold-filing.ts';
import { initialOf, isCourtesy } from '../domain/case/told.ts';
import { rfc3339InZone } from '../domain/clocks/show-time.ts';
import { requireAuthority } from '../domain/law/authorities.ts';
import { type AuthorityState, authorityState } from './case-view.ts';
import { type LetterView, newestLetter } from './letter-view.ts';

/** One authority of a case in `filing list`. Instants are RFC 3339, in the organisation's zone unless said otherwise. */
export interface FilingRow {
  code: string;
  name: string;
  regime: string;
  /** `listed`: named in the filing, not filed with; `released`: was competent by an earlier scope. */
  role: 'lead' | 'competent' | 'listed' | 'released';
  state: AuthorityState | 'courtesy';
  /** The most pressing of what is owed there; null when nothing is. */
  owed: { dutyId: string; state: DutyState; label: string } | null;
  /** After this it is missed; null where the law names no hours. */
  dueAt: string | null;
  /** When to have acted; a target of ours where `dueAt` is null. */
  actBy: string | null;
  /** The same in the authority's zone. */
  actByThere: string | null;
  zone: string;
  registryNumber: string | null;
  channels: readonly string[];
  /** The newest letter to it; null when nothing was sent by mail. */
  letter: LetterView | null;
  /** As recorded, and by the awareness that counts today. */
  lateness: { frozen: string | null; today: string | null };
  pack: { phase: string; hash: string; isNewest: boolean; approvedBy: string | null } | null;
  /** When a courtesy copy was given. */
  courtesyAt: string | null;
}

const pressing = (a: Duty, b: Duty): number =>
  (a.actBy === null ? Number.MAX_VALUE : Date.parse(a.actBy)) -
  (b.actBy === null ? Number.MAX_VALUE : Date.parse(b.actBy));

const owedTo = (duties: readonly Duty[], code: string): Duty | undefined =>
  duties.filter(({ dutyId, state }) => dutyId.startsWith(`authority/${code}/`) && state === 'open').sort(pressing)[0];

function packOfRow(facts: CaseFacts, file: AuthorityFile): FilingRow['pack'] {
  const phase = phaseOwed(facts, file);
  const pack = file.packs.at(-1);
  if (phase === null || !pack || !samePhase(pack.phase, phase)) return null;
  const approved = file.approval?.packHash === pack.hash ? file.approval.by : null;
  return { phase: pack.phase, hash: pack.hash, isNewest: !isPackMissing(facts, file), approvedBy: approved };
}

function roleOf(facts: CaseFacts, { code, role, releasedAt }: AuthorityFile): FilingRow['role'] {
  if (isCourtesy(facts, code)) return 'listed';
  return releasedAt === null ? role : 'released';
}

function rowOf(facts: CaseFacts, file: AuthorityFile, duties: readonly Duty[], now: Date): FilingRow {
  const { code } = file;
  const { name, regime, zones, channels } = requireAuthority(code);
  const role = roleOf(facts, file);
  const owed = owedTo(duties, code);
  const initial = duties.find(({ dutyId }) => dutyId === `authority/${code}/initial`);
  const here = (at: string | null | undefined): string | null => (at ? rfc3339InZone(at, facts.policy.zone) : null);
  return {
    code,
    name,
    regime,
    role,
    state: role === 'listed' ? 'courtesy' : authorityState(file, initial, now),
    owed: owed ? { dutyId: owed.dutyId, state: stateAt(owed, now), label: owed.label } : null,
    dueAt: here(owed?.dueAt),
    actBy: here(owed?.actBy),
    actByThere: owed?.actBy ? rfc3339InZone(owed.actBy, zones[0]) : null,
    zone: zones[0],
    registryNumber: standingPhases(file)[0]?.registryNumber ?? null,
    channels,
    letter: newestLetter(facts, 'filing', code),
    lateness: { frozen: initialOf(file)?.status ?? null, today: latenessOf(facts, file) },
    pack: role === 'listed' ? null : packOfRow(facts, file),
    courtesyAt: here(facts.courtesyNotices.findLast(({ authority }) => authority === code)?.at),
  };
}

const ORDER: Record<FilingRow['role'], number> = { lead: 0, competent: 0, released: 1, listed: 2 };

/**
 * Every authority a case has to do with: those filed with, the most pressing first, then those released and those that
 * are only named in the filing.
 */
export function filingList(facts: CaseFacts, now: Date): FilingRow[] {
  const duties = dutiesOf(facts);
  const listed = facts.listedCountries.filter((code) => !facts.authorities[code]).map(emptyFile);
  const rows = [...Object.values(facts.authorities), ...listed].map((file) => rowOf(facts, file, duties, now));
  const due = ({ actBy }: FilingRow): number => (actBy === null ? Number.MAX_VALUE : Date.parse(actBy));
  return rows.sort((a, b) => ORDER[a.role] - ORDER[b.role] || due(a) - due(b) || a.code.localeCompare(b.code));
}
