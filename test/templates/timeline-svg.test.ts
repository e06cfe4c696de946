import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TimelineData, TimelineEvent } from '../../templates/timeline-data.ts';
import { layOut } from '../../templates/timeline-layout.ts';
import { axisOf } from '../../templates/timeline-scale.ts';
import { renderTimeline } from '../../templates/timeline-svg.ts';
import { timelineTable } from '../../templates/timeline-table.ts';
import { matchesGolden } from './golden.ts';
import { HOSTILE_TEXTS } from './hostile-texts.ts';
import { STORY_TIMELINE } from './story-timeline.ts';
import { tagsOf, wellFormed } from './svg-reader.ts';

const NOTHING: TimelineData = { ...STORY_TIMELINE, drill: false, events: [], gaps: [] };

const eventAt = (at: string, more: Partial<TimelineEvent> = {}): TimelineEvent => ({
  lane: 'controller',
  mark: 'event',
  at,
  until: null,
  precision: 'instant',
  label: 'x',
  ...more,
});

describe('renderTimeline', () => {
  it('renders the story as kept', () => matchesGolden('timeline-full.svg', renderTimeline(STORY_TIMELINE)));
  it('renders a case without events as kept', () => matchesGolden('timeline-unknown.svg', renderTimeline(NOTHING)));

  it('is well-formed, with a title and a description that name every event', () => {
    const svg = renderTimeline(STORY_TIMELINE);
    const description = /<desc[^>]*>([\s\S]*?)<\/desc>/.exec(svg)?.[1] ?? '';
    assert.equal(wellFormed(svg), true);
    for (const { label } of STORY_TIMELINE.events) assert.equal(description.includes(label), true, label);
  });

  it('draws and names the sixteen days of silence', () => {
    assert.match(renderTimeline(STORY_TIMELINE), /<text class="gap-label"[^>]*>16 days<\/text>/);
  });

  it('draws deadlines hollow and filings full', () => {
    const svg = renderTimeline(STORY_TIMELINE);
    const inLegend = 1;
    const count = (mark: string): number => svg.match(new RegExp(`<path class="${mark}"`, 'g'))?.length ?? 0;
    assert.deepEqual([count('deadline'), count('filing')], [2 + inLegend, 2 + inLegend]);
  });

  for (const text of HOSTILE_TEXTS) {
    it(`input 25: shows ${JSON.stringify(text)} as text`, () => {
      const withText = (label: string): string =>
        renderTimeline({
          ...STORY_TIMELINE,
          title: label,
          lanes: { ...STORY_TIMELINE.lanes, outside: 'x' },
          events: STORY_TIMELINE.events.map((event) => ({ ...event, label })),
          gaps: STORY_TIMELINE.gaps.map((gap) => ({ ...gap, label })),
        });
      assert.deepEqual([wellFormed(withText(text)), tagsOf(withText(text))], [true, tagsOf(withText('harmless'))]);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: XML does not allow them
      assert.doesNotMatch(withText(text), /[\u0000-\u0008\u000b-\u001f\u202a-\u202e\ufffe\uffff]/);
    });
  }
});

describe('axisOf', () => {
  it('cuts stretches of more than four days and says how long they were', () => {
    assert.deepEqual(
      axisOf(STORY_TIMELINE, 150, 800).breaks.map(({ days }) => days),
      [16, 21, 6],
    );
  });

  it('keeps four days whole', () => {
    const events = [eventAt('2025-11-09T00:00:00Z'), eventAt('2025-11-13T00:00:00Z')];
    assert.deepEqual(axisOf({ ...NOTHING, events }, 150, 800).breaks, []);
  });

  it('keeps the order of time and the space it has', () => {
    const axis = axisOf(STORY_TIMELINE, 150, 800);
    const xs = STORY_TIMELINE.events.map(({ at }) => axis.xOf(at));
    assert.deepEqual(
      xs,
      xs.toSorted((a, b) => a - b),
    );
    assert.deepEqual([Math.min(...xs), Math.max(...xs) <= 950], [150, true]);
  });
});

describe('layOut', () => {
  it('lets no two labels of a lane overlap, however close the events', () => {
    const events = [0, 1, 2, 3, 4, 5].map((minute) =>
      eventAt(`2025-11-25T10:0${minute}:00Z`, { label: `Event ${minute}` }),
    );
    const data = { ...NOTHING, events };
    const lanes = layOut(data, axisOf(data, 150, 800), 70, 1000);
    const rows = lanes.flatMap((lane) => lane.events.map(({ label }) => label.y));
    assert.equal(new Set(rows).size, events.length);
  });
});

describe('timelineTable', () => {
  it('gives the same facts in the order of time', () => {
    const rows = timelineTable({ ...STORY_TIMELINE, events: STORY_TIMELINE.events.toReversed() });
    assert.equal(rows.length, STORY_TIMELINE.events.length);
    assert.deepEqual(rows[0], { lane: 'Mixpanel', mark: 'event', label: 'Detects the access', time: 'Sun 9 Nov 2025' });
  });

  const times: [TimelineEvent, string][] = [
    [eventAt('2025-11-27T23:00:00Z', { mark: 'deadline' }), 'Thu 27 Nov 2025 24:00 +01:00'],
    [eventAt('2026-10-24T23:30:00Z'), 'Sun 25 Oct 2026 01:30 +02:00'],
    [eventAt('2026-10-25T12:30:00Z'), 'Sun 25 Oct 2026 13:30 +01:00'],
    [eventAt('2025-11-08T23:00:00Z', { precision: 'date' }), 'Sun 9 Nov 2025'],
    [
      eventAt('2025-11-28T08:00:00Z', { mark: 'notices', until: '2025-11-28T13:40:00Z' }),
      'Fri 28 Nov 2025 09:00 +01:00 – 14:40 +01:00',
    ],
    [
      eventAt('2025-11-28T08:00:00Z', { mark: 'notices', until: '2025-11-29T13:40:00Z' }),
      'Fri 28 Nov 2025 09:00 +01:00 – Sat 29 Nov 2025 14:40 +01:00',
    ],
  ];
  for (const [event, expected] of times) {
    it(`shows ${expected}`, () => assert.equal(timelineTable({ ...NOTHING, events: [event] })[0]?.time, expected));
  }
});
