import type { AuthoritiesData, AuthorityRow } from '../../templates/authorities-table.ts';

export const authorityRow = (
  code: string,
  state: AuthorityRow['state'],
  more: Partial<AuthorityRow> = {},
): AuthorityRow => ({
  code,
  state,
  owed: null,
  dueAt: null,
  actBy: null,
  zone: 'Europe/Madrid',
  registryNumber: null,
  ...more,
});

const owes = (duty: string, dueAt: string | null, actBy: string, zone: string): Partial<AuthorityRow> => ({
  owed: { dutyId: `authority/${duty}` },
  dueAt,
  actBy,
  zone,
});

/** One authority in each state. */
export const STORY_AUTHORITIES: AuthoritiesData = {
  caseId: 'breach-2025-9001',
  drill: true,
  rows: [
    authorityRow('GR', 'open', owes('GR/initial', '2025-11-27T22:00:00Z', '2025-11-27T22:00:00Z', 'Europe/Athens')),
    authorityRow('LU', 'late', owes('LU/initial', '2025-11-26T23:00:00Z', '2025-11-26T23:00:00Z', 'Europe/Luxembourg')),
    authorityRow('ES', 'filed', {
      ...owes('ES/completion', null, '2025-12-27T23:00:00Z', 'Europe/Madrid'),
      registryNumber: 'REGAGE25e00090210001',
    }),
    authorityRow('DE-BY', 'completed', { registryNumber: 'LDA-1234567890-1234567890-1234567890' }),
    authorityRow('CH', 'open', owes('CH/initial', null, '2025-11-27T22:00:00Z', 'Europe/Zurich')),
    authorityRow('PT', 'withdrawn'),
    authorityRow('IT', 'notRequired'),
    authorityRow('MT', 'courtesy'),
  ],
};
