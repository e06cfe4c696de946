import { anchorAt } from '../../clocks/adjacent.ts';
import { nearestWords } from '../../law/nearest-words.ts';
import { PROFILE_REGIMES } from '../../law/profile.ts';
import type { Anchor, Regime, RegimeStep } from '../../law/regimes.ts';
import { CONTRACT, profileIds, regimeIdOf, type ScopedRegime, scopedRegime } from '../../law/scope.ts';
import { type Finding, quoteValue, Refusal } from '../../refusal.ts';
import { awarenessOf } from '../awareness.ts';
import type { Rule } from '../decide.ts';
import { regimeDuties } from '../duties/regimes.ts';
import type { CaseFacts } from '../facts.ts';

/** @throws {Refusal} `REGIME_UNKNOWN` */
function regimeOf(facts: CaseFacts, regimeId: string, now: Date): ScopedRegime {
  const id = regimeIdOf(regimeId);
  const { profile, country, zone } = facts.policy;
  const at = awarenessOf(facts)?.at ?? now.toISOString();
  if (id !== null) return scopedRegime(id, profile, at, { country, zone });
  const known = [...PROFILE_REGIMES, CONTRACT];
  const near = nearestWords(regimeId, known);
  throw new Refusal({
    code: 'REGIME_UNKNOWN',
    message: `Cannot speak of regime ${quoteValue(regimeId)}: it is none of ${known.join(', ')}`,
    next:
      near.length > 0
        ? `Did you mean ${near.join(' or ')}?`
        : "See them with 'tocsin law regimes'; the GDPR, the UK and Switzerland go by 'tocsin filing'",
  });
}

/** @throws {Refusal} `STEP_UNKNOWN` */
function stepOf({ id, regime }: ScopedRegime, stepId: string): RegimeStep {
  const found = regime.steps.find((step) => step.id === stepId);
  if (found) return found;
  const known = regime.steps.map((step) => step.id);
  throw new Refusal({
    code: 'STEP_UNKNOWN',
    message: `Cannot find step ${quoteValue(stepId)} of ${id}: ${known.length > 0 ? `it has ${known.join(', ')}` : 'the profile this case began with has no clause'}`,
    next:
      id === CONTRACT
        ? "A case keeps the clauses it began with: see 'tocsin organisation show'"
        : `See what ${id} asks for with 'tocsin law regimes'`,
  });
}

/** @throws {Refusal} `CATEGORY_UNKNOWN` */
function assertCategory({ id, regime }: ScopedRegime, category: string | null, step: string | null): void {
  const codes = step === null ? (regime.categories?.codes ?? []) : [];
  if (category === null || codes.includes(category)) return;
  const why = step === null ? (codes.length > 0 ? `it knows ${codes.join(', ')}` : 'it knows none') : 'a step has none';
  throw new Refusal({
    code: 'CATEGORY_UNKNOWN',
    message: `Cannot judge the incident as ${quoteValue(category)} under ${id}: ${why}`,
    next: 'Leave --category out, or take one of those named',
  });
}

const judgeRule: Rule<'regime.judge'> = (facts, { body }, { now }) => {
  const scoped = regimeOf(facts, body.regimeId, now);
  if (body.step !== null) stepOf(scoped, body.step);
  assertCategory(scoped, body.category, body.step);
  return {};
};

/** Moments that something of the regime runs from. */
function momentsOf({ steps }: Regime): Anchor[] {
  const anchors = steps.flatMap(({ anchor, cap }) => [anchor, ...(cap ? [cap.anchor] : [])]);
  return [...new Set(anchors)].filter((anchor) => !anchor.endsWith('SubmittedAt'));
}

const momentRule: Rule<'regime.recordMoment'> = (facts, { body, corrects }, { now }) => {
  const { id, regime } = regimeOf(facts, body.regimeId, now);
  const used = momentsOf(regime);
  if (!used.includes(body.anchor)) {
    throw new Refusal({
      code: 'MOMENT_UNUSED',
      message: `Cannot record '${body.anchor}' under ${id}: no period runs from it`,
      next: `Its periods run from ${used.join(', ') || 'nothing you record'}`,
    });
  }
  const known = facts.regimes[id]?.moments[body.anchor];
  if (!known || known.seq === corrects || body.anchor === 'requestedAt') return {};
  throw new Refusal({
    code: 'MOMENT_KNOWN',
    message: `Cannot record '${body.anchor}' under ${id} again: entry ${known.seq} says ${known.at}`,
    next: `To change it, add --corrects ${known.seq}: both stay in the register`,
  });
};

const warning = (code: string, field: string, source: string, sentence: string): Finding => ({
  code,
  field,
  severity: 'warning',
  source,
  sentence,
});

function outOfScope(facts: CaseFacts, { id }: ScopedRegime): Finding[] {
  if (profileIds(facts.policy.profile).includes(id) || facts.regimes[id]?.judged?.applies === 'yes') return [];
  return [
    warning(
      'REGIME_NOT_IN_SCOPE',
      'regimeId',
      `R-7-${id}`,
      `The profile this case began with does not have ${id}, and nobody judged that it applies: its further steps are now owed too`,
    ),
  ];
}

/** The report this one builds on is not on record. */
function earlierMissing(facts: CaseFacts, { id }: ScopedRegime, step: RegimeStep): Finding[] {
  if (!step.anchor.endsWith('SubmittedAt')) return [];
  const made = facts.regimes[id]?.made ?? [];
  if (anchorAt(step.anchor, { moments: {}, made }) !== null) return [];
  const earlier = step.anchor.replace(/SubmittedAt$/, '');
  const how = `tocsin regime filed ${facts.caseId} ${id} ${earlier}`;
  const sentence = `The step before, ${earlier}, is not recorded: record it with '${how}'`;
  return [warning('EARLIER_STEP_MISSING', 'step', `R-7-${id}`, sentence)];
}

function lateness(facts: CaseFacts, { id }: ScopedRegime, step: RegimeStep, submittedAt: string) {
  const duty = regimeDuties(facts).find(({ dutyId }) => dutyId === `regime/${id}/${step.id}`);
  const dueAt = duty?.dueAt ?? null;
  const late = dueAt === null ? null : Date.parse(submittedAt) > Date.parse(dueAt);
  const sentence = `It came after it was due (${dueAt}): give the recipient the reasons`;
  const findings = late ? [warning('STEP_LATE', 'submittedAt', duty?.rule ?? '', sentence)] : [];
  return { added: { dueAt, late }, findings };
}

const stepRule: Rule<'regime.recordStep'> = (facts, { body, corrects }, { now }) => {
  const scoped = regimeOf(facts, body.regimeId, now);
  const step = stepOf(scoped, body.step);
  const known = facts.regimes[scoped.id]?.made.find((made) => made.step === step.id && made.seq !== corrects);
  if (known && !step.repeats) {
    throw new Refusal({
      code: 'STEP_ALREADY_FILED',
      message: `Cannot record the ${step.name} under ${scoped.id} again: entry ${known.seq} has it`,
      next: `Nothing needs doing; to change what entry ${known.seq} says, add --corrects ${known.seq}`,
    });
  }
  const { added, findings } = lateness(facts, scoped, step, body.submittedAt);
  return { added, findings: [...findings, ...outOfScope(facts, scoped), ...earlierMissing(facts, scoped, step)] };
};

export const regimeRules = {
  'regime.judge': judgeRule,
  'regime.recordMoment': momentRule,
  'regime.recordStep': stepRule,
};
