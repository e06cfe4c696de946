import { doraWeekendRule, type StepClock } from '../../clocks/adjacent.ts';
import { showInstant } from '../../clocks/show-time.ts';
import type { Anchor, Regime, RegimeStep } from '../../law/regimes.ts';
import type { OwnRegime } from './regimes.ts';

const ANCHOR_WORDS: Partial<Record<Anchor, string>> = {
  awareAt: 'becoming aware',
  detectedAt: 'detection',
  verifiedAt: 'verifying the incident',
  classifiedAt: 'classifying it',
  requestedAt: 'the request',
  resolvedAt: 'handling the incident',
  normalActivityAt: 'the return to normal activity',
  impactEndedAt: 'the end of the impact',
  fixAvailableAt: 'a fix being available',
};

/** `awareAt` → `becoming aware`, `initialSubmittedAt` → `submitting the initial notification`. */
export function anchorWords(anchor: Anchor, { steps }: Pick<Regime, 'steps'>): string {
  const submitted = steps.find(({ id }) => `${id}SubmittedAt` === anchor);
  return submitted ? `submitting the ${submitted.name}` : (ANCHOR_WORDS[anchor] ?? anchor);
}

/** `PT24H` → `24 hours`, `P1M` → `1 month`, `P30D` in working days → `30 working days`. */
export function periodWords({ offset, unit }: Pick<RegimeStep, 'offset' | 'unit'>): string {
  if (offset === null) return 'without undue delay';
  const count = Number(offset.replace(/\D/g, ''));
  const noun = { hours: 'hour', days: 'day', workingDays: 'working day', months: 'month', none: '' }[unit];
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `within 24 hours of becoming aware`, with its cap where it has one. */
export function termWords(step: RegimeStep, regime: Pick<Regime, 'steps'>): string {
  if (step.offset === null) return 'without undue delay; no hours in the law';
  const own = `within ${periodWords(step)} of ${anchorWords(step.anchor, regime)}`;
  if (!step.cap) return own;
  const cap = periodWords({ offset: step.cap.offset, unit: 'hours' });
  return `${own}, at most ${cap} from ${anchorWords(step.cap.anchor, regime)}`;
}

/** What was not found in a source, or only at second hand, is said wherever it is applied. */
export function markWords({ confidence, source, verifiedAt }: Regime): string {
  if (confidence === 'n/a') return '';
  const fromMemory = source.replace(/date of application \(M\)|date \(M\)/g, '').includes('(M)');
  if (confidence === 'high' && !fromMemory) return '';
  const why = fromMemory ? 'from memory' : `confidence ${confidence}`;
  return `Verify before use: ${why}, last looked at on ${verifiedAt}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function undecided({ file, regime, id }: OwnRegime): string {
  if (id === 'CONTRACT' || file.judged?.applies === 'yes' || file.made.length > 0) return '';
  const still = file.judged ? 'It is not known yet' : 'Nobody has decided yet';
  return `${still} whether this is one that must be reported (${regime.trigger}): until then it counts as one`;
}

function weekendRule({ place, systemic }: OwnRegime, { dueAt }: StepClock): string {
  if (systemic === null || dueAt === null) return '';
  const { mayFileUntil } = doraWeekendRule(dueAt, { ...place, systemic });
  if (mayFileUntil === dueAt) return '';
  return `It ends on a day that is no working day: it may be filed until ${showInstant(mayFileUntil, place.zone)} (RTS Art. 5(4))`;
}

const beforeMissing = ({ id }: OwnRegime): string =>
  id === 'DORA' ? 'If it cannot be kept, tell the authority before it ends, with the reasons' : '';

const NO_DATE_YET = 'No date yet';

/** Whether a duty has no date because its period has not begun, not because the law names none. */
export const hasNotBegun = ({ why, dueAt }: { why: string; dueAt: string | null }): boolean =>
  dueAt === null && why.includes(NO_DATE_YET);

/** A report that builds on one not made yet: it is told in short, the first one says the rest. */
const isFollowUp = ({ awaits, dueAt }: StepClock): boolean =>
  dueAt === null && awaits !== null && awaits.endsWith('SubmittedAt');

function awaited({ regime, tentative }: OwnRegime, { awaits, step, dueAt }: StepClock): string {
  if (tentative && dueAt !== null)
    return 'Counted from the alert, as a target of ours: nobody has said since when you are aware';
  if (awaits === null || step.offset === null) return '';
  const what = anchorWords(awaits, regime);
  if (dueAt === null) return `${NO_DATE_YET}: it runs from ${what}, which is not recorded`;
  return `Once recorded, ${what} may bring it nearer`;
}

const recipientWords = ({ id, regime }: OwnRegime): string =>
  id === 'CONTRACT' ? '' : `; recipient: ${regime.recipient}`;

/** Why a step is owed, from what and until when, and how sure we are: sentences for the DPO. */
export function whyOwed(own: OwnRegime, clock: StepClock): string {
  const { regime } = own;
  const { step } = clock;
  const condition = [step.when ?? '', alternative(own, step)].filter(Boolean).join('; ');
  const what = `${capital(step.name)}${condition && ` (${condition})`}: ${termWords(step, regime)}${recipientWords(own)}`;
  const sentences = isFollowUp(clock)
    ? [what, awaited(own, clock)]
    : [
        what,
        awaited(own, clock),
        undecided(own),
        weekendRule(own, clock),
        beforeMissing(own),
        own.id === 'NIS2' ? (regime.note ?? '') : '',
        markWords(regime),
      ];
  return sentences.filter(Boolean).join('. ');
}

/** Steps of which only one is owed, while nobody has said which. */
function alternative({ regime, file }: OwnRegime, { category }: RegimeStep): string {
  if (category === null || file.judged?.category || regime.categories?.assumed) return '';
  return `only if it is judged '${category}'`;
}

/** Why a step is not owed. */
export function whyNotOwed({ not, regime, id, file }: OwnRegime, step: RegimeStep): string {
  if (not === null) {
    const judged = Object.hasOwn(file.steps, step.id) && file.steps[step.id]?.applies === 'no';
    return judged ? `Judged: the ${step.name} is not owed` : `Another report was made in place of the ${step.name}`;
  }
  if (not.because === 'judged') return `Judged: nothing to report under ${id} (${regime.trigger})`;
  if (not.because === 'noBreach') return `No personal data breach: ${id} asks for one`;
  if (not.because === 'processor') return `As processor you tell your controllers; under ${id} they report`;
  if (not.because === 'law') return `${regime.regime} does not apply to it: ${inForceWords(regime)}`;
  return `${not.because.displacedBy} takes the place of ${id} for those it applies to; the GDPR stands beside both`;
}

function inForceWords({ enabled, effectiveFrom, effectiveTo, verifiedAt }: Regime): string {
  if (!enabled || effectiveFrom === null) return `not in force, as last looked at on ${verifiedAt}`;
  return `in force from ${effectiveFrom}${effectiveTo ? ` until ${effectiveTo}` : ''}, and awareness decides`;
}
