import { requireOrganisation } from '../database/decision-context.ts';
import { inSnapshot } from '../database/transaction.ts';
import type { Duty } from '../domain/case/duties/duty.ts';
import type { CaseFacts } from '../domain/case/facts.ts';
import { renderReminder } from '../templates/reminder.ts';
import { type Addressee, alertAddressees } from './addressees.ts';
import { AddresseesRefused, type CaseDependencies } from './case-dependencies.ts';

/** One reminder on its way: what is owed, to whom, under which Message-ID. */
export interface ReminderMail {
  facts: CaseFacts;
  duties: Duty[];
  addressees: Addressee[];
  messageId: string;
  now: Date;
}

/** Mails a server has taken and the register does not know of yet, of one process: a retry does not send them again. */
const takenBy = new WeakMap<CaseDependencies, Set<string>>();

function takenOf(dependencies: CaseDependencies): Set<string> {
  const taken = takenBy.get(dependencies) ?? new Set<string>();
  takenBy.set(dependencies, taken);
  return taken;
}

/** Forgets mails once they are in the register. */
export function forgetTaken(dependencies: CaseDependencies, { messageId }: Pick<ReminderMail, 'messageId'>): void {
  const taken = takenOf(dependencies);
  const base = messageId.split('@')[0] ?? messageId;
  for (const id of [...taken].filter((each) => each.startsWith(base))) taken.delete(id);
}

/** Yields how many people one language's mail went to; none when the server wants none of their addresses. */
async function mailIn(dependencies: CaseDependencies, mail: ReminderMail, locale: string): Promise<number> {
  const { facts, duties, now, addressees } = mail;
  const to = addressees.filter((addressee) => addressee.locale === locale).map(({ address }) => address);
  const messageId = mail.messageId.replace('@', `.${locale}@`);
  const taken = takenOf(dependencies);
  if (taken.has(messageId)) return to.length;
  const { subject, text } = renderReminder({ facts, duties, now, locale });
  try {
    await dependencies.sendStaffMail({ messageId, to, subject, text }, facts.drill);
  } catch (error) {
    if (error instanceof AddresseesRefused) return 0;
    throw error;
  }
  taken.add(messageId);
  return to.length;
}

async function mailAll(dependencies: CaseDependencies, mail: ReminderMail): Promise<number> {
  const locales = [...new Set(mail.addressees.map(({ locale }) => locale))];
  const sent = await Promise.allSettled(locales.map((locale) => mailIn(dependencies, mail, locale)));
  const failed = sent.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
  return sent.reduce((sum, outcome) => sum + (outcome.status === 'fulfilled' ? outcome.value : 0), 0);
}

/**
 * Sends a reminder, one mail for each language, and yields how many people it went to.
 *
 * When the mail server refuses every address for good, it goes to the organisation's alert address instead; a refused
 * address must not hold up the reminders of a case. Safe to repeat: what a server has taken is not sent again.
 *
 * @throws whatever the mail server failed with, when it may still take the mail later
 */
export async function mailReminder(dependencies: CaseDependencies, mail: ReminderMail): Promise<number> {
  const reached = await mailAll(dependencies, mail);
  if (reached > 0) return reached;
  const { pool, vault } = dependencies;
  const addressees = await inSnapshot(pool, async (tx) =>
    alertAddressees(tx, vault, await requireOrganisation(tx, mail.facts.organisationId)),
  );
  return mailAll(dependencies, { ...mail, addressees, messageId: mail.messageId.replace('@', '.alert@') });
}
