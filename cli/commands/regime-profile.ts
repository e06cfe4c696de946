import { InvalidArgumentError } from 'commander';
import { nearestWords } from '../../domain/law/nearest-words.ts';
import { type OrganisationProfile, organisationProfile, PROFILE_REGIMES } from '../../domain/law/profile.ts';
import { Refusal } from '../../domain/refusal.ts';

/**
 * A profile as a file holds it, in its full form.
 *
 * @throws {Refusal} `PROFILE_FORM` naming the first field that is wrong
 */
export function parseProfile(typed: unknown): OrganisationProfile {
  const parsed = organisationProfile.safeParse(typed);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.map(String).join('.') || 'the file';
  const unknown = issue?.code === 'unrecognized_keys' ? ` (known regimes: ${PROFILE_REGIMES.join(', ')})` : '';
  throw new Refusal({
    code: 'PROFILE_FORM',
    message: `Cannot read the profile: ${field}: ${issue?.message ?? 'its form is wrong'}${unknown}`,
    next: "See its form at the end of 'tocsin law regimes --help'; nothing was recorded",
  });
}

/** What flags change in a profile, by regime or clause; null takes it out. */
export type ProfileChanges = Record<string, unknown>;

const SETTINGS: Record<string, (words: readonly string[]) => ProfileChanges | string> = {
  NIS2: ([country = '', ...rest]) => {
    const trustService = rest.includes('trust');
    const [entity = 'essential', ...more] = rest.filter((word) => word !== 'trust');
    if (!/^[A-Z]{2}$/.test(country) || !/^(essential|important)$/.test(entity) || more.length > 0)
      return 'Write NIS2=ES,essential or NIS2=ES,important, and ,trust for a trust service provider.';
    return { country, entity, trustService };
  },
  DORA: ([word = 'systemic', ...more]) => {
    if (!/^(systemic|other)$/.test(word) || more.length > 0) return 'Write DORA=systemic or DORA=other.';
    return { systemic: word === 'systemic' };
  },
};

/** `NIS2=ES,essential`, `DORA=other`, `CRA`: a regime the organisation is under; `CRA=none` takes it out. */
export function regimeFlag(text: string, before: ProfileChanges = {}): ProfileChanges {
  const [given = '', settings = ''] = text.split('=');
  const id = given.toUpperCase();
  if (!PROFILE_REGIMES.some((known) => known === id)) {
    const near = nearestWords(given, PROFILE_REGIMES);
    throw new InvalidArgumentError(
      near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `Name one of ${PROFILE_REGIMES.join(', ')}.`,
    );
  }
  if (settings === 'none') return { ...before, [id]: null };
  const read = SETTINGS[id];
  const words = settings.split(',').filter(Boolean);
  if (!read && words.length > 0) throw new InvalidArgumentError(`${id} takes no settings.`);
  const value = read?.(words) ?? {};
  if (typeof value === 'string') throw new InvalidArgumentError(value);
  return { ...before, [id]: value };
}

const CLAUSE = /^([a-z][a-z0-9-]{1,39})=(?:(\d{1,4})(h|d))((?:,[A-Za-z]+)*)$/;
const KINDS = ['customer', 'vendor', 'insurance'];

/** `acme-insurance=24h,insurance,detectedAt`: a notice owed by contract; `acme-insurance=none` takes it out. */
export function clauseFlag(text: string, before: ProfileChanges = {}): ProfileChanges {
  const gone = /^([a-z][a-z0-9-]{1,39})=none$/.exec(text)?.[1];
  if (gone) return { ...before, [gone]: null };
  const [, clauseId = '', count = '', unit, more = ''] = CLAUSE.exec(text) ?? [];
  const words = more.split(',').filter(Boolean);
  const kind = words.find((word) => KINDS.includes(word)) ?? (clauseId.includes('insur') ? 'insurance' : 'customer');
  const anchor = words.find((word) => word === 'detectedAt') ?? 'awareAt';
  if (clauseId === '' || words.some((word) => ![...KINDS, 'awareAt', 'detectedAt'].includes(word)))
    throw new InvalidArgumentError('Write acme-insurance=24h or big-client=2d,customer,detectedAt.');
  const hours = unit === 'h' ? Number(count) : null;
  const days = unit === 'd' ? Number(count) : null;
  return { ...before, [clauseId]: { clauseId, kind, hours, days, anchor, counterpartyCode: null } };
}

/** A profile with what flags change in it. */
export function mergedProfile(
  known: OrganisationProfile,
  regimes: ProfileChanges,
  clauses: ProfileChanges,
): OrganisationProfile {
  const kept = known.clauses.filter(({ clauseId }) => !Object.hasOwn(clauses, clauseId));
  const added = Object.values(clauses).filter((clause) => clause !== null);
  const all = Object.entries({ ...known.regimes, ...regimes }).filter(
    ([, value]) => value !== null && value !== undefined,
  );
  return parseProfile({ regimes: Object.fromEntries(all), clauses: [...kept, ...added] });
}

function regimeLine(id: string, { NIS2, DORA }: OrganisationProfile['regimes']): string {
  if (id === 'NIS2' && NIS2) {
    const { country, entity, trustService } = NIS2;
    return `NIS2 (${country}, ${entity} entity${trustService ? ', trust service provider' : ''})`;
  }
  if (id === 'DORA' && DORA) return `DORA (${DORA.systemic ? 'systemic: no weekend rule' : 'not systemic'})`;
  return id;
}

/** How a profile reads on a screen, one line for each duty to report. */
export function profileLines({ regimes, clauses }: OrganisationProfile): string[] {
  const own = PROFILE_REGIMES.filter((id) => regimes[id] !== undefined).map((id) => regimeLine(id, regimes));
  const terms = clauses.map(
    ({ clauseId, kind, hours, days, anchor }) =>
      `${clauseId} (${kind}): ${hours === null ? `${days} days` : `${hours} h`} from ${anchor === 'awareAt' ? 'awareness' : 'detection'}`,
  );
  return [...own, ...terms];
}
