import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { featuresOfCase } from '../../../domain/severity/features-of-case.ts';
import { openCase } from '../case/case-book.ts';
import { judged } from './answers.ts';

const from = (facts: Record<string, unknown>, source = 'controller', book = openCase()) => {
  const claims = Object.entries(facts).map(([key, value]) => ({ key, value, source }));
  book.say('handler', 'case.recordFacts', { claims });
  return book;
};
const featuresOf = (facts: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(featuresOfCase(from(facts).facts.claims, undefined).map(({ feature, value }) => [feature, value]));

describe('featuresOfCase', () => {
  it('reads the export of analytics data as the case record tells it, and guesses nothing', () => {
    const seed = {
      incident: ['unauthorised_it_access', 'exfiltration'],
      cause: 'external_malicious',
      cKind: 'exfiltrated',
      unintelligible: 'no',
      categories: ['users', 'customers'],
      countKind: 'tbd',
      dataTypes: ['basic', 'contact', 'location', 'additional'],
    };
    assert.deepEqual(featuresOf(seed), {
      attack: 'exfiltration',
      intent: 'malicious',
      exfiltrated: 'yes',
      encrypted: 'no',
      vulnerable: 'no',
    });
  });

  it('reads the hospital: ransomware first, health data, patients, backup', () => {
    const hospital = {
      incident: ['exfiltration', 'ransomware'],
      cKind: 'not_exfiltrated_evidence',
      unintelligible: 'could_be_subverted',
      categories: ['patients'],
      countKind: 'exact',
      count: 1000,
      dataTypes: ['basic', 'health'],
      measuresBefore: ['backup', 'training'],
      aKind: 'temporary',
    };
    assert.deepEqual(featuresOf(hospital), {
      attack: 'ransomware',
      exfiltrated: 'no',
      backup: 'yes',
      volume: 'upTo1000',
      sensitive: 'yes',
      financial: 'no',
      credentials: 'no',
      vulnerable: 'yes',
    });
  });

  it('puts people into classes by what the examples tell apart', () => {
    const classOf = (count: number): string | undefined => featuresOf({ countKind: 'exact', count })['volume'];
    assert.deepEqual([1, 100, 101, 1000, 1001, 10_000, 10_001].map(classOf), [
      'upTo100',
      'upTo100',
      'upTo1000',
      'upTo1000',
      'upTo10000',
      'upTo10000',
      'over10000',
    ]);
  });

  it('leaves open what is not known yet, and what sources dispute (C-1)', () => {
    assert.deepEqual(featuresOf({ dataTypes: ['basic', 'not_yet_known'], cause: 'tbd', unintelligible: 'tbd' }), {});
    const disputed = from({ cKind: 'exfiltrated' }, 'S0');
    from({ cKind: 'not_exfiltrated_evidence' }, 'S2', disputed);
    assert.deepEqual(featuresOfCase(disputed.facts.claims, undefined), []);
  });

  it('takes from an assessment what no fact says, and lets facts win', () => {
    const known = featuresOfCase(from({ cause: 'internal_non_malicious' }).facts.claims, judged({ people: 'upTo100' }));
    assert.deepEqual(known, [
      { feature: 'intent', value: 'accidental', from: 'cause' },
      { feature: 'recipient', value: 'unknown', from: 'answers.confidentiality' },
      { feature: 'volume', value: 'upTo100', from: 'answers.people' },
    ]);
  });
});
