/** Version of the rules in this room; raised whenever a rule, a table or a reading changes a result. */
export const RULE_VERSION = '2026-11-22';

/** The day the tables of this room were last compared with their sources. */
export const LAW_VERIFIED_AT = '2026-11-22';

export interface ClockVersions {
  ruleVersion: string;
  /** Edition of the IANA time zone data the process computes with, such as `2025c`; `unknown` if Node was built without it. */
  tzDataVersion: string;
}

/** The versions every computed clock is recorded with, so that a later difference can be explained. */
export function clockVersions(): ClockVersions {
  return { ruleVersion: RULE_VERSION, tzDataVersion: process.versions['tz'] ?? 'unknown' };
}
