import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AWARE, type CaseBook, openCase, submission } from './case-book.ts';

const FILED_AT = '2026-03-10T11:00:00+01:00';

/** Competent: Bulgaria, where the form goes by mail, and Spain, which has a portal. */
function bothChannels(): CaseBook {
  const book = openCase();
  const scope = {
    role: 'controller',
    establishments: [],
    mainEstablishment: null,
    publicAuthority: null,
    representative: 'ES',
    crossBorder: true,
    affected: { ES: 10, BG: 5 },
  };
  book.say('handler', 'case.setScope', scope);
  return book.at('2026-03-10T12:00:00Z');
}

const filed = (authority: string, over: Record<string, unknown> = {}): Record<string, unknown> =>
  submission(FILED_AT, { authority, subtype: 'incomplete', registryNumber: null, ...over });

describe('the number of a filing', () => {
  it('may follow where the form goes by mail, and every later phase waits for it', () => {
    const book = bothChannels();
    assert.deepEqual(book.warnings('handler', 'filing.recordSubmission', filed('BG')), [
      'WITHOUT_APPROVAL',
      'REGISTRY_NUMBER_AWAITED',
    ]);
    assert.equal(book.duty('authority/BG/initial')?.state, 'met');
    assert.equal(book.facts.authorities['BG']?.phases[0]?.registryNumber, null);
  });

  it('is added by a correction, which keeps the filing and its status', () => {
    const book = bothChannels();
    const seq = book.say('handler', 'filing.recordSubmission', filed('BG'));
    book.at('2026-03-20T09:00:00Z');
    const numbered = filed('BG', { registryNumber: 'PPN-26-1' });
    book.say('handler', 'filing.recordSubmission', numbered, { corrects: seq });
    const [phase, ...others] = book.facts.authorities['BG']?.phases ?? [];
    assert.deepEqual([phase?.registryNumber, phase?.status, others], ['PPN-26-1', 'ON_TIME', []]);
  });

  it('that nobody gave makes no two filings the same', () => {
    const book = bothChannels();
    book.say('handler', 'filing.recordSubmission', filed('BG'));
    const next = filed('BG', { phase: 'complementary' });
    assert.equal(book.refusal('handler', 'filing.recordSubmission', next), null);
    assert.equal(book.refusal('handler', 'filing.recordSubmission', filed('BG')), 'ALREADY_FILED');
  });

  it('is asked for where a portal gives it at once', () => {
    const book = bothChannels();
    assert.equal(book.refusal('handler', 'filing.recordSubmission', filed('ES')), 'REGISTRY_NUMBER_MISSING');
    assert.equal(book.refusal('handler', 'filing.recordSubmission', submission(AWARE)), null);
  });
});
