type Risk = 'unlikely' | 'risk' | 'high';

const TARGET_HOURS: Readonly<Record<Risk, number | null>> = { high: 24, risk: 48, unlikely: null };
const UNDETERMINED_HOURS = 60;

/**
 * Hours after awareness by which we aim to have notified; null where a risk is held unlikely.
 *
 * Our own target, never a statutory date: the law says "without undue delay", and 72 hours are its ceiling. In high-risk
 * cases even these can be too slow.
 *
 * @param risk  null while nobody has assessed
 * @see R-33-1; Guidelines 01/2021 §24
 */
export const targetHoursOf = (risk: Risk | null): number | null =>
  risk === null ? UNDETERMINED_HOURS : TARGET_HOURS[risk];
