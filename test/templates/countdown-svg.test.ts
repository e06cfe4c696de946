import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type CountdownData,
  countdownHours,
  countdownInWords,
  countdownSentence,
} from '../../templates/countdown-in-words.ts';
import { renderCountdownSvg } from '../../templates/countdown-svg.ts';
import { matchesGolden } from './golden.ts';
import { HOSTILE_TEXTS } from './hostile-texts.ts';
import { SPRING_COUNTDOWN } from './story-countdown.ts';
import { tagsOf, wellFormed } from './svg-reader.ts';

const real = { ...SPRING_COUNTDOWN, drill: false };
const LATE = { ...real, now: '2027-03-29T14:00:00Z' };
const NOTHING: CountdownData = { ...real, authority: null, awareAt: null, actBy: null, dueAt: null };
const UNTIMED: CountdownData = { ...real, authority: 'CH', zone: 'Europe/Zurich', isTarget: true, dueAt: null };
const FILED: CountdownData = { ...real, others: 3, filed: { at: '2027-03-28T12:00:00Z', status: 'ON_TIME' } };

const said = (data: CountdownData): string => countdownSentence(countdownInWords(data));
/** Cells drawn of a kind, without that of the legend. */
const drawn = (svg: string, kind: string): number =>
  (new RegExp(`<path class="${kind}" d="([^"]*)"`).exec(svg)?.[1]?.match(/v20h-11z/g) ?? []).length;

describe('countdownInWords', () => {
  const rows: [string, CountdownData, string][] = [
    ['time left', real, '31 h 12 min left: until Monday 29 March 2027, 11:00 (Madrid, UTC+2).'],
    ['late', LATE, '4 h late, say why in the filing; it was due Monday 29 March 2027, 12:00 (Madrid, UTC+2).'],
    [
      'between the two readings',
      { ...real, now: '2027-03-29T09:20:00Z' },
      '20 min over: by the earlier reading it ended Monday 29 March 2027, 11:00 (Madrid, UTC+2); missed only after Monday 29 March 2027, 12:00 (Madrid, UTC+2): file now.',
    ],
    [
      'R-2-10: a later target extends nothing',
      { ...LATE, isTarget: true, actBy: '2027-04-01T09:00:00Z' },
      '4 h late, say why in the filing; it was due Monday 29 March 2027, 12:00 (Madrid, UTC+2); our own target: Thursday 1 April 2027, 11:00 (Madrid, UTC+2); it extends nothing.',
    ],
    [
      'a duty without hours',
      UNTIMED,
      'As quickly as possible: the law names no hours; our own target: Monday 29 March 2027, 11:00 (Zurich, UTC+2).',
    ],
    [
      'filed in time',
      FILED,
      'Filed, in time: Sunday 28 March 2027, 14:00 (Madrid, UTC+2); 21 h before the end, Monday 29 March 2027, 11:00 (Madrid, UTC+2).',
    ],
    [
      'filed late',
      { ...FILED, filed: { at: '2027-03-29T14:00:00Z', status: 'LATE' } },
      'Filed, late: Monday 29 March 2027, 16:00 (Madrid, UTC+2); 4 h after the end, Monday 29 March 2027, 12:00 (Madrid, UTC+2).',
    ],
    ['nobody aware', NOTHING, 'No clock runs: nobody is aware of a breach yet, as far as recorded.'],
    [
      'nobody to notify',
      { ...NOTHING, awareAt: real.awareAt },
      'No clock runs: no authority has to be notified, as far as recorded.',
    ],
  ];
  for (const [name, data, expected] of rows) it(`says ${name}`, () => assert.equal(said(data), expected));
});

describe('countdownHours', () => {
  it('counts back from the end in whole hours, so that time left is never overstated', () => {
    assert.deepEqual(countdownHours(real), { gone: 41, left: 31, late: 0 });
    assert.deepEqual(countdownHours(LATE), { gone: 72, left: 0, late: 4 });
    assert.deepEqual(countdownHours({ ...real, now: '2027-03-26T10:00:00Z' }), { gone: 1, left: 71, late: 0 });
    assert.equal(countdownHours(UNTIMED), null);
  });
});

describe('renderCountdownSvg', () => {
  it('renders time left as kept', () => matchesGolden('countdown-full.svg', renderCountdownSvg(SPRING_COUNTDOWN)));
  it('renders a late case as kept', () => matchesGolden('countdown-late.svg', renderCountdownSvg(LATE)));
  it('renders a case without a clock as kept', () =>
    matchesGolden('countdown-unknown.svg', renderCountdownSvg(NOTHING)));

  it('draws 72 cells, and those after the end in a row of their own, at most 24', () => {
    const cells = (data: CountdownData): number[] =>
      ['gone', 'left', 'late'].map((kind) => drawn(renderCountdownSvg(data), kind));
    assert.deepEqual(cells(real), [41, 31, 0]);
    assert.deepEqual(cells(LATE), [72, 0, 4]);
    assert.deepEqual(cells({ ...LATE, now: '2027-05-01T00:00:00Z' }), [72, 0, 24]);
  });

  it('draws no bar where the law names no hours', () => {
    for (const data of [UNTIMED, NOTHING]) assert.doesNotMatch(renderCountdownSvg(data), /v20h-11z|hatch\)"/);
  });

  it('says in its description what it shows', () => {
    const description = /<desc[^>]*>([\s\S]*?)<\/desc>/.exec(renderCountdownSvg(SPRING_COUNTDOWN))?.[1];
    assert.equal(
      description,
      '31 h 12 min left: until Monday 29 March 2027, 11:00 (Madrid, UTC+2). Of 72 hours 41 gone, 31 left, 0 after the end. A drill.',
    );
  });

  for (const text of HOSTILE_TEXTS) {
    it(`input 25: shows ${JSON.stringify(text)} as text`, () => {
      const withText = (authority: string): string => renderCountdownSvg({ ...real, authority });
      assert.deepEqual([wellFormed(withText(text)), tagsOf(withText(text))], [true, tagsOf(withText('harmless'))]);
    });
  }
});
