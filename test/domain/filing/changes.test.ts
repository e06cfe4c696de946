import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { changesBetween, type FiledField } from '../../../domain/filing/changes.ts';
import type { FilingInput } from '../../../domain/filing/input.ts';
import { packOf } from '../../../domain/filing/pack.ts';
import { storyInput } from './story-input.ts';

const field = (key: string, value: unknown, shown: string | null = String(value)): FiledField => ({
  key,
  label: key.toUpperCase(),
  shown,
  value,
});

describe('changesBetween', () => {
  it('names each field that says something else, with what it said and says', () => {
    assert.deepEqual(changesBetween([field('count', 'tbd')], [field('count', 120, '120')]), [
      { key: 'count', label: 'COUNT', before: 'tbd', after: '120' },
    ]);
  });

  it('takes another label, another language or another order of a list for no change', () => {
    const before = [field('categories', ['users', 'customers'], 'Usuarios; clientes')];
    assert.deepEqual(changesBetween(before, [field('categories', ['customers', 'users'], 'Customers; users')]), []);
  });

  it('tells of fields that came, of fields that are gone, and of erased words only that there were some', () => {
    const before = [field('policeText', 'Atestado 12'), field('end', null, null)];
    const after = [field('start', '2025-11-08'), field('text', null, null)];
    assert.deepEqual(changesBetween(before, after), [
      { key: 'start', label: 'START', before: null, after: '2025-11-08' },
      { key: 'policeText', label: 'POLICETEXT', before: 'Atestado 12', after: null },
    ]);
  });

  it('passes over what differs from phase to phase by itself', () => {
    const before = [field('type', 'new'), field('subtype', 'incomplete')];
    const after = [field('type', 'follow_up'), field('subtype', 'complete'), field('previousId', 'REGAGE25e1')];
    assert.deepEqual(changesBetween(before, after), []);
  });
});

describe('a later phase', () => {
  const first = packOf(storyInput());
  const fields = first.sections.flatMap((section) => section.fields);
  const previous = {
    registryNumber: 'REGAGE25e00000000001',
    submittedAt: '2025-11-27T17:00:00Z',
    phase: 'initial' as const,
    packHash: 'a'.repeat(64),
    fields,
  };
  const later = (over: Partial<FilingInput> = {}): FilingInput => {
    const input = storyInput();
    const count = { value: 120, seq: 90, source: 'processor', confidence: 'confirmed' as const, at: null };
    const kind = { ...count, value: 'exact' };
    const values = { ...input.values, count, countKind: kind };
    return {
      ...input,
      phase: 'complementary',
      subtype: 'complete',
      previousId: 'REGAGE25e00000000001',
      values,
      previous,
      ...over,
    };
  };

  it('R-33-4 quotes the reference of the first and shows what changed since', () => {
    const pack = packOf(later());
    assert.deepEqual(pack.previous, {
      registryNumber: 'REGAGE25e00000000001',
      submittedAt: '2025-11-27T17:00:00Z',
      phase: 'initial',
      packHash: 'a'.repeat(64),
    });
    assert.equal(pack.annexA['previousId'], 'REGAGE25e00000000001');
    assert.deepEqual(
      pack.changes?.map(({ key, after }) => [key, after]),
      [
        ['countKind', 'Exacto'],
        ['count', '120'],
      ],
    );
  });

  it('says that it is not known what was filed before, or that the kept pack is broken, and compares nothing', () => {
    const codes = (state: 'unknown' | 'broken'): string[] => {
      const pack = packOf(later({ previous: { ...previous, fields: state } }));
      assert.equal(pack.changes, undefined);
      return pack.findings.map(({ code }) => code).filter((code) => code.startsWith('PREVIOUS_PACK'));
    };
    assert.deepEqual(codes('unknown'), ['PREVIOUS_PACK_UNKNOWN']);
    assert.deepEqual(codes('broken'), ['PREVIOUS_PACK_BROKEN']);
  });

  it('R-2-9 a withdrawal gives the reason that was decided', () => {
    const reason = { text: 'La copia estaba cifrada', seq: 77 };
    const pack = packOf(later({ phase: 'withdrawal', withdrawReason: reason }));
    assert.deepEqual(
      [pack.annexA['subtype'], pack.annexA['withdrawReason'], pack.changes],
      ['withdraw', 'La copia estaba cifrada', undefined],
    );
  });

  it('R-1-15 a courtesy copy says that nothing is owed', () => {
    const pack = packOf({ ...storyInput(), courtesy: true });
    assert.equal(pack.courtesy, true);
    assert.ok(pack.findings.some(({ code }) => code === 'COURTESY_COPY'));
  });
});
