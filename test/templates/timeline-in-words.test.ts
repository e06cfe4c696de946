import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CaseTimeline, TimelineFact } from '../../domain/case/timeline.ts';
import { FILING_LANGUAGES } from '../../domain/filing/language.ts';
import { timelineInWords } from '../../templates/timeline-in-words.ts';
import { timelineTable } from '../../templates/timeline-table.ts';
import { storyInput } from '../domain/filing/story-input.ts';

const setting = { caseId: 'breach-2025-9001', drill: true, zone: 'Europe/Madrid', language: 'en' } as const;

const filed = (...of: string[]): TimelineFact => ({
  lane: 'outside',
  kind: 'filed',
  at: '2025-11-27T17:05:00Z',
  until: null,
  precision: 'instant',
  of,
});

const only = (fact: TimelineFact): CaseTimeline => ({ processors: [], controller: null, facts: [fact], silences: [] });

describe('timelineInWords', () => {
  it('tells the case in the order of time, with the deadline at 24:00', () => {
    assert.deepEqual(
      timelineTable(timelineInWords(storyInput().timeline, setting)).map(({ label, time }) => `${time} ${label}`),
      [
        'Sun 9 Nov 2025 Mixpanel detects',
        'Tue 25 Nov 2025 Mixpanel tells us',
        'Tue 25 Nov 2025 Aware',
        'Wed 26 Nov 2025 10:30 +01:00 Risk assessed',
        'Wed 26 Nov 2025 11:00 +01:00 prepared',
        'Thu 27 Nov 2025 24:00 +01:00 72 hours end: ES',
      ],
    );
  });

  it('names the sixteen days of silence', () => {
    const { gaps, lanes } = timelineInWords(storyInput().timeline, setting);
    assert.deepEqual([gaps.map(({ label }) => label), lanes.processor], [['16 days'], 'Mixpanel']);
  });

  it('names a few authorities and counts many', () => {
    const labelOf = (fact: TimelineFact): string | undefined => timelineInWords(only(fact), setting).events[0]?.label;
    assert.deepEqual(
      [labelOf(filed('DE', 'ES', 'FR')), labelOf(filed('AT', 'BE', 'DE', 'ES', 'FR'))],
      ['Filed with DE, ES, FR', 'Filed with 5 authorities'],
    );
  });

  for (const language of FILING_LANGUAGES) {
    it(`leaves no blank open in ${language}`, () => {
      const { title, events, lanes } = timelineInWords(storyInput().timeline, { ...setting, language });
      assert.doesNotMatch([title, ...events.map(({ label }) => label), ...Object.values(lanes)].join('\n'), /\{\}|^$/m);
    });
  }
});
