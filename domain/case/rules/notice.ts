import { EXIT, type Finding, Refusal } from '../../refusal.ts';
import { isNoBreach } from '../awareness.ts';
import { assertSecondPerson } from '../confirmation.ts';
import type { Rule, Said } from '../decide.ts';
import { type CaseFacts, riskOf, type Wave } from '../facts.ts';
import { isFinished } from '../wave-state.ts';

/** @throws {Refusal} `WAVE_UNKNOWN` */
export function waveIn(facts: CaseFacts, number: number): Wave {
  const wave = facts.waves[number];
  if (wave && wave.imports.length > 0) return wave;
  throw new Refusal({
    code: 'WAVE_UNKNOWN',
    message: `Cannot find wave ${number} of case '${facts.caseId}': no recipients were imported for it`,
    next: `Import them with 'tocsin recipients import ${facts.caseId} FILE --wave ${number} --audience affected'`,
  });
}

const refuse = (code: string, message: string, next: string): never => {
  throw new Refusal({ code, message, next });
};

function assertApprovable(facts: CaseFacts, wave: Wave): void {
  const { number } = wave;
  if (wave.completedAt)
    refuse(
      'WAVE_COMPLETED',
      `Cannot approve wave ${number}: it is complete, its people were written to`,
      `See what became of them with 'tocsin notice status ${facts.caseId} --wave ${number}'; people found since go under --wave ${number + 1}`,
    );
  if (wave.cancelledAt)
    refuse(
      'WAVE_CANCELLED',
      `Cannot approve wave ${number}: it was cancelled, nothing would be sent`,
      `Import the lists again under --wave ${number + 1}`,
    );
  if (wave.startedAt) refuseRunning(facts, wave);
  assertNotErased(facts, `approve wave ${number}`);
  if (!riskOf(facts)) {
    refuse(
      'RISK_NOT_ASSESSED',
      `Cannot approve wave ${number}: nobody has assessed the risk`,
      `Assess it with 'tocsin risk assess ${facts.caseId}'`,
    );
  }
}

/** One campaign for each wave, however often it is asked for. */
const refuseRunning = ({ caseId }: CaseFacts, { number }: Wave): never =>
  refuse(
    'CAMPAIGN_ALREADY_RUNNING',
    `Cannot approve wave ${number} again: its campaign '${caseId}/people/${number}' has been started`,
    `Watch it with 'tocsin notice status ${caseId} --wave ${number} --follow', or in Temporal: 'tocsin links ${caseId}/people/${number}'`,
  );

export function assertNotErased({ caseId, recipientsErasedAt }: CaseFacts, what: string): void {
  if (recipientsErasedAt === null) return;
  refuse(
    'RECIPIENTS_ERASED',
    `Cannot ${what}: the people of case '${caseId}' were erased on ${recipientsErasedAt.slice(0, 10)}, and their key with them`,
    "Open a new case with 'tocsin case open' for people found later",
  );
}

function assertSameList(wave: Wave, body: { count: number; audiences: string[] }): void {
  const count = wave.imports.reduce((sum, list) => sum + list.count, 0);
  const audiences = wave.imports.map(({ audience }) => audience).sort();
  if (count === body.count && audiences.join() === [...body.audiences].sort().join()) return;
  refuse(
    'RECIPIENTS_CHANGED',
    `Cannot approve wave ${wave.number}: its lists hold ${count} people (${audiences.join(', ')}), you were shown ${body.count}`,
    'Look at the preview again, then approve',
  );
}

/** B6-6: what the attacker may read or write is no way to tell people. @throws {Refusal} `CHANNEL_COMPROMISED` */
export function assertChannelFree({ caseId, mailChannel }: CaseFacts, what: string): void {
  if (mailChannel?.state !== 'blocked') return;
  refuse(
    'CHANNEL_COMPROMISED',
    `Cannot ${what}: the breach hit the e-mail it would be sent by`,
    `Send from a domain the breach did not touch, or restore the channel, then say so with 'tocsin notice release-channel ${caseId} --because otherDomain --reason …'`,
  );
}

const channelUnchecked = ({ caseId, mailChannel }: CaseFacts): Finding[] =>
  mailChannel
    ? []
    : [
        {
          code: 'CHANNEL_NOT_CHECKED',
          field: 'mailChannel',
          severity: 'warning',
          source: 'Guidelines 9/2022, III.C',
          sentence: `Nobody has said whether the breach hit the e-mail this is sent by: say so with 'tocsin notice release-channel ${caseId} --because notHit', or block it with 'tocsin notice block-channel ${caseId}'`,
        },
      ];

/** People told that they are not affected are alarmed for others' sake: somebody says why. */
function assertReasonForEveryone(facts: CaseFacts, { body, words }: Said<'notice.approve'>): void {
  if (!body.audiences.includes('notAffected') || words.includes('reasonForEveryone')) return;
  const list = facts.waves[body.wave]?.imports.find(({ audience }) => audience === 'notAffected');
  refuse(
    'REASON_FOR_EVERYONE',
    `Cannot approve wave ${body.wave} without a reason: it tells ${list?.count ?? 0} people that they are NOT affected`,
    'Leave their list out, or say why they are told with --reason-for-everyone',
  );
}

/** People of the case's other waves that were approved: many small waves are one large mailing. */
const approvedBefore = ({ waves }: CaseFacts, { number }: Wave): number =>
  Object.values(waves)
    .filter((wave) => wave.number !== number && wave.approval && !wave.cancelledAt)
    .reduce((sum, { approval }) => sum + (approval?.count ?? 0), 0);

/** The very same was approved: its cooling period runs, or is over and the engine begins it at this moment. */
function assertNotApproved(facts: CaseFacts, wave: Wave, { body }: Said<'notice.approve'>, now: Date): void {
  const { number, approval } = wave;
  if (approval?.textHash !== body.textHash || approval.listHash !== body.listHash) return;
  if (Date.parse(approval.startsAt) <= now.getTime()) refuseRunning(facts, wave);
  refuse(
    'ALREADY_APPROVED',
    `Cannot approve wave ${number} again: its lists and texts are approved, it begins at ${approval.startsAt}`,
    `See it with 'tocsin notice status ${facts.caseId}'; until it begins: 'tocsin notice cancel ${facts.caseId} --wave ${number}'`,
  );
}

const approveRule: Rule<'notice.approve'> = (facts, said, context) => {
  const wave = waveIn(facts, said.body.wave);
  if (said.assurance === 'temporalUi') {
    throw new Refusal(
      {
        code: 'NOT_FROM_THE_UI',
        message: 'Cannot approve a notice from the Temporal UI',
        next: "Approve with 'tocsin notice approve'",
      },
      EXIT.notAllowed,
    );
  }
  assertApprovable(facts, wave);
  assertChannelFree(facts, `approve wave ${wave.number}`);
  assertReasonForEveryone(facts, said);
  assertSameList(wave, said.body);
  if (said.corrects === null) assertNotApproved(facts, wave, said, context.now);
  if (said.body.count + approvedBefore(facts, wave) > facts.policy.noticeSecondPersonAbove)
    for (const { by } of wave.imports) assertSecondPerson(facts, said, by);
  const startsAt = new Date(context.now.getTime() + facts.policy.noticeCoolingMinutes * 60_000).toISOString();
  return { added: { startsAt }, findings: channelUnchecked(facts) };
};

/** @throws {Refusal} `NOT_A_BREACH` */
export function assertBreach(facts: CaseFacts, what: string): void {
  if (!isNoBreach(facts)) return;
  refuse(
    'NOT_A_BREACH',
    `Cannot ${what}: the case was decided to be no breach`,
    `Decide again with 'tocsin case gate ${facts.caseId} --outcome breach', or end it with 'tocsin notice cancel ${facts.caseId}'`,
  );
}

const runningRule =
  <K extends 'notice.cancel' | 'notice.pause' | 'notice.resume' | 'notice.limit'>(): Rule<K> =>
  (facts, said) => {
    const wave = waveIn(facts, said.body.wave);
    // Held notices that go out again can be paused; the people of the wave were told, so it is cancelled no more.
    if (said.kind === 'notice.cancel' ? wave.completedAt : isFinished(wave))
      refuse(
        'WAVE_COMPLETED',
        `Cannot change wave ${wave.number}: it is complete`,
        'Nothing can be taken back; plan a correcting wave',
      );
    if (wave.cancelledAt)
      refuse(
        'WAVE_CANCELLED',
        `Cannot change wave ${wave.number}: it was cancelled`,
        'Import the lists again under a new wave',
      );
    return {};
  };

export const noticeRules = {
  'recipients.import': ((facts, { body }) => {
    const wave = facts.waves[body.wave];
    assertNotErased(facts, `import people into wave ${body.wave}`);
    if (wave?.startedAt || wave?.cancelledAt) {
      refuse(
        'WAVE_STARTED',
        `Cannot change the lists of wave ${body.wave}: it has started or was cancelled`,
        `Import them under --wave ${body.wave + 1}`,
      );
    }
    return {};
  }) satisfies Rule<'recipients.import'>,
  'notice.approve': approveRule,
  'notice.cancel': runningRule<'notice.cancel'>(),
  'notice.pause': runningRule<'notice.pause'>(),
  'notice.resume': ((facts, said, context) => {
    assertChannelFree(facts, `go on with wave ${said.body.wave}`);
    assertBreach(facts, `go on with wave ${said.body.wave}`);
    return runningRule<'notice.resume'>()(facts, said, context);
  }) satisfies Rule<'notice.resume'>,
  'notice.limit': runningRule<'notice.limit'>(),
};
