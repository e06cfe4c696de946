import { loadFacts } from '../../database/case.ts';
import { listOrganisations } from '../../database/organisation.ts';
import { inSnapshot } from '../../database/transaction.ts';
import type { Desk } from '../../desk/context.ts';
import { openDuties } from '../../domain/case/snapshot.ts';
import { addDays } from '../../domain/clocks/calendar.ts';
import { instantOf } from '../../domain/clocks/instant.ts';
import { localDateOf, startOfDayMs } from '../../domain/clocks/zone.ts';
import type { Config } from '../../worker/config.ts';
import { storyChoices } from '../rehearse/mixpanel/contradictions.ts';
import type { StoryDates } from '../rehearse/mixpanel/dates.ts';
import { storyClaims } from '../rehearse/mixpanel/facts.ts';
import { CONTROLLER } from '../rehearse/mixpanel/organisations.ts';
import {
  choiceSaying,
  claimSayings,
  noticeSaying,
  organisationSayings,
  sayAll,
  speakerOf,
} from '../rehearse/mixpanel/say-story.ts';
import { withDeskOf } from '../session.ts';

export interface OpenedDrill {
  caseId: string;
  dueAt: string;
}

const VENDOR_SILENCE_DAYS = 16;
const PLAN_TO_TELL_DAYS = 3;
const ZONE = CONTROLLER.zone;

/** The story moved so that the vendor tells today: it detected sixteen days ago. */
export const drillDates = (now: Date): StoryDates => {
  const at = now.toISOString();
  return {
    detectedOn: localDateOf(addDays(at, -VENDOR_SILENCE_DAYS, ZONE), ZONE),
    toldOn: localDateOf(at, ZONE),
    plannedOn: localDateOf(addDays(at, PLAN_TO_TELL_DAYS, ZONE), ZONE),
  };
};

/** Midnight of the day on which the vendor detected. */
const detectedAt = (now: Date): string => instantOf(startOfDayMs(drillDates(now).detectedOn, ZONE));

async function openCase(desk: Desk, now: Date): Promise<string> {
  const ana = speakerOf(CONTROLLER.organisationId, 'ana');
  const body = {
    learnedAt: now.toISOString(),
    precision: 'instant',
    from: 'processor_notice',
    certain: true,
    processorId: 'mixpanel',
    detectedAt: detectedAt(now),
    detectedPrecision: 'date',
    drill: true,
  };
  const words = {
    what: 'El encargado Mixpanel comunica que exportaron un conjunto de datos de analítica de la API',
    whose: 'Titulares de cuentas de la API',
  };
  const [said] = await sayAll(desk, ana, null, [{ kind: 'case.open', body, words }]);
  return said?.caseId ?? '';
}

async function recordFacts(desk: Desk, caseId: string, now: Date): Promise<void> {
  const carla = speakerOf(CONTROLLER.organisationId, 'carla');
  const dates = drillDates(now);
  const contact = `${CONTROLLER.words.email}, ${CONTROLLER.words.phone}`;
  await sayAll(desk, carla, caseId, [
    ...claimSayings(storyClaims(dates)),
    choiceSaying(storyChoices(dates)),
    ...(['es', 'fr', 'en'] as const).map((locale) => noticeSaying(locale, dates, contact)),
  ]);
}

/**
 * On an empty register, opens the Mixpanel case as a drill whose notice arrives now, with the facts of the story.
 *
 * @returns the case and when its filing is due; null when there is an organisation already
 */
export const openDrillIfEmpty = (config: Config): Promise<OpenedDrill | null> =>
  withDeskOf(config, ({ desk }) => openDrill(desk));

async function openDrill(desk: Desk): Promise<OpenedDrill | null> {
  if ((await inSnapshot(desk.pool, listOrganisations)).length > 0) return null;
  const now = await desk.now();
  await sayAll(
    desk,
    speakerOf(CONTROLLER.organisationId, 'diego'),
    null,
    organisationSayings(CONTROLLER, { blockYears: 3 }),
  );
  const caseId = await openCase(desk, now);
  await recordFacts(desk, caseId, now);
  const facts = await inSnapshot(desk.pool, (tx) => loadFacts(tx, CONTROLLER.organisationId, caseId));
  const due = openDuties(facts).find(({ dutyId }) => dutyId === 'authority/ES/initial');
  return { caseId, dueAt: due?.actBy ?? now.toISOString() };
}
