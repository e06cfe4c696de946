import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { renderAuthoritiesSvg } from '../../templates/authorities-svg.ts';
import { type AuthoritiesData, authoritiesSummary, authoritiesTable } from '../../templates/authorities-table.ts';
import { matchesGolden } from './golden.ts';
import { HOSTILE_TEXTS } from './hostile-texts.ts';
import { authorityRow, STORY_AUTHORITIES } from './story-authorities.ts';
import { tagsOf, wellFormed } from './svg-reader.ts';

const NOTHING: AuthoritiesData = { ...STORY_AUTHORITIES, drill: false, rows: [] };
const LATE: AuthoritiesData = { ...NOTHING, rows: STORY_AUTHORITIES.rows.filter(({ state }) => state === 'late') };
const descriptionOf = (svg: string): string => /<desc[^>]*>([\s\S]*?)<\/desc>/.exec(svg)?.[1] ?? '';

describe('authoritiesTable', () => {
  it('gives code, state with its sign, what is owed by when in its own zone, and the whole number', () => {
    const [greece, , spain, bavaria] = authoritiesTable(STORY_AUTHORITIES);
    assert.deepEqual(greece, {
      code: 'GR',
      sign: '○',
      state: 'open',
      owed: 'initial',
      due: 'Thu 27 Nov 2025 24:00 +02:00',
      number: '',
    });
    assert.equal(spain?.due, 'Sat 27 Dec 2025 24:00 +01:00, our target');
    assert.equal(bavaria?.number, 'LDA-1234567890-1234567890-1234567890');
  });

  it('has a sign of its own for each state', () => {
    const signs = authoritiesTable(STORY_AUTHORITIES).map(({ sign, state }) => `${sign} ${state}`);
    assert.equal(new Set(signs.map((each) => each.slice(0, 1))).size, new Set(signs).size);
  });

  it('counts what is owed and late', () => {
    assert.equal(authoritiesSummary(STORY_AUTHORITIES), '8 authorities: 4 owed something, 1 late');
    assert.equal(authoritiesSummary(NOTHING), 'No authority is filed with.');
  });
});

describe('renderAuthoritiesSvg', () => {
  it('renders each state as kept', () =>
    matchesGolden('authorities-full.svg', renderAuthoritiesSvg(STORY_AUTHORITIES)));
  it('renders a late one as kept', () => matchesGolden('authorities-late.svg', renderAuthoritiesSvg(LATE)));
  it('renders a case without authorities as kept', () =>
    matchesGolden('authorities-unknown.svg', renderAuthoritiesSvg(NOTHING)));

  it('cuts a long number in the picture, not in the description', () => {
    const svg = renderAuthoritiesSvg(STORY_AUTHORITIES);
    assert.match(svg, />LDA-1234567890-12345678…</);
    assert.match(descriptionOf(svg), /DE-BY: completed, number LDA-1234567890-1234567890-1234567890\./);
  });

  it('draws forty, counts the rest, and names all in the description', () => {
    const rows = Array.from({ length: 43 }, (_each, index) => authorityRow(`X${index}`, 'open'));
    const svg = renderAuthoritiesSvg({ ...NOTHING, rows });
    assert.equal(svg.match(/class="code"/g)?.length, 40);
    assert.match(svg, />and 3 more</);
    assert.match(descriptionOf(svg), /X42: open\./);
  });

  for (const text of HOSTILE_TEXTS) {
    it(`input 25: shows ${JSON.stringify(text)} as text`, () => {
      const withText = (registryNumber: string): string =>
        renderAuthoritiesSvg({ ...NOTHING, rows: [authorityRow('ES', 'filed', { registryNumber })] });
      assert.deepEqual([wellFormed(withText(text)), tagsOf(withText(text))], [true, tagsOf(withText('harmless'))]);
    });
  }
});
