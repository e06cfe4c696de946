import { createTransport } from 'nodemailer';
import type { StaffMail } from './case-dependencies.ts';

const DEADLINE_MS = 30_000;

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
    await transport.sendMail({ messageId, to, from, subject, text, headers, envelope: { from, to }, signal });
  };
  return { send, close: () => transport.close() };
}
