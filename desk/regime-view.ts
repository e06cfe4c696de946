import { markWords } from '../domain/case/duties/regime-words.ts';
import { adjacentCaseOf, type OwnRegime, ownRegimes, regimeDuties } from '../domain/case/duties/regimes.ts';
import type { CaseFacts } from '../domain/case/facts.ts';
import { rfc3339InZone } from '../domain/clocks/show-time.ts';
import type { Anchor } from '../domain/law/regimes.ts';
import { type DutyView, dutyView } from './duty-view.ts';

/** One step of a regime in a case; instants are RFC 3339 in the organisation's zone. */
export interface RegimeStepView extends Pick<DutyView, 'dutyId' | 'dueAt' | 'actBy' | 'state' | 'leftSeconds' | 'why'> {
  step: string;
  name: string;
  submittedAt: string | null;
  reference: string | null;
  /** Whether it was late when it was recorded; null while it is not, or without a date. */
  late: boolean | null;
  /** Number of the entry that records it, for `--corrects`. */
  entry: number | null;
  receipt: boolean;
}

/** A regime beside the GDPR as `regime list` and `case show` answer it. */
export interface RegimeView {
  regime: string;
  law: string;
  /** `assumed`: in scope, and nobody has judged this incident. */
  state: 'applies' | 'assumed' | 'notRequired' | 'superseded';
  judged: 'yes' | 'no' | 'unknown' | null;
  category: string | null;
  recipient: string;
  source: string;
  /** What to verify before use, with its date; null where the source was seen. */
  verify: string | null;
  /** Moments its periods run from, awareness apart: null while nobody has recorded one. */
  moments: { anchor: Anchor; at: string | null; entry: number | null }[];
  steps: RegimeStepView[];
}

function momentsOf({ regime, file }: OwnRegime, zone: string): RegimeView['moments'] {
  const anchors = new Set(regime.steps.flatMap(({ anchor, cap }) => [anchor, ...(cap ? [cap.anchor] : [])]));
  return [...anchors]
    .filter((anchor) => anchor !== 'awareAt' && !anchor.endsWith('SubmittedAt'))
    .map((anchor) => {
      const said = Object.entries(file.moments).find(([name]) => name === anchor)?.[1];
      return { anchor, at: said ? rfc3339InZone(said.at, zone) : null, entry: said?.seq ?? null };
    });
}

function stepsOf(own: OwnRegime, facts: CaseFacts, now: Date): RegimeStepView[] {
  const duties = regimeDuties(facts);
  return own.regime.steps.flatMap(({ id, name }) => {
    const duty = duties.find(({ dutyId }) => dutyId === `regime/${own.id}/${id}`);
    if (!duty) return [];
    const { dutyId, dueAt, actBy, state, leftSeconds, why } = dutyView(facts, duty, now);
    const made = own.file.made.findLast(({ step }) => step === id);
    return [
      {
        step: id,
        name,
        dutyId,
        dueAt,
        actBy,
        state,
        leftSeconds,
        why,
        submittedAt: made ? rfc3339InZone(made.submittedAt, facts.policy.zone) : null,
        reference: made?.reference ?? null,
        late: made?.late ?? null,
        entry: made?.seq ?? null,
        receipt: made?.documentId != null,
      },
    ];
  });
}

const stateOf = ({ not, file, id }: OwnRegime): RegimeView['state'] =>
  not?.state ?? (file.judged?.applies === 'yes' || file.made.length > 0 || id === 'CONTRACT' ? 'applies' : 'assumed');

/** Every regime beside the GDPR that concerns a case, with its steps as they stand now. */
export function regimeViews(facts: CaseFacts, now: Date): RegimeView[] {
  return ownRegimes(adjacentCaseOf(facts)).map((own) => ({
    regime: own.id,
    law: own.regime.regime,
    state: stateOf(own),
    judged: own.file.judged?.applies ?? null,
    category: own.file.judged?.category ?? null,
    recipient: own.regime.recipient,
    source: own.regime.source,
    verify: markWords(own.regime) || null,
    moments: momentsOf(own, facts.policy.zone),
    steps: stepsOf(own, facts, now),
  }));
}
