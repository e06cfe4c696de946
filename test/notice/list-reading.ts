import assert from 'node:assert/strict';
import type { ListForm } from '../../desk/recipients-file.ts';
import { checkRecipients } from '../../desk/recipients-import.ts';
import { EXIT, Refusal } from '../../domain/refusal.ts';

export const FORM: ListForm = {
  delimiter: ',',
  encoding: 'utf8',
  columns: {},
  locales: { standard: 'es', fallback: {} },
};

export async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Every list is read twice, once byte by byte: a chunk border may fall anywhere. */
export async function checkedList(list: string | Buffer, form: Partial<ListForm> = {}) {
  const bytes = Buffer.from(list);
  const whole = await checkRecipients(inChunks(bytes, bytes.length), { ...FORM, ...form });
  if (bytes.length < 2000) {
    assert.deepEqual(await checkRecipients(inChunks(bytes, 1), { ...FORM, ...form }), whole);
  }
  return whole;
}

export async function refusalOf(list: string | Buffer, form: Partial<ListForm> = {}): Promise<Refusal> {
  const refusals: Refusal[] = [];
  const bytes = Buffer.from(list);
  for (const size of bytes.length < 2000 ? [bytes.length, 1] : [65_536]) {
    try {
      await checkRecipients(inChunks(bytes, size || 1), { ...FORM, ...form });
    } catch (error) {
      assert.ok(error instanceof Refusal, String(error));
      refusals.push(error);
    }
  }
  const [first, second] = refusals;
  assert.ok(first, 'the list was accepted');
  if (second) assert.deepEqual(second.details, first.details);
  assert.equal(first.exit, EXIT.data);
  return first;
}
