import { Refusal } from '../../refusal.ts';
import type { Rule } from '../decide.ts';
import type { CaseFacts, Wave } from '../facts.ts';
import { isFinished } from '../wave-state.ts';
import { assertBreach, assertChannelFree, assertNotErased, waveIn } from './notice.ts';

const refuse = (code: string, message: string, next: string): never => {
  throw new Refusal({ code, message, next });
};

/** What may have arrived goes out again only under all that held for sending it. */
function assertMayGoAgain(facts: CaseFacts, wave: Wave): void {
  const what = `send notices of wave ${wave.number} again`;
  if (wave.cancelledAt)
    refuse(
      'WAVE_CANCELLED',
      `Cannot ${what}: it was cancelled`,
      `Give them up with 'tocsin notice held ${facts.caseId} --wave ${wave.number} --give-up --reason …'`,
    );
  assertNotErased(facts, what);
  assertChannelFree(facts, what);
  assertBreach(facts, what);
}

/** While a wave is being sent more may come to be held; they are given up all at once. */
function assertComplete({ caseId }: CaseFacts, wave: Wave): void {
  if (isFinished(wave)) return;
  refuse(
    'HELD_NOT_FINAL',
    `Cannot give up notices of wave ${wave.number}: it is still being sent, and more may come to be held`,
    `Watch it with 'tocsin notice status ${caseId} --wave ${wave.number} --follow'; --resend is possible already`,
  );
}

const settleHeldRule: Rule<'notice.settleHeld'> = (facts, { body }, { heldNotices }) => {
  const wave = waveIn(facts, body.wave);
  if (wave.heldGivenUpAt)
    refuse(
      'HELD_GIVEN_UP',
      `Cannot decide on the held notices of wave ${wave.number} again: they were given up on ${wave.heldGivenUpAt.slice(0, 10)}`,
      `Tell these people in another way: 'tocsin notice others ${facts.caseId} --wave ${wave.number}'`,
    );
  if (body.outcome === 'resend') assertMayGoAgain(facts, wave);
  else assertComplete(facts, wave);
  if (!heldNotices || !wave.startedAt)
    refuse(
      'NOTHING_HELD',
      `Cannot decide on held notices of wave ${wave.number}: none waits for a decision`,
      `See what became of them with 'tocsin notice held ${facts.caseId} --wave ${wave.number}'`,
    );
  if (heldNotices !== body.count)
    refuse(
      'HELD_CHANGED',
      `Cannot decide on ${body.count} held notices of wave ${wave.number}: ${heldNotices} wait for a decision now`,
      `Look again with 'tocsin notice held ${facts.caseId} --wave ${wave.number}', then decide`,
    );
  return {};
};

export const heldRules = { 'notice.settleHeld': settleHeldRule };
