import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isKnownZone } from '../../../domain/clocks/zone.ts';
import { AUTHORITIES, authorityOf, EEA_COUNTRIES, requireAuthority } from '../../../domain/law/authorities.ts';
import { Refusal } from '../../../domain/refusal.ts';

function suggestionFor(code: string): string {
  try {
    requireAuthority(code);
  } catch (error) {
    if (error instanceof Refusal && error.details.code === 'AUTHORITY_UNKNOWN') return error.details.next;
    throw error;
  }
  return assert.fail(`'${code}' was found`);
}

describe('AUTHORITIES', () => {
  it('has the 30 countries of the EEA, 16 Länder with Bavaria twice, 3 Spanish regions, UK, CH and EU', () => {
    assert.equal(EEA_COUNTRIES.length, 30);
    assert.equal(AUTHORITIES.filter(({ code }) => code.startsWith('DE-')).length, 17);
    assert.equal(AUTHORITIES.filter(({ code }) => code.startsWith('ES-')).length, 3);
    for (const code of ['UK', 'CH', 'EU']) assert.ok(authorityOf(code));
    assert.equal(AUTHORITIES.length, 30 + 17 + 3 + 3);
  });

  it('has each code once, real zones, and says how far it can be trusted', () => {
    assert.equal(new Set(AUTHORITIES.map(({ code }) => code)).size, AUTHORITIES.length);
    for (const { zones, confidence, verifiedAt, languages } of AUTHORITIES) {
      assert.ok(zones.every(isKnownZone));
      assert.match(confidence, /^[ABC]$/);
      assert.equal(verifiedAt, '2026-11-22');
      assert.ok(languages.length > 0 && languages.every((language) => /^[a-z]{2}$/.test(language)));
    }
  });

  it('knows the zones of Spain and Portugal', () => {
    assert.deepEqual(authorityOf('ES')?.zones, ['Europe/Madrid', 'Atlantic/Canary', 'Africa/Ceuta']);
    assert.deepEqual(authorityOf('PT')?.zones, ['Europe/Lisbon', 'Atlantic/Azores', 'Atlantic/Madeira']);
  });
});

describe('requireAuthority', () => {
  it('reads other spellings of a code', () => {
    assert.equal(requireAuthority('EL').code, 'GR');
    assert.equal(requireAuthority('gb').code, 'UK');
    assert.equal(requireAuthority(' es ').code, 'ES');
  });

  it('asks whether another was meant', () => {
    assert.match(suggestionFor('AEPD'), /^Did you mean ES\?/);
    assert.match(suggestionFor('Spain'), /^Did you mean ES\?/);
    assert.match(suggestionFor('CNPD'), /^Did you mean LU or PT\?/);
    assert.match(suggestionFor('ES-TC'), /ES-CT/);
    assert.match(suggestionFor('Belgium'), /^Did you mean BE\?/);
    assert.match(suggestionFor('something else'), /^List the codes/);
  });
});
