import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Markers, textOf } from './markers.ts';

describe('the search for canary words', () => {
  const markers = new Markers();
  const word = markers.next();
  const hidden = [
    ['plain', `a ${word} b`],
    ['in capitals', word.toUpperCase()],
    ['in base64', Buffer.from(`x${word}y`).toString('base64')],
    ['in base64 with something before it', `id=A${Buffer.from(word).toString('base64')}`],
    ['in hexadecimal', Buffer.from(word).toString('hex')],
    ['in the payload of a history', textOf({ events: [{ payloads: [{ data: Buffer.from(`{"a":"${word}"}`) }] }] })],
  ] as const;
  for (const [how, text] of hidden) {
    it(`finds a word ${how}`, () => assert.deepEqual(markers.foundIn(text), [word]));
  }

  it('finds nothing where nothing is', () => assert.deepEqual(markers.foundIn('Kanari bcd vox'), []));
});
