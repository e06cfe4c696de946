import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { COMPARISON_CAUTION, compareCases } from '../../../domain/law/compare-cases.ts';
import { EDPB_CASES, requireEdpbCase } from '../../../domain/law/edpb-cases.ts';
import { withFeatures } from '../../../domain/law/edpb-features.ts';
import { Refusal } from '../../../domain/refusal.ts';
import { severityOf } from '../../../domain/severity/severity.ts';

/** Typed from the Guidelines: what was done in each example, and what of its facts may be compared. */
const ROWS: readonly [id: string, authority: 'yes' | 'no', people: 'yes' | 'no', features: string][] = [
  [
    'T-6E-01 ransomware, proper backup',
    'no',
    'no',
    'attack=ransomware exfiltrated=no encrypted=yes backup=yes restored=hours volume=upTo100',
  ],
  ['T-6E-02 ransomware, no proper backup', 'yes', 'no', 'attack=ransomware backup=no restored=days'],
  [
    'T-6E-03 ransomware, hospital',
    'yes',
    'yes',
    'attack=ransomware exfiltrated=no backup=yes restored=days sensitive=yes',
  ],
  ['T-6E-04 ransomware, exfiltration', 'yes', 'yes', 'attack=ransomware exfiltrated=yes backup=no financial=yes'],
  ['T-6E-05 job applications taken', 'yes', 'yes', 'attack=exfiltration exfiltrated=yes volume=upTo1000'],
  ['T-6E-06 hashed passwords taken', 'no', 'no', 'attack=exfiltration encrypted=yes credentials=yes volume=upTo10000'],
  ['T-6E-07 credential stuffing, bank', 'yes', 'yes', 'attack=credentialStuffing credentials=yes'],
  ['T-6E-08 leaving employee', 'yes', 'no', 'attack=insiderCopy intent=unclear used=yes sensitive=no'],
  ['T-6E-09 trusted third party', 'no', 'no', 'attack=sentByMistake recipient=trusted remedied=yes volume=upTo100'],
  ['T-6E-10 stolen device, encrypted', 'no', 'no', 'attack=deviceStolen encrypted=yes remedied=yes vulnerable=yes'],
  ['T-6E-11 stolen device, not encrypted', 'yes', 'yes', 'attack=deviceStolen encrypted=no volume=over10000'],
  ['T-6E-12 stolen paper, rehab clinic', 'yes', 'yes', 'attack=paperStolen sensitive=yes backup=no'],
  ['T-6E-13 two shoe orders swapped', 'no', 'no', 'attack=postalMistake intent=accidental sensitive=no'],
  ['T-6E-14 job seekers, social security', 'yes', 'yes', 'attack=sentByMistake sensitive=yes'],
  ['T-6E-15 course participants', 'no', 'no', 'attack=sentByMistake sensitive=no volume=upTo100'],
  ['T-6E-16 insurance letter', 'yes', 'no', 'attack=postalMistake intent=accidental financial=yes'],
  ['T-6E-17 identity theft, call centre', 'yes', 'yes', 'attack=impersonation used=yes financial=yes'],
  ['T-6E-18 forwarding rules, 99 employees', 'yes', 'yes', 'attack=exfiltration exfiltrated=yes volume=upTo100'],
];

const read = (features: string) =>
  withFeatures(
    {},
    features.split(' ').map((pair) => pair.split('=') as [string, string]),
  );
const yesNo = (value: boolean): string => (value ? 'yes' : 'no');

describe('EDPB_CASES', () => {
  ROWS.forEach(([id, authority, people, features], at) => {
    it(`${id}: authority ${authority}, people ${people}; and its own facts lead back to it`, () => {
      const example = requireEdpbCase(String(at + 1));
      assert.deepEqual([yesNo(example.notifyAuthority), yesNo(example.tellPeople)], [authority, people]);
      const [most, second] = compareCases(read(features));
      assert.equal(most?.number, at + 1, `${most?.number} is more alike, before ${second?.number}`);
      assert.deepEqual(most?.different, []);
    });
  });

  it('T-6E-01 T-6E-18 totals: authority in 12 of 18, people in 9, never people without authority', () => {
    assert.deepEqual(
      EDPB_CASES.map(({ number }) => number),
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18],
    );
    assert.equal(EDPB_CASES.filter(({ notifyAuthority }) => notifyAuthority).length, 12);
    assert.equal(EDPB_CASES.filter(({ tellPeople }) => tellPeople).length, 9);
    assert.ok(EDPB_CASES.every(({ notifyAuthority, tellPeople }) => notifyAuthority || !tellPeople));
  });

  it('T-6E-08 shows that a score is no outcome: 1.75 to 2.00, and yet the authority is told, for the intent is not clear', () => {
    const scores = [0.75, 1].map((cb) => severityOf({ dpc: 1, ei: 1, cb }));
    assert.deepEqual(
      scores.map(({ score, conclusion33 }) => [score, conclusion33]),
      [
        ['1.75', 'document'],
        ['2.00', 'notify'],
      ],
    );
    assert.equal(requireEdpbCase('8').notifyAuthority, true);
    assert.equal(requireEdpbCase('08').features.intent, 'unclear');
  });

  it('says of every example but the first that its facts are from memory', () => {
    assert.deepEqual(
      EDPB_CASES.filter(({ evidence }) => evidence === 'F').map(({ number }) => number),
      [1],
    );
  });
});

describe('compareCases', () => {
  it('names what is shared, what differs, and what is still open, and concludes nothing', () => {
    const features = read('attack=ransomware backup=yes exfiltrated=no encrypted=yes restored=days');
    const compared = compareCases(features);
    const first = compared.find(({ number }) => number === 1);
    assert.deepEqual(first?.shared, ['attack', 'exfiltrated', 'encrypted', 'backup']);
    assert.deepEqual(first?.different, [{ feature: 'restored', ours: 'days', theirs: 'hours' }]);
    assert.deepEqual(
      first?.open.map(({ feature }) => feature),
      ['intent', 'volume'],
    );
    assert.equal(compared.length, 18);
    assert.ok(compared.every((each) => !('conclusion' in each) && !('recommendation' in each)));
    assert.match(COMPARISON_CAUTION, /changing one fact may change the result/);
  });

  it('moves to another example when one fact changes: encrypted or not', () => {
    const nearest = (features: string): number | undefined => compareCases(read(features))[0]?.number;
    assert.equal(nearest('attack=deviceStolen encrypted=yes'), 10);
    assert.equal(nearest('attack=deviceStolen encrypted=no'), 11);
    assert.equal(nearest('attack=sentByMistake sensitive=yes'), 14);
    assert.equal(nearest('attack=sentByMistake sensitive=no'), 15);
  });

  it('knows nothing where nothing is known', () => {
    assert.ok(
      compareCases({}).every(({ points, shared, different }) => points + shared.length + different.length === 0),
    );
  });
});

describe('withFeatures', () => {
  it('lets the later word win, and takes back what is not known', () => {
    assert.deepEqual(
      withFeatures({ backup: 'yes', used: 'no' }, [
        ['backup', 'no'],
        ['used', '?'],
      ]),
      { backup: 'no' },
    );
  });

  it('refuses features and values there are not, with the nearest', () => {
    const refused = (pair: [string, string]): Refusal['details'] => {
      try {
        withFeatures({}, [pair]);
      } catch (error) {
        if (error instanceof Refusal) return error.details;
      }
      return assert.fail(`${pair.join('=')} was taken`);
    };
    assert.equal(refused(['bakup', 'yes']).code, 'FEATURE_UNKNOWN');
    assert.match(refused(['bakup', 'yes']).next, /backup/);
    assert.equal(refused(['constructor', 'yes']).code, 'FEATURE_UNKNOWN');
    assert.equal(refused(['backup', 'maybe']).code, 'FEATURE_VALUE');
    assert.match(refused(['restored', 'yes']).next, /hours, days, never/);
    for (const number of ['0', '19', 'x', '1.5', '']) {
      assert.throws(
        () => requireEdpbCase(number),
        (error) => error instanceof Refusal && error.details.code === 'EDPB_CASE_UNKNOWN',
      );
    }
  });
});
