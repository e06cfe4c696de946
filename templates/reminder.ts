import { type Duty, stateAt } from '../domain/case/duties/duty.ts';
import { hasNotBegun } from '../domain/case/duties/regime-words.ts';
import type { CaseFacts } from '../domain/case/facts.ts';
import { showDuration, showInstant } from '../domain/clocks/show-time.ts';
import { compileText } from './environment.ts';

export interface ReminderData {
  facts: CaseFacts;
  /** Duties the mail is about, in any order. */
  duties: Duty[];
  now: Date;
  locale: string;
}

interface ReminderView {
  drill: boolean;
  caseId: string;
  headline: string;
  firstDutyId: string;
  duties: { title: string; state: string; due: string; why: string }[];
  commands: { command: string }[];
}

type Locale = 'en' | 'es' | 'fr';

const VIEWS: Record<Locale, (view: ReminderView) => string> = {
  en: compileText('reminder.en.hbs'),
  es: compileText('reminder.es.hbs'),
  fr: compileText('reminder.fr.hbs'),
};

const WORDS = {
  en: {
    drill: 'DRILL',
    left: 'left',
    late: 'late',
    due: 'Due',
    target: 'Our target',
    none: 'Without undue delay; no date in law',
    begins: 'No date yet: say when its period began',
    since: 'since',
    goesOn: 'It goes on by itself once the cause is mended',
    missed: 'MISSED',
  },
  es: {
    drill: 'SIMULACRO',
    left: 'restantes',
    late: 'de retraso',
    due: 'Vence',
    target: 'Nuestro objetivo',
    none: 'Sin dilación indebida; la ley no fija fecha',
    begins: 'Aún sin fecha: indique cuándo empezó su plazo',
    since: 'desde',
    goesOn: 'Continuará por sí solo cuando se resuelva la causa',
    missed: 'VENCIDO',
  },
  fr: {
    drill: 'EXERCICE',
    left: 'restantes',
    late: 'de retard',
    due: 'Échéance',
    target: 'Notre objectif',
    none: 'Dans les meilleurs délais ; la loi ne fixe pas de date',
    begins: 'Pas encore de date : indiquez quand son délai a commencé',
    since: 'depuis',
    goesOn: 'Il reprendra de lui-même une fois la cause levée',
    missed: 'DÉPASSÉ',
  },
} as const;

/** Titles people know duties by; the part of a duty's id that varies comes after. */
const TITLES: Record<Locale, readonly (readonly [RegExp, string])[]> = {
  en: [
    [/^regime\/CONTRACT/, 'Give the notice owed by contract'],
    [/^regime/, 'Report under a law beside the GDPR'],
    [/^suspicion/, 'Decide whether this is a personal data breach'],
    [/notice$/, 'Notice owed'],
    [/answers$/, 'Answers owed by the processor'],
    [/initial$/, 'Notify the supervisory authority'],
    [/completion$/, 'Complete the notification'],
    [/order/, "Obey the authority's order"],
    [/standstill$/, 'The mailing to the people stands still'],
    [/^people/, 'Tell the people concerned'],
    [/^retention/, 'Let go of data no longer needed'],
  ],
  es: [
    [/^regime\/CONTRACT/, 'Dar el aviso debido por contrato'],
    [/^regime/, 'Notificar según otra norma, además del RGPD'],
    [/^suspicion/, 'Decidir si es una violación de la seguridad de los datos'],
    [/notice$/, 'Aviso pendiente'],
    [/answers$/, 'Respuestas pendientes del encargado'],
    [/initial$/, 'Notificar a la autoridad de control'],
    [/completion$/, 'Completar la notificación'],
    [/order/, 'Cumplir la orden de la autoridad'],
    [/standstill$/, 'El envío a las personas está detenido'],
    [/^people/, 'Comunicar a las personas afectadas'],
    [/^retention/, 'Suprimir los datos que ya no hacen falta'],
  ],
  fr: [
    [/^regime\/CONTRACT/, "Donner l'avis dû par contrat"],
    [/^regime/, "Notifier au titre d'un autre texte que le RGPD"],
    [/^suspicion/, "Décider s'il s'agit d'une violation de données"],
    [/notice$/, 'Notification due'],
    [/answers$/, 'Réponses dues par le sous-traitant'],
    [/initial$/, "Notifier l'autorité de contrôle"],
    [/completion$/, 'Compléter la notification'],
    [/order/, "Exécuter l'ordre de l'autorité"],
    [/standstill$/, "L'envoi aux personnes est à l'arrêt"],
    [/^people/, 'Informer les personnes concernées'],
    [/^retention/, 'Supprimer les données devenues inutiles'],
  ],
};

const localeOf = (locale: string): Locale => (locale === 'es' || locale === 'fr' ? locale : 'en');

function titleOf(duty: Duty, locale: Locale): string {
  const [, title] = TITLES[locale].find(([pattern]) => pattern.test(duty.dutyId)) ?? [];
  return `${title ?? duty.label} (${duty.dutyId})`;
}

interface Reading {
  now: Date;
  zone: string;
  locale: Locale;
}

const standsStill = (duty: Duty): duty is Duty & { remindFrom: string } =>
  duty.dutyId.endsWith('/standstill') && typeof duty.remindFrom === 'string';

function stateOf(duty: Duty, { now, zone, locale }: Reading): string {
  const words = WORDS[locale];
  if (standsStill(duty)) return `${words.since} ${showInstant(duty.remindFrom, zone, locale)}`;
  const at = duty.dueAt ?? duty.actBy;
  if (!at) return hasNotBegun(duty) ? words.begins : words.none;
  const leftMs = Date.parse(at) - now.getTime();
  const missed = stateAt(duty, now) === 'missed' ? `${words.missed}: ` : '';
  return leftMs >= 0 ? `${showDuration(leftMs)} ${words.left}` : `${missed}${showDuration(-leftMs)} ${words.late}`;
}

function dueOf(duty: Duty, zone: string, locale: Locale): string {
  const words = WORDS[locale];
  if (standsStill(duty)) return words.goesOn;
  if (duty.dueAt) return `${words.due}: ${showInstant(duty.dueAt, zone, locale)}`;
  return duty.actBy
    ? `${words.target}: ${showInstant(duty.actBy, zone, locale)}`
    : hasNotBegun(duty)
      ? words.begins
      : words.none;
}

/** The commands that meet a duty, for the mail's last lines. */
function commandsFor({ dutyId }: Duty, caseId: string): string[] {
  const [kind, code, step] = dutyId.split('/');
  if (kind === 'regime') return [`tocsin regime filed ${caseId} ${code} ${step} --at …`];
  if (kind === 'suspicion') return [`tocsin awareness decide ${caseId} --at …`];
  if (kind === 'processor') return [`tocsin processor answer ${caseId} …`];
  if (kind === 'authority') return [`tocsin filing draft ${caseId} --authority ${code}`];
  if (kind === 'people' && step === 'standstill') return ['tocsin doctor', `tocsin notice status ${caseId}`];
  if (kind === 'people') return [`tocsin notice preview ${caseId} --wave ${code}`];
  if (kind === 'controller') return [`tocsin controller tell ${caseId} --all`, `tocsin controller told ${caseId} …`];
  return [`tocsin deadlines ${caseId}`];
}

const byUrgency = (a: Duty, b: Duty): number =>
  Date.parse(a.actBy ?? '9999-12-31') - Date.parse(b.actBy ?? '9999-12-31');

/** A reminder to the organisation's own people: what is owed, the true time left, and the command that meets it. */
export function renderReminder({ facts, duties, now, locale }: ReminderData): { subject: string; text: string } {
  const language = localeOf(locale);
  const sorted = [...duties].sort(byUrgency);
  const [first] = sorted;
  const reading = { now, zone: facts.policy.zone, locale: language };
  const headline = first ? `${titleOf(first, language).replace(/ \(.*/, '')}: ${stateOf(first, reading)}` : '';
  const view: ReminderView = {
    drill: facts.drill,
    caseId: facts.caseId,
    headline,
    firstDutyId: first?.dutyId ?? '',
    duties: sorted.map((duty) => ({
      title: titleOf(duty, language),
      state: stateOf(duty, reading),
      due: dueOf(duty, facts.policy.zone, language),
      why: duty.why,
    })),
    commands: [...new Set(sorted.flatMap((duty) => commandsFor(duty, facts.caseId)))].map((command) => ({ command })),
  };
  const mark = facts.drill ? `[${WORDS[language].drill}] ` : '';
  const more = sorted.length > 1 ? ` (+${sorted.length - 1})` : '';
  return { subject: `${mark}${facts.caseId}: ${headline}${more}`, text: VIEWS[language](view) };
}
