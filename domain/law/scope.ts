import type { Instant } from '../clocks/instant.ts';
import { authorityOf } from './authorities.ts';
import { type ContractClause, type OrganisationProfile, PROFILE_REGIMES, type ProfileRegime } from './profile.ts';
import { ADJACENT } from './regimes/adjacent.ts';
import { appliesAt } from './regimes/applies.ts';
import { nis2For } from './regimes/nis2.ts';
import type { Regime } from './regimes/regime.ts';
import { completeRegime, step } from './regimes/row.ts';

/** Where the organisation is. */
export interface Home {
  country: string;
  zone: string;
}

/** The duties of contracts, kept as one regime whose steps are the clauses. */
export const CONTRACT = 'CONTRACT';
export type RegimeId = ProfileRegime | typeof CONTRACT;

/** A duty to report that an organisation is under, and where its clocks are read. */
export interface ScopedRegime {
  id: RegimeId;
  regime: Regime;
  place: { zone: string; holidayCountry: string };
  /** Whether the weekend rule of DORA is open to it; null: not DORA. */
  systemic: boolean | null;
}

const isRegimeId = (id: string): id is RegimeId => id === CONTRACT || PROFILE_REGIMES.some((known) => known === id);

/** The id as a duty names it, or null: an authority's law (UK, CH), or none this project knows. */
export const regimeIdOf = (id: string): RegimeId | null => (isRegimeId(id) ? id : null);

const WORDS_OF_KIND = { customer: 'customer', vendor: 'vendor', insurance: 'insurer' } as const;

function contractRegime(clauses: readonly ContractClause[]): Regime {
  return completeRegime({
    id: CONTRACT,
    regime: 'Clauses of customers, vendors and cyber insurance',
    inScopeWhen: 'the contract says so',
    trigger: 'per clause',
    steps: clauses.map(({ clauseId, kind, hours, days, anchor, counterpartyCode }) =>
      step(
        [clauseId, `notice to the ${WORDS_OF_KIND[kind]}${counterpartyCode ? ` ${counterpartyCode}` : ''}`],
        hours === null ? `P${days}D` : `PT${hours}H`,
        anchor,
      ),
    ),
    recipient: 'counterparty',
    source: 'the contract',
    effectiveFrom: '1970-01-01',
    confidence: 'n/a',
  });
}

/** The row a rule had before it changed. */
const EARLIER: Readonly<Record<string, string>> = { 'UK-PECR': 'UK-PECR-2003' };

/** Of the rows of one rule, the one in force then; else the newest. */
function rowAt(id: string, at: Instant): Regime {
  const rows = ADJACENT.filter((row) => row.id === id || row.id === EARLIER[id]);
  const found = rows.find((row) => appliesAt(row, at)) ?? rows.find((row) => row.id === id);
  if (!found) throw new RangeError(`Cannot find regime '${id}': the table has no such row`);
  return found;
}

/** The country's own zone and holidays, where the table of authorities knows it. */
function placeOf(country: string, home: Home): ScopedRegime['place'] {
  const authority = authorityOf(country);
  const zone = country === home.country ? home.zone : (authority?.zones[0] ?? home.zone);
  return { zone, holidayCountry: authority?.holidayCountry ?? country };
}

/**
 * One regime with its terms for an organisation: the national variant of NIS2, the row of the day for rules that changed.
 *
 * What the profile does not say is read safely: NIS2 by the organisation's own country, DORA without weekend rule.
 *
 * @param at  by which the row is chosen: awareness (T-7-3)
 */
export function scopedRegime(id: RegimeId, profile: OrganisationProfile, at: Instant, home: Home): ScopedRegime {
  const own = placeOf(home.country, home);
  if (id === CONTRACT) return { id, regime: contractRegime(profile.clauses), place: own, systemic: null };
  if (id === 'NIS2') {
    const { country = home.country, trustService = false } = profile.regimes.NIS2 ?? {};
    return { id, regime: nis2For(country, trustService), place: placeOf(country, home), systemic: null };
  }
  const systemic = id === 'DORA' ? (profile.regimes.DORA?.systemic ?? true) : null;
  return { id, regime: rowAt(id, at), place: own, systemic };
}

/** Regimes a profile puts in scope, in the order of the table; contracts last. */
export function profileIds({ regimes, clauses }: OrganisationProfile): RegimeId[] {
  const own: RegimeId[] = PROFILE_REGIMES.filter((id) => regimes[id] !== undefined);
  return clauses.length > 0 ? [...own, CONTRACT] : own;
}
