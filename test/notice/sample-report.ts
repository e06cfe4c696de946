import type { Taken } from './mail-sink.ts';

export interface SampleReport {
  action?: string;
  status?: string;
  /** What the report gives back of the message; left out: its whole text. */
  returned?: string;
  returnedType?: string;
}

/** A delivery report about a message, as RFC 3464 shows one. */
export function sampleReport(
  { raw }: Pick<Taken, 'raw'>,
  { action = 'failed', status = '5.1.1', returned = raw, returnedType = 'message/rfc822' }: SampleReport = {},
): string {
  return [
    'From: MAILER-DAEMON@mx.example.test',
    'To: avisos@ejemplo.example',
    'Subject: Undelivered Mail Returned to Sender',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b-0"',
    '',
    '--b-0',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'Your message could not be delivered.',
    '',
    '--b-0',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example.test',
    'Arrival-Date: Mon, 2 Nov 2026 09:00:05 +0000',
    '',
    'Final-Recipient: rfc822; somebody@example.test',
    `Action: ${action}`,
    `Status: ${status}`,
    'Diagnostic-Code: smtp; 550 5.1.1 <somebody@example.test> unknown',
    '',
    '--b-0',
    `Content-Type: ${returnedType}`,
    '',
    returned,
    '--b-0--',
    '',
  ].join('\r\n');
}
