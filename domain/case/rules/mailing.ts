import { type Finding, Refusal } from '../../refusal.ts';
import type { BodyOf } from '../bodies.ts';
import type { Rule } from '../decide.ts';
import type { CaseFacts, PendingConfirmation, Wave, WaveHalt } from '../facts.ts';
import { HALT_WORDS } from '../halts.ts';
import { isFinished } from '../wave-state.ts';

const isUnderWay = (wave: Wave): boolean =>
  !isFinished(wave) && !wave.cancelledAt && (wave.startedAt !== null || wave.approval !== null);

/** Says which waves come to a stand by a statement; they go on only when a person says so. */
function willHalt(facts: CaseFacts, reason: WaveHalt['reason'], when: 'now' | 'once confirmed'): Finding[] {
  const numbers = Object.values(facts.waves)
    .filter(isUnderWay)
    .map(({ number }) => number);
  if (numbers.length === 0) return [];
  const which = numbers.length === 1 ? `Wave ${numbers[0]} stands` : `Waves ${numbers.join(', ')} stand`;
  const sentence = `${which} still ${when}: ${HALT_WORDS[reason]}. What was sent stays sent; see 'tocsin notice status ${facts.caseId}', end it with 'tocsin notice cancel ${facts.caseId} --wave ${numbers[0]}'`;
  return [{ code: 'MAILING_HALTED', field: 'waves', severity: 'warning', source: 'Art. 34(1), (3) GDPR', sentence }];
}

const gateRule: Rule<'case.decideGate'> = (facts, { body }) => ({
  findings:
    body.outcome === 'breach'
      ? []
      : willHalt(facts, 'NOT_A_BREACH', facts.policy.secondPerson === 'required' ? 'once confirmed' : 'now'),
});

/** What a second person's word brings to a stand. */
export const haltedByConfirming = (
  facts: CaseFacts,
  { outcome }: BodyOf<'confirm'>,
  { entry }: PendingConfirmation,
): Finding[] =>
  entry.kind === 'case.decideGate' && outcome === 'confirm' && entry.body['outcome'] !== 'breach'
    ? willHalt(facts, 'NOT_A_BREACH', 'now')
    : [];

const blockRule: Rule<'notice.blockChannel'> = (facts) => {
  if (facts.mailChannel?.state !== 'blocked') return { findings: willHalt(facts, 'CHANNEL_COMPROMISED', 'now') };
  throw new Refusal({
    code: 'CHANNEL_BLOCKED_ALREADY',
    message: `Cannot block e-mail of case '${facts.caseId}' again: it is blocked since ${facts.mailChannel.at}`,
    next: `Release it, once it is safe, with 'tocsin notice release-channel ${facts.caseId}'`,
  });
};

/** Mail can come back long after a wave is complete, so that anybody of it may be written to by letter, once. */
function mostLetters({ imports, posted }: Wave): number {
  return imports.reduce((sum, { count }) => sum + count, 0) - posted;
}

/** @throws {Refusal} `WAVE_UNKNOWN`, `POSTED_TOO_MANY` */
const postedRule: Rule<'notice.recordPosted'> = (facts, { body }) => {
  const wave = facts.waves[body.wave];
  if (!wave?.startedAt)
    throw new Refusal({
      code: 'WAVE_UNKNOWN',
      message: `Cannot record letters of wave ${body.wave}: it has not begun, so nobody is known to be out of reach`,
      next: `See the waves with 'tocsin notice status ${facts.caseId}'`,
    });
  const left = mostLetters(wave);
  if (body.count <= left) return {};
  throw new Refusal({
    code: 'POSTED_TOO_MANY',
    message: `Cannot record ${body.count} letters of wave ${body.wave}: it has ${left} people not yet written to by letter`,
    next: `See who they are with 'tocsin notice others ${facts.caseId} --wave ${body.wave} --dry-run'`,
  });
};

export const mailingRules = {
  'case.decideGate': gateRule,
  'notice.claimExemption': ((facts) => ({
    findings: willHalt(facts, 'EXEMPTION_CLAIMED', 'now'),
  })) satisfies Rule<'notice.claimExemption'>,
  'notice.blockChannel': blockRule,
  'notice.recordPosted': postedRule,
};
