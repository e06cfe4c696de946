import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { after, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { CaughtMail } from '../../cli/stack/caught-mail.ts';
import { actsOf } from '../../domain/case/acts.ts';
import { foldCase } from '../../domain/case/fold.ts';
import { openDuties } from '../../domain/case/snapshot.ts';
import { onRing } from '../support/ring.ts';
import { ORGANISATION, type Part, type RunningStack, runningStack, until } from './running-stack.ts';

const { base: stack, options } = await onRing(runningStack);

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

const remindersOf = async (caseId: string) =>
  (await stack.entries(caseId)).filter(({ kind }) => kind === 'reminder.send').map(({ body }) => body);
const mailsOf = async (caseId: string): Promise<CaughtMail[]> =>
  (await stack.mails()).filter(({ messageId }) => messageId?.startsWith(`<${caseId}.`));
const idsOf = (mails: readonly CaughtMail[]): (string | null)[] => [
  ...new Set(mails.map(({ messageId }) => messageId)),
];
const rungsOf = async (caseId: string): Promise<string[]> =>
  (await remindersOf(caseId)).flatMap(({ duties }) => (duties as { rung: string }[]).map(({ rung }) => rung));

const atLeastOne = <T>(found: T[]): T[] | null => (found.length > 0 ? found : null);

/** Everything owed in a case, with its instants. */
const owed = async (caseId: string): Promise<string[]> =>
  openDuties(foldCase(ORGANISATION, caseId, await stack.entries(caseId))).map(
    ({ dutyId, actBy, dueAt }) => `${dutyId} ${actBy} ${dueAt}`,
  );

/**
 * An alert whose decision is owed in two hours and some seconds: the reminder two hours before is due in those seconds,
 * or in more on a machine too slow for them.
 */
async function openAlert(seconds: number): Promise<{ caseId: string; dueAt: number }> {
  const dueAt = Date.now() + seconds * 1000;
  const body = {
    learnedAt: new Date(dueAt - 22 * HOUR_MS).toISOString(),
    precision: 'instant',
    from: 'suspicion',
    certain: false,
    drill: true,
  };
  const { caseId } = await stack.say('ana', { kind: 'case.open', caseId: null, body });
  // The rung twelve hours before has passed: its catch-up mail shows that the case runs.
  await until('the first reminder', 20, async () => (await rungsOf(caseId ?? '')).length > 0);
  if (Date.now() > dueAt - 1_000) {
    await until('its last reminder', 20, async () => (await rungsOf(caseId ?? '')).includes('-2h'));
    return openAlert(seconds * 3);
  }
  return { caseId: caseId ?? '', dueAt };
}

const acknowledgement = { kind: 'deadline.acknowledge', body: { dutyId: 'suspicion/decide' } } as const;

/** Says a statement until it is stored, as a person would whose first try met a closed door. */
async function sayUntilStored(on: RunningStack, caseId: string): Promise<string> {
  const statementId = randomUUID();
  const saying = { ...acknowledgement, caseId, statementId };
  await until('the statement to be stored', 30, () =>
    on.say('carla', saying).catch((error) => (error.details?.code === 'SAVED_WAITING' ? statementId : null)),
  );
  return statementId;
}

async function arrival(caseId: string, count: number): Promise<CaughtMail> {
  return until('the reminder', 75, async () => {
    const mails = await mailsOf(caseId);
    return idsOf(mails).length >= count ? mails.at(-1) : null;
  });
}

describe('a part killed in the middle of the drill (ring 3)', options, () => {
  after(() => stack.down());

  for (const part of ['postgres', 'temporal', 'worker'] as Part[]) {
    it(`loses nothing when the ${part} is killed while a reminder falls due`, async (t) => {
      const drillBefore = await owed(stack.drill);
      const { caseId, dueAt } = await openAlert(4);
      const before = await owed(caseId);
      await pause(Math.max(0, dueAt - Date.now() - 300));
      const back = await stack.kill(part);
      const statementId = await sayUntilStored(stack, caseId);
      const returned = (await back()).getTime();
      const mail = await arrival(caseId, 2);
      const late = Date.parse(mail.at) - Math.max(returned, dueAt);
      t.diagnostic(`${part}: down ${returned - dueAt + 300} ms, reminder ${late} ms after its return or its hour`);
      assert.ok(late <= MINUTE_MS, `${late} ms`);

      await until('the statement and the reminder to be entered', 30, async () => {
        const entries = await stack.entries(caseId);
        const said = entries.filter((entry) => entry.statementId === statementId);
        return said.length === 1 && (await remindersOf(caseId)).length === 2;
      });
      assert.deepEqual(await rungsOf(caseId), ['-12h', '-2h']);
      const mails = await mailsOf(caseId);
      assert.equal(idsOf(mails).length, 2);
      assert.ok(mails.length <= 3, `${mails.length} mails for two reminders`);
      assert.deepEqual(await owed(caseId), before);
      assert.deepEqual(await owed(stack.drill), drillBefore);
    });
  }

  it('sends a reminder again, under the same Message-ID, when the worker dies between sending and entering it', async (t) => {
    const { caseId } = await openAlert(4);
    const returned = await stack.holdingRegister(ORGANISATION, async () => {
      await until('the mail', 20, async () => idsOf(await mailsOf(caseId)).length === 2);
      assert.deepEqual(await rungsOf(caseId), ['-12h']);
      const back = await stack.kill('worker');
      return (await back()).getTime();
    });
    await until('the reminder to be entered', 75, async () => (await remindersOf(caseId)).length === 2);
    t.diagnostic(`entered ${Date.now() - returned} ms after the return, ${(await mailsOf(caseId)).length} mails`);
    const mails = await mailsOf(caseId);
    assert.ok(mails.length <= 3, `${mails.length} mails for two reminders`);
    assert.equal(idsOf(mails).length, 2);
    assert.deepEqual(await rungsOf(caseId), ['-12h', '-2h']);
  });

  it('brings every open case back from the register when the power fails and the Temporal database is lost', async (t) => {
    const { caseId, dueAt } = await openAlert(12);
    const cases = await stack.atDesk(({ read }) =>
      read(async (tx) => (await tx.query<{ caseId: string }>('select case_id as "caseId" from breach_case')).rows),
    );
    const sent = idsOf(await stack.mails());
    await stack.powerCut();
    for (const suffix of ['', '-wal', '-shm']) rmSync(stack.file(`temporal.db${suffix}`), { force: true });
    assert.ok(!existsSync(stack.file('temporal.db')));
    await stack.up();
    const returned = Date.now();

    for (const each of cases) {
      const restarts = await until(`the watch to restart ${each.caseId}`, 60, async () =>
        atLeastOne((await stack.entries(each.caseId)).filter(({ kind }) => kind === 'watch.restart')),
      );
      assert.deepEqual(
        restarts.map(({ body }) => body['what']),
        ['case'],
      );
      const words = `"caseId":"${each.caseId}","msg":"A case had no running workflow`;
      await until(`the word that ${each.caseId} was restarted`, 20, async () => stack.log('worker').includes(words));
    }
    await until('the next reminder', 75, async () => (await rungsOf(caseId)).length === 2);
    const mail = (await mailsOf(caseId)).at(-1);
    t.diagnostic(`reminder ${Date.parse(mail?.at ?? '') - Math.max(dueAt, returned)} ms after the return or its hour`);
    const mails = await stack.mails();
    assert.deepEqual(
      idsOf(mails).filter((id) => !sent.includes(id)),
      [mail?.messageId],
    );
    assert.deepEqual(await rungsOf(caseId), ['-12h', '-2h']);
    for (const each of cases) {
      await until(`a timer of ${each.caseId} for its next act`, 20, async () => {
        const [timer, act] = [await firstTimer(each.caseId), await firstActOf(each.caseId)];
        return Math.abs(timer - act) < 2_000; // a timer is set in whole milliseconds from when its task began
      });
    }
  });
});

/** When the first timer that a case's workflow has set goes off. */
async function firstTimer(caseId: string): Promise<number> {
  const { events } = await stack.atDesk(async ({ desk }) =>
    (await desk.temporal()).workflow.getHandle(caseId).fetchHistory(),
  );
  const ended = new Set(
    (events ?? []).map(
      (event) => `${(event.timerFiredEventAttributes ?? event.timerCanceledEventAttributes)?.startedEventId}`,
    ),
  );
  const instants = (events ?? []).flatMap(({ eventId, eventTime, timerStartedEventAttributes: timer }) =>
    timer && !ended.has(`${eventId}`) ? [msOf(eventTime) + msOf(timer.startToFireTimeout)] : [],
  );
  return Math.min(...instants);
}

/** Milliseconds of a protobuf timestamp or duration. */
const msOf = (time: { seconds?: unknown; nanos?: number | null } | null | undefined): number =>
  Number(time?.seconds ?? 0) * 1000 + (time?.nanos ?? 0) / 1e6;

/** When the next act of a case is owed, by the register. */
const firstActOf = async (caseId: string): Promise<number> =>
  Math.min(
    ...actsOf(foldCase(ORGANISATION, caseId, await stack.entries(caseId))).map(({ at }) => Date.parse(at ?? '')),
  );
