import { createTransport } from 'nodemailer';
import { AddresseesRefused, type StaffMail } from './case-dependencies.ts';

/** Twice this, for people and then for the alert address, fits into the time an activity has. */
const DEADLINE_MS = 20_000;

/** All addresses were refused with a permanent answer, or are none. */
function isRefusedForGood(error: unknown): boolean {
  const { code, command, responseCode, message } = (error ?? {}) as Partial<
    Record<'code' | 'command' | 'message', string> & { responseCode: number }
  >;
  if (code !== 'EENVELOPE') return false;
  if (command === 'RCPT TO') return (responseCode ?? 0) >= 500;
  return command === 'API' && /recipient/i.test(message ?? '');
}

/**
 * A function that sends mail to the organisation's own people over one SMTP server.
 *
 * Resolves once the server has taken the mail. The envelope is ours, and a trickling server is cut off: its silence
 * time-out never fires.
 *
 * @param url  `smtp://` or `smtps://`
 */
export function createStaffMailer(
  url: string,
  from: string,
): { send: (mail: StaffMail) => Promise<void>; close: () => void } {
  const transport = createTransport({
    url,
    connectionTimeout: 5_000,
    greetingTimeout: 5_000,
    socketTimeout: 10_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const send = async ({ messageId, to, subject, text }: StaffMail): Promise<void> => {
    const headers = { 'Auto-Submitted': 'auto-generated' };
    const signal = AbortSignal.timeout(DEADLINE_MS);
    try {
      await transport.sendMail({ messageId, to, from, subject, text, headers, envelope: { from, to }, signal });
    } catch (error) {
      throw isRefusedForGood(error) ? new AddresseesRefused() : error;
    }
  };
  return { send, close: () => transport.close() };
}
