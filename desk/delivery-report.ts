import PostalMime, { type Attachment } from 'postal-mime';
import {
  type ReportedRecipient,
  type ReturnedMessage,
  reportedRecipients,
  returnedMessage,
} from '../domain/notice/delivery-report.ts';

/** Larger mail is not read: a report needs a few kilobytes. */
export const MAX_REPORT_BYTES = 1_048_576;
const MAX_NESTING = 20;

export interface DeliveryReport {
  recipients: ReportedRecipient[];
  returned: ReturnedMessage;
}

/** Why a mail is no delivery report. */
export type NoReport = 'TOO_LARGE' | 'NOT_READABLE' | 'NOT_A_REPORT';

/**
 * Reads one mail as a delivery report.
 *
 * Anybody can write such a mail: whatever it is, the answer is a report or a code, never an error, and nothing of it is
 * kept that names a person. Answers of people and of their holiday programs are no reports.
 *
 * @see RFC 3462; RFC 3464
 */
export async function readDeliveryReport(bytes: Uint8Array): Promise<DeliveryReport | NoReport> {
  if (bytes.length > MAX_REPORT_BYTES) return 'TOO_LARGE';
  try {
    const options = { forceRfc822Attachments: true, maxNestingDepth: MAX_NESTING, maxHeadersSize: 262_144 };
    const { attachments } = await PostalMime.parse(bytes, options);
    return reportOf(attachments);
  } catch {
    return 'NOT_READABLE';
  }
}

const RETURNED = ['message/rfc822', 'text/rfc822-headers', 'message/global', 'message/global-headers'];
const STATUS = ['message/delivery-status', 'message/global-delivery-status'];

function reportOf(attachments: readonly Attachment[]): DeliveryReport | 'NOT_A_REPORT' {
  const part = (types: readonly string[]): string | null => {
    const found = attachments.find(({ mimeType }) => types.includes(mimeType.toLowerCase()));
    return found ? textOf(found) : null;
  };
  const [status, returned] = [part(STATUS), part(RETURNED)];
  if (status === null) return 'NOT_A_REPORT';
  const recipients = reportedRecipients(status);
  if (recipients.length === 0) return 'NOT_A_REPORT';
  return { recipients, returned: returnedMessage(returned ?? '') };
}

const textOf = ({ content }: Attachment): string =>
  typeof content === 'string' ? content : Buffer.from(content as ArrayBuffer).toString('latin1');
