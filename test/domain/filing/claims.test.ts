import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CONTRADICTIONS, storyChoices } from '../../../cli/rehearse/mixpanel/contradictions.ts';
import { STORY_DATES } from '../../../cli/rehearse/mixpanel/dates.ts';
import { storyClaims } from '../../../cli/rehearse/mixpanel/facts.ts';
import { LATER_CHOICES, LATER_CLAIMS } from '../../../cli/rehearse/mixpanel/later-facts.ts';
import type { Claim } from '../../../domain/case/facts.ts';
import { resolveClaims } from '../../../domain/filing/claims.ts';
import { packOf } from '../../../domain/filing/pack.ts';
import { openStory, resolveStory, storyInput } from './story-input.ts';

type Said = Pick<Claim, 'value' | 'source'> & Partial<Claim>;

const resolve = (...said: Said[]) =>
  resolveClaims({
    cause: said.map((each, index) => ({
      key: 'cause',
      words: null,
      confidence: 'confirmed',
      chosen: false,
      seq: index + 1,
      at: '2025-11-26T09:00:00Z',
      actor: 'carla',
      ...each,
    })),
  });

const chosenOf = (...said: Said[]): unknown => resolve(...said).values['cause']?.value;
const conflictOf = (...said: Said[]): number[] =>
  resolve(...said).conflicts.flatMap(({ claims }) => claims.map(({ seq }) => seq));

describe('resolveClaims', () => {
  it('takes the newest claim of one source', () => {
    assert.equal(
      chosenOf({ value: 'unknown', source: 'a' }, { value: 'internal_malicious', source: 'a' }),
      'internal_malicious',
    );
  });

  it('finds a contradiction between sources that differ, and takes no side', () => {
    const said: Said[] = [
      { value: 'unknown', source: 'a' },
      { value: 'internal_malicious', source: 'b' },
    ];
    assert.deepEqual([conflictOf(...said), chosenOf(...said)], [[1, 2], undefined]);
  });

  it('takes what several sources agree on, whatever the order of a list', () => {
    const said: Said[] = [
      { value: ['x', 'y'], source: 'a' },
      { value: ['y', 'x'], source: 'b' },
    ];
    assert.deepEqual([conflictOf(...said), chosenOf(...said)], [[], ['y', 'x']]);
  });

  it('lets "not yet known" contradict nobody', () => {
    assert.equal(
      chosenOf({ value: 'internal_malicious', source: 'a' }, { value: 'tbd', source: 'b' }),
      'internal_malicious',
    );
  });

  it('hears "not yet known" as the later word on something unverified', () => {
    const said: Said[] = [
      { value: 'internal_malicious', source: 'a', confidence: 'unverified' },
      { value: 'tbd', source: 'b' },
    ];
    assert.deepEqual([conflictOf(...said), chosenOf(...said)], [[1, 2], undefined]);
  });

  it('takes an unverified claim that nobody doubts, and one that comes after "not yet known"', () => {
    const unverified: Said = { value: 'unknown', source: 'a', confidence: 'unverified' };
    assert.deepEqual(
      [chosenOf(unverified), chosenOf({ value: 'tbd', source: 'b' }, unverified)],
      ['unknown', 'unknown'],
    );
  });

  it('settles a contradiction by a choice, even for "not yet known"', () => {
    const said: Said[] = [
      { value: 'internal_malicious', source: 'a' },
      { value: 'unknown', source: 'b' },
      { value: 'tbd', source: 'c', chosen: true },
    ];
    assert.deepEqual([conflictOf(...said), chosenOf(...said)], [[], 'tbd']);
  });

  it('opens the question again when a later claim differs from the choice', () => {
    const said: Said[] = [
      { value: 'internal_malicious', source: 'a' },
      { value: 'unknown', source: 'b', chosen: true },
      { value: 'external_malicious', source: 'a' },
    ];
    assert.deepEqual(conflictOf(...said), [2, 3]);
  });

  it('compares words by their keyed hash, never showing them', () => {
    const words = (mac: string) => ({ narrative: 'n', mac });
    const said: Said[] = [
      { value: null, source: 'a', words: words('1') },
      { value: null, source: 'b', words: words('2') },
    ];
    assert.deepEqual(resolve(...said).conflicts[0]?.claims, [
      { seq: 1, value: null, source: 'a' },
      { seq: 2, value: null, source: 'b' },
    ]);
  });
});

const claims = storyClaims(STORY_DATES);
const choices = storyChoices(STORY_DATES);
const settled = openStory(resolveStory(claims, choices));
const disputedKeys = resolveStory(claims).conflicts.map(({ key }) => key);

const textIn = (key: string): string => String(settled[key]?.value);

describe('the contradictions of the sources', () => {
  it('C-1 takes the approximate location, not the exact one', () => {
    assert.equal(disputedKeys.includes('dataTypesText'), true);
    assert.match(textIn('dataTypesText'), /ubicación aproximada/);
    assert.doesNotMatch(textIn('dataTypesText'), /exacta/);
  });

  it('C-2 takes the name on the account', () => {
    assert.match(textIn('dataTypesText'), /^Nombre que figura en la cuenta de la API/);
    assert.doesNotMatch(textIn('dataTypesText'), /Nombre de usuario|Nombre de pila/);
  });

  it('C-3 leaves the start open: the date is that of the detection', () => {
    const { annexA } = packOf(storyInput());
    assert.deepEqual(
      [annexA['when'], annexA['start'], annexA['timelineText']],
      ['tbd', undefined, 'processor aware 2025-11-09'],
    );
  });

  it('C-3 takes no start from an unverified date while another source says it is not known', () => {
    assert.deepEqual([disputedKeys.includes('when'), openStory(resolveStory(claims))['when']], [true, undefined]);
  });

  it('C-4 files the vendor as processor', () => {
    assert.equal(disputedKeys.includes('discoveryText'), true);
    assert.deepEqual(packOf(storyInput()).annexA['parties'], [{ qualification: 'processor', name: 'Mixpanel' }]);
    assert.match(textIn('discoveryText'), /^El encargado del tratamiento \(Mixpanel/);
  });

  it('C-5 has the controller file', () => assert.match(textIn('discoveryText'), /Notifica el responsable\.$/));

  it('C-6 dates the removal of the vendor after the handover', () => {
    assert.equal(disputedKeys.includes('measuresText'), true);
    assert.match(textIn('measuresText'), /después del 25 de noviembre de 2025 \(fecha exacta no conocida\)/);
  });

  it('C-7 takes the export by an attacker', () => {
    assert.deepEqual([disputedKeys.includes('incident'), disputedKeys.includes('causeText')], [true, true]);
    assert.deepEqual(settled['incident']?.value, ['unauthorised_it_access', 'exfiltration']);
  });

  it('C-8 says that API keys are not affected, and does not tick credentials', () => {
    assert.match(textIn('dataTypesText'), /No están afectados: .*claves de API/);
    assert.equal(JSON.stringify(settled['dataTypes']?.value).includes('credentials'), false);
  });

  it('C-9 files no postal addresses', () => assert.match(textIn('dataTypesText'), /No constan direcciones postales/));

  it('C-10 calls the change of password optional', () => {
    assert.match(textIn('measuresText'), /cambiar la contraseña es opcional/);
  });

  it('C-11 asks again when the later scope differs, and takes it once chosen', () => {
    const wider = resolveStory(claims, choices, LATER_CLAIMS);
    assert.deepEqual(
      wider.conflicts.map(({ key }) => key),
      ['categoriesText'],
    );
    const chosen = openStory(resolveStory(claims, choices, LATER_CLAIMS, LATER_CHOICES));
    assert.match(String(chosen['categoriesText']?.value), /y, además, un número limitado de usuarios/);
  });

  it('C-12 never files "thousands" as affected', () => {
    assert.deepEqual([settled['countKind']?.value, settled['count']], ['tbd', undefined]);
  });

  it('C-13 takes the year of the article, and the date without an hour', () => {
    const { annexA } = packOf(storyInput());
    assert.equal(annexA['awarePrecision'], 'date');
    assert.match(textIn('discoveryText'), /25 de noviembre de 2025\. Se conoce la fecha, no la hora/);
  });

  for (const { id, key } of CONTRADICTIONS) {
    it(`${id} is a contradiction: ${key} has no value until somebody chooses`, () => {
      const unsettled = resolveStory(id === 'C-11' ? [...claims, ...choices, ...LATER_CLAIMS] : claims);
      const pack = packOf(storyInput(unsettled));
      const field = pack.sections.flatMap(({ fields }) => fields).find((each) => each.key === key);
      assert.deepEqual([field?.status, field?.shown, field?.value], ['contradicted', null, null]);
      const found = pack.findings.filter((finding) => finding.code === 'FACT_CONTRADICTED' && finding.field === key);
      assert.deepEqual([found.length, found[0]?.severity], [1, 'error']);
      assert.match(found[0]?.sentence ?? '', /nobody has chosen\. Choose with: tocsin case facts .* --choose --reason/);
      assert.equal(pack.complete, false);
    });

    it(`${id} is settled by a choice with a reason`, () => {
      const said = [...choices, ...LATER_CHOICES].find((choice) => choice.settles.includes(id) && choice.key === key);
      assert.notEqual(said?.reason ?? '', '');
      const settledPack = packOf(storyInput(resolveStory(claims, choices, id === 'C-11' ? LATER_CHOICES : [])));
      const field = settledPack.sections.flatMap(({ fields }) => fields).find((each) => each.key === key);
      assert.notEqual(field?.status, 'contradicted');
      assert.deepEqual(
        [field?.source, field?.confidence, typeof field?.seq, typeof field?.at],
        [said?.source, 'confirmed', 'number', 'string'],
      );
    });
  }

  it('leaves no contradiction unsettled, and each is settled by its own field', () => {
    assert.deepEqual(resolveStory(claims, choices).conflicts, []);
    const all = [...choices, ...LATER_CHOICES];
    for (const { id, key } of CONTRADICTIONS) {
      assert.equal(
        all.some((choice) => choice.settles.includes(id) && choice.key === key),
        true,
        id,
      );
    }
  });

  it('is complete after the later facts', () => {
    const resolved = resolveStory(claims, choices, LATER_CLAIMS, LATER_CHOICES);
    const input = {
      ...storyInput(resolved),
      phase: 'final' as const,
      subtype: 'complete' as const,
      previousId: 'REG1',
    };
    assert.deepEqual([packOf(input).complete, packOf(input).openCodes], [true, []]);
  });
});
