import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Refusal } from '../../../domain/refusal.ts';
import { competentAuthorities, type Scope } from '../../../domain/routing/competent-authorities.ts';
import { readScope } from '../../../domain/routing/read-scope.ts';

const controller: Scope = {
  role: 'controller',
  establishments: [],
  mainEstablishment: null,
  publicAuthority: null,
  representative: null,
  crossBorder: false,
  affected: {},
};

/** T-1-2: a group with establishments in several states and a provable main one in Ireland. */
const group: Scope = {
  ...controller,
  establishments: ['IE', 'DE', 'FR'],
  mainEstablishment: { country: 'IE', evidenced: true },
  crossBorder: true,
  affected: { ES: 100, DE: 200, FR: null },
};

const route = (scope: Scope) => {
  const { authorities, listed, outside, questions, filer } = competentAuthorities(scope);
  return { filedWith: authorities.map(({ code, role }) => `${code} ${role}`), listed, outside, questions, filer };
};

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error.details.code;
    throw error;
  }
  return assert.fail('was not refused');
}

describe('competentAuthorities', () => {
  it('T-1-1 a single Spanish establishment leads; Portugal and France are listed', () => {
    const single: Scope = {
      ...controller,
      establishments: ['ES'],
      crossBorder: true,
      affected: { ES: 1200, PT: 30, FR: null },
    };
    const { filedWith, listed, filer } = route(single);
    assert.deepEqual([filedWith, listed, filer], [['ES lead'], ['PT', 'FR'], 'controller']);
    assert.match(competentAuthorities(single).authorities[0]?.why ?? '', /Art\. 56\(1\), single establishment/);
    const unproved = { ...single, mainEstablishment: { country: 'ES', evidenced: false } };
    assert.deepEqual(route(unproved).filedWith, ['ES lead']);
  });

  it('T-1-2 a provable main establishment leads alone', () => {
    const { filedWith, listed, questions } = route(group);
    assert.deepEqual([filedWith, listed, questions], [['IE lead'], ['ES', 'DE', 'FR'], []]);
  });

  it('T-1-3 without establishment every country with affected people, representative or not', () => {
    const american: Scope = {
      ...controller,
      establishments: ['US'],
      representative: 'ES',
      crossBorder: true,
      affected: { ES: 10, DE: 20, IT: null },
    };
    const { filedWith, listed, questions } = route(american);
    assert.deepEqual(filedWith, ['ES competent', 'DE competent', 'IT competent']);
    assert.deepEqual(listed, []);
    assert.ok(questions.some((question) => /Which Land of Germany do the affected people live in/.test(question)));
    assert.ok(questions.some((question) => /representative in ES gives no one-stop-shop/.test(question)));
    assert.deepEqual(route({ ...american, regions: { DE: 'BY' } }).filedWith, [
      'ES competent',
      'DE-BY competent',
      'IT competent',
    ]);
  });

  it('T-1-4 without evidence for the main establishment there is no one-stop-shop', () => {
    const american = { ...group, mainEstablishment: { country: 'IE', evidenced: false } };
    assert.deepEqual(route(american).filedWith, ['ES competent', 'DE competent', 'FR competent']);
    assert.deepEqual(route(american).listed, ['IE']);
    const decidedInUs = { ...group, mainEstablishment: { country: 'US', evidenced: true } };
    assert.deepEqual(route(decidedInUs).filedWith, ['ES competent', 'DE competent', 'FR competent']);
    const irishToo = { ...american, affected: { ...american.affected, IE: 3 } };
    assert.deepEqual(route(irishToo).filedWith, ['ES competent', 'DE competent', 'FR competent', 'IE competent']);
  });

  it('T-1-5 a town hall in Barcelona answers to the Catalan authority', () => {
    const townHall: Scope = {
      ...controller,
      establishments: ['ES'],
      publicAuthority: { country: 'ES', region: 'CT' },
      affected: { ES: 5000 },
    };
    assert.deepEqual(route(townHall).filedWith, ['ES-CT competent']);
    const madrid = { ...townHall, publicAuthority: { country: 'ES', region: 'MD' } };
    assert.deepEqual(route(madrid).filedWith, ['ES competent']);
  });

  it('T-1-6 joint controllers file each with the authority of its own main establishment', () => {
    const joint = (country: string): Scope => ({
      ...group,
      role: 'jointController',
      establishments: ['FR', 'ES'],
      mainEstablishment: { country, evidenced: true },
    });
    assert.deepEqual(route(joint('FR')).filedWith, ['FR lead']);
    assert.deepEqual(route(joint('ES')).filedWith, ['ES lead']);
    assert.ok(route(joint('ES')).questions.some((question) => /Art\. 26/.test(question)));
  });

  it('T-1-7 a Spanish processor files nowhere; the German controller files with its Land', () => {
    const processor: Scope = { ...controller, role: 'processor', establishments: ['ES'], affected: { DE: 10 } };
    assert.deepEqual([route(processor).filedWith, route(processor).filer], [[], 'none']);
    const german: Scope = { ...controller, establishments: ['DE'], affected: { DE: 10 }, regions: { DE: 'BY' } };
    assert.deepEqual(route(german).filedWith, ['DE-BY competent']);
    const { regions: _unknown, ...withoutLand } = german;
    assert.deepEqual(route(withoutLand).filedWith, ['DE competent']);
    assert.ok(
      route(withoutLand).questions.some((question) => /Which Land of Germany is the establishment in/.test(question)),
    );
  });

  it('T-1-8 forty people in London bring the ICO in besides the lead', () => {
    const { filedWith, outside } = route({ ...group, outside: { UK: 40, CH: 0 } });
    assert.deepEqual(filedWith, ['IE lead']);
    assert.deepEqual(outside, [{ code: 'UK', regime: 'UK-GDPR' }]);
  });

  it('T-8-1 real-world reading of the seed case: the Irish authority only, Spain listed', () => {
    const { filedWith, listed } = route({ ...group, establishments: ['IE', 'DE'], affected: { ES: null, IE: null } });
    assert.deepEqual([filedWith, listed], [['IE lead'], ['ES', 'DE']]);
  });

  it('T-8-2 no decisions in Ireland: every authority with affected people, the AEPD among them', () => {
    const { filedWith } = route({
      ...group,
      mainEstablishment: { country: 'IE', evidenced: false },
      affected: { ES: null, FR: null, IE: null },
    });
    assert.deepEqual(filedWith, ['ES competent', 'FR competent', 'IE competent']);
  });

  it('asks which establishment is involved when processing is not cross-border', () => {
    const { filedWith, questions } = route({ ...group, crossBorder: false });
    assert.deepEqual(filedWith, ['DE competent', 'FR competent']);
    assert.match(questions[0] ?? '', /Which establishment is involved: IE, DE, FR/);
  });

  it('asks whether processing is cross-border when people elsewhere are affected', () => {
    const { filedWith, listed, questions } = route({
      ...controller,
      establishments: ['ES'],
      affected: { ES: 1, PT: 1 },
    });
    assert.deepEqual([filedWith, listed], [['ES competent'], ['PT']]);
    assert.match(questions[0] ?? '', /People in PT are affected: is the processing cross-border/);
  });

  it('falls back on the establishments while nobody knows where people are affected', () => {
    const { filedWith, questions } = route({ ...group, mainEstablishment: null, affected: {} });
    assert.deepEqual(filedWith, ['IE competent', 'DE competent', 'FR competent']);
    assert.match(questions[0] ?? '', /In which countries/);
  });

  it('has two authorities for Bavaria and asks German public bodies for their Land', () => {
    const body = (region?: string): Scope => ({
      ...controller,
      publicAuthority: { country: 'DE', region },
      affected: { DE: 1 },
    });
    assert.deepEqual(route(body('BY')).filedWith, ['DE-BYP competent']);
    assert.deepEqual(route(body('BE')).filedWith, ['DE-BE competent']);
    assert.deepEqual(route(body()).filedWith, ['DE competent']);
    assert.match(route(body()).questions[0] ?? '', /federal body/);
  });

  it('sends institutions of the Union to the EDPS', () =>
    assert.deepEqual(route({ ...controller, publicAuthority: { country: 'EU' }, affected: { BE: 3 } }).filedWith, [
      'EU competent',
    ]));

  it('names a country outside whose law it does not know, and asks', () => {
    const { outside, questions } = route({ ...group, outside: { US: null, CH: 5 } });
    assert.deepEqual(outside, [
      { code: 'US', regime: 'NATIONAL' },
      { code: 'CH', regime: 'CH-FADP' },
    ]);
    assert.match(questions[0] ?? '', /law of US/);
  });

  it('reads EL as Greece and does not count zero as affected', () => {
    const { listed } = route({ ...group, affected: { EL: 3, PT: 0 } });
    assert.deepEqual(listed, ['GR', 'DE', 'FR']);
  });

  it('refuses where the GDPR does not apply, and codes that are none', () => {
    const refused = (scope: Partial<Scope>): string => codeOf(() => competentAuthorities({ ...group, ...scope }));
    const elsewhere: Partial<Scope> = { establishments: ['US'], mainEstablishment: null, affected: { ES: 0 } };
    assert.equal(refused({ ...elsewhere, outside: { UK: 40 } }), 'GDPR_NOT_APPLICABLE');
    assert.equal(refused({ affected: { XX: 1 } }), 'COUNTRY_UNKNOWN');
    assert.equal(refused({ affected: { 'ES-CT': 1 } }), 'COUNTRY_UNKNOWN');
    assert.equal(refused({ affected: { UK: 1 } }), 'COUNTRY_NOT_EEA');
    assert.equal(refused({ outside: { PT: 1 } }), 'COUNTRY_IN_EEA');
    assert.equal(refused({ affected: { ES: -1 } }), 'COUNT_INVALID');
    assert.equal(refused({ affected: { ES: 1.5 } }), 'COUNT_INVALID');
    assert.equal(refused({ regions: { DE: 'BX' } }), 'REGION_UNKNOWN');
    assert.equal(refused({ representative: 'US' }), 'COUNTRY_NOT_EEA');
  });
});

describe('readScope', () => {
  it('fills in what may be left out', () => {
    const scope = readScope({ role: 'controller', establishments: ['ES'], crossBorder: false, affected: { ES: null } });
    assert.deepEqual(route(scope).filedWith, ['ES competent']);
  });

  it('lists every fault', () => {
    try {
      readScope({ role: 'boss', establishments: 'ES', affected: { ES: 'many' }, crossborder: true });
      assert.fail('was read');
    } catch (error) {
      assert.ok(error instanceof Refusal);
      assert.equal(error.details.code, 'SCOPE_FORM');
      const fields = error.details.findings?.map(({ field }) => field);
      assert.deepEqual(fields, ['role', 'establishments', 'crossBorder', 'affected.ES', null]);
    }
  });
});
