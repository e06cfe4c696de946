import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { PICTURE, readmePicture } from '../../scripts/readme-picture.ts';

describe('the picture of the README', () => {
  it('is what the product draws of the story; make it anew with: npx tsx scripts/readme-picture.ts', () => {
    assert.equal(readFileSync(PICTURE, 'utf8'), readmePicture());
  });

  it('T-3-18, T-5-1 shows the sixteen days, the end of the 72 hours and of the completion', () => {
    const description = /<desc[^>]*>([\s\S]*?)<\/desc>/.exec(readmePicture())?.[1] ?? '';
    for (const words of [
      '16 days',
      'Thu 27 Nov 2025 24:00 +01:00: 72 hours end',
      'Sat 27 Dec 2025 24:00 +01:00: Completion due',
    ])
      assert.equal(description.includes(words), true, `${words} in: ${description}`);
  });
});
