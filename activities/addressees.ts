import { requireOrganisation } from '../database/decision-context.ts';
import { readWords } from '../database/narrative.ts';
import { listPeople, type Organisation, type Person } from '../database/organisation.ts';
import type { Tx } from '../database/transaction.ts';
import type { Vault } from '../database/vault.ts';
import type { Role } from '../domain/law/roles.ts';

export interface Addressee {
  address: string;
  locale: string;
}

const LOCALES = ['en', 'es', 'fr'];
const localeOf = (locale: string): string => (LOCALES.includes(locale.slice(0, 2)) ? locale.slice(0, 2) : 'en');

const holds = (person: Person, roles: ReadonlySet<Role>): boolean =>
  person.endedAt === null && person.roles.some((role) => roles.has(role));

/** People for the roles, deputies only where they are asked too; nobody: the DPO. */
function chosen(people: Person[], roles: ReadonlySet<Role>, withDeputies: boolean): Person[] {
  const named = people.filter((person) => holds(person, roles) && (withDeputies || !person.deputy));
  return named.length > 0 ? named : people.filter((person) => holds(person, new Set<Role>(['dpo'])));
}

/**
 * Where a reminder goes: each person once. A role nobody fills falls to the DPO, then to the organisation's alert
 * address; nobody at all is an empty list, which the register says and `tocsin doctor` reports.
 */
export async function addresseesOf(
  tx: Tx,
  vault: Vault,
  organisationId: string,
  roles: ReadonlySet<Role>,
  withDeputies: boolean,
): Promise<Addressee[]> {
  const people = chosen(await listPeople(tx, organisationId), roles, withDeputies);
  const addressees = new Map<string, Addressee>();
  for (const { words, locale } of people) {
    const { email } = await readWords(tx, vault, words);
    if (email) addressees.set(email.toLowerCase(), { address: email, locale: localeOf(locale) });
  }
  if (addressees.size > 0) return [...addressees.values()];
  return alertAddressees(tx, vault, await requireOrganisation(tx, organisationId));
}

/** Where a reminder goes that reaches nobody; nowhere when the organisation has told no such address. */
export async function alertAddressees(tx: Tx, vault: Vault, { words }: Organisation): Promise<Addressee[]> {
  const { alertAddress } = await readWords(tx, vault, words);
  return alertAddress ? [{ address: alertAddress, locale: 'en' }] : [];
}
