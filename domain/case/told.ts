import { contentOf, resolveClaims } from '../filing/claims.ts';
import { isNoBreach } from './awareness.ts';
import { type AuthorityFile, type CaseFacts, type Claim, type FiledPhase, riskOf, standingPhases } from './facts.ts';

/** Something an authority was told that is no longer so, or was never told. */
export interface LaterChange {
  what: 'facts' | 'scope' | 'risk' | 'people';
  /** The field of the filing, where one changed. */
  key: string | null;
  /** When it was said. */
  at: string;
}

/** The first filing that stands. */
export const initialOf = (file: AuthorityFile): FiledPhase | undefined =>
  standingPhases(file).find(({ phase }) => phase === 'initial');

/** The filing that gave everything: a later phase, or an initial one filed as complete. */
export const completionOf = (file: AuthorityFile): FiledPhase | undefined =>
  standingPhases(file).find(({ phase, subtype }) => subtype === 'complete' || phase === 'final');

/** Whether an authority is only concerned, so that what it gets is a courtesy copy (Art. 56(6), R-1-15). */
export function isCourtesy({ listedCountries, authorities }: CaseFacts, code: string): boolean {
  const file = authorities[code];
  return listedCountries.includes(code) && (!file || (file.releasedAt !== null && file.phases.length === 0));
}

/** Up to which entry an authority knows the facts, or need not know them; 0 while nothing is filed there. */
const toldUpTo = (file: AuthorityFile): number =>
  Math.max(file.dismissedSeq ?? 0, ...standingPhases(file).map(({ factsSeq }) => factsSeq));

const isOfTheFiling = (key: string): boolean => !key.startsWith('notice.');

function changedClaims({ claims }: CaseFacts, seq: number): LaterChange[] {
  const upTo = (said: readonly Claim[]): Claim[] => said.filter((claim) => claim.seq <= seq);
  const before = resolveClaims(Object.fromEntries(Object.entries(claims).map(([key, said]) => [key, upTo(said)])));
  return Object.entries(resolveClaims(claims).values).flatMap(([key, now]) => {
    const told = before.values[key];
    if (now.seq <= seq || !isOfTheFiling(key) || (told && contentOf(told) === contentOf(now))) return [];
    return [{ what: 'facts' as const, key, at: now.at }];
  });
}

/** A scope without the order of its parts. */
function scopeContent({ scopes }: CaseFacts, seq: number): string {
  const scope = scopes.findLast((said) => said.seq <= seq)?.scope;
  const crossing = scope?.crossBorder === true || Object.keys(scope?.outside ?? {}).length > 0;
  if (!scope || !crossing) return '';
  const sorted = (people: object): unknown => Object.entries(people).sort();
  return JSON.stringify([sorted(scope.affected), sorted(scope.outside)]);
}

function changedScope(facts: CaseFacts, seq: number): LaterChange[] {
  const newest = facts.scopes.at(-1);
  if (!newest || newest.seq <= seq || scopeContent(facts, seq) === scopeContent(facts, newest.seq)) return [];
  return [{ what: 'scope', key: null, at: newest.at }];
}

function changedRisk(facts: CaseFacts, seq: number): LaterChange[] {
  const told = facts.assessments.findLast((assessment) => assessment.seq <= seq);
  const now = riskOf(facts);
  if (!told || !now || (told.risk === now.risk && told.conclusion34 === now.conclusion34)) return [];
  return [{ what: 'risk', key: 'riskOutcome', at: now.at }];
}

/** People found later, who are being told in a further wave. */
function furtherPeople({ waves }: CaseFacts, seq: number): LaterChange[] {
  const known = Object.values(waves);
  const isFurther = (number: number): boolean => known.some((wave) => wave.number < number && !wave.cancelledAt);
  return known.flatMap(({ number, imports, startedAt }) => {
    const listed = imports[0];
    const found = startedAt !== null && listed !== undefined && listed.seq > seq && isFurther(number);
    return found ? [{ what: 'people' as const, key: null, at: startedAt }] : [];
  });
}

/**
 * What has changed since an authority was told everything, earliest first; empty before that, or once it is no longer
 * the one to be told.
 *
 * Counts what a filing carries: a field whose accepted value is another, countries and people of the scope, the risk
 * and whether people are told, a further wave of people found. The same said again, letters, reminders and texts of
 * the notice do not.
 *
 * @see GDPR Art. 33(4); R-33-4
 */
export function changesSinceTold(facts: CaseFacts, file: AuthorityFile): LaterChange[] {
  const gone = file.releasedAt !== null || (file.withdrawnAt !== null && !file.refile) || isNoBreach(facts);
  if (gone || !completionOf(file)) return [];
  const seq = toldUpTo(file);
  const changes = [changedClaims, changedScope, changedRisk, furtherPeople].flatMap((changed) => changed(facts, seq));
  return changes.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
