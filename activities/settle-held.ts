import { countNotReached, sendHeldAgain } from '../database/notice-held.ts';
import type { StoredStatement } from '../database/statement.ts';
import type { Tx } from '../database/transaction.ts';
import type { BodyOf } from '../domain/case/bodies.ts';
import type { CaseFacts } from '../domain/case/facts.ts';
import { Refusal } from '../domain/refusal.ts';

/**
 * What an accepted statement does to notices that may or may not have arrived, in the transaction of its entry: so a
 * decision is neither lost nor obeyed twice, whatever dies when. Yields what it adds to the entry.
 *
 * A decision to send again lets exactly the lines wait that the person was shown. What is reported of such notices
 * after their wave was completed, and a decision to give them up, count the people not reached anew.
 *
 * @throws {Refusal} `HELD_CHANGED`
 */
export async function settleHeld(
  tx: Tx,
  { kind, body }: Pick<StoredStatement, 'kind' | 'body'>,
  { caseId, waves }: CaseFacts,
  now: Date,
): Promise<Record<string, unknown>> {
  if (kind !== 'notice.settleHeld' && kind !== 'notice.recordReports') return {};
  const key = { caseId, wave: Number(body['wave']) };
  if (kind === 'notice.settleHeld' && body['outcome'] === 'resend') {
    const { count } = body as BodyOf<'notice.settleHeld'>;
    if ((await sendHeldAgain(tx, key, now)) !== count) throw changed(caseId, key.wave);
    return {};
  }
  const held = waves[key.wave]?.completedAt ? (waves[key.wave]?.counts['unknownHeld'] ?? 0) : 0;
  return held > 0 ? { notReached: await countNotReached(tx, key) } : {};
}

const changed = (caseId: string, wave: number): Refusal =>
  new Refusal({
    code: 'HELD_CHANGED',
    message: `Cannot send held notices of wave ${wave} again: what is known of them has changed since they were shown`,
    next: `Look again with 'tocsin notice held ${caseId} --wave ${wave}', then decide`,
  });
