import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { closedInTime, withinReason } from '../../cli/rehearse/within-reason.ts';

const AT = '2031-11-25T09:00:00+01:00';
const never = (): Promise<never> => new Promise(() => {});
const code = (wanted: string) => (error: { details: { code: string } }) => error.details.code === wanted;

describe('withinReason', () => {
  it('gives up on a server that stands still', async () => {
    await assert.rejects(withinReason(never(), AT, new AbortController().signal, 1), code('REHEARSAL_STUCK'));
  });

  it('ends a hop that somebody stops, before or during it', async () => {
    const stop = new AbortController();
    const hop = withinReason(never(), AT, stop.signal);
    stop.abort();
    await assert.rejects(hop, code('REHEARSAL_STOPPED'));
    await assert.rejects(withinReason(never(), AT, stop.signal), code('REHEARSAL_STOPPED'));
  });

  it('hands on what a hop fails with', async () => {
    const failing = Promise.reject(new Error('server gone'));
    await assert.rejects(withinReason(failing, AT, new AbortController().signal), /server gone/);
  });
});

describe('closedInTime', () => {
  it('waits neither for what never closes nor for what fails to', async () => {
    await closedInTime(never(), 1);
    await closedInTime(Promise.reject(new Error('held')), 1);
  });
});
