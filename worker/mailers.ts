import type { StaffMail } from '../activities/case-dependencies.ts';
import type { Sender } from '../activities/sender.ts';
import { SMTP_CLIENTS } from '../activities/smtp-clients.ts';
import { createStaffMailer } from '../activities/staff-mail.ts';
import type { Config } from './config.ts';
import { smtpUrlOf } from './smtp-setting.ts';

export interface Mailers {
  sendStaffMail: (mail: StaffMail, drill: boolean) => Promise<void>;
  senderFor: (drill: boolean) => Sender | null;
  close: () => void;
}

/** A mail server of a drill is a catcher: its own address, or the embedded one. Null: a drill has nowhere to go. */
function drillUrl(config: Config): string | null {
  const own = config.settings['TOCSIN_DRILL_SMTP_URL'];
  if (own) return smtpUrlOf('TOCSIN_DRILL_SMTP_URL', own);
  return config.mailFolder === null ? null : config.smtpUrl();
}

/**
 * The mail servers of a worker: one for real cases, and one for drills, which never reach real people.
 *
 * @throws {Refusal} `SETTING_MISSING`, `SETTING_WRONG`, `DKIM_KEY_EXPOSED`
 */
export function mailersOf(config: Config): Mailers {
  const from = config.mailFrom();
  const dkim = config.dkim() ?? undefined;
  const createSender = SMTP_CLIENTS[config.smtpClient()];
  const real = { staff: createStaffMailer(config.smtpUrl(), from), people: createSender(config.smtpUrl(), { dkim }) };
  const catcher = drillUrl(config);
  const drill = catcher ? { staff: createStaffMailer(catcher, from), people: createSender(catcher, { dkim }) } : null;
  return {
    sendStaffMail: async (mail, isDrill) => {
      const mailer = isDrill ? drill : real;
      // A drill on real servers without a catcher: what would have gone out is entered in the register all the same.
      await mailer?.staff.send(mail);
    },
    senderFor: (isDrill) => (isDrill ? (drill?.people ?? null) : real.people),
    close: () => {
      for (const { staff, people } of [real, ...(drill ? [drill] : [])]) {
        staff.close();
        people.close();
      }
    },
  };
}
