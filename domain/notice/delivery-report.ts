/** What a delivery report says of one recipient. @see RFC 3464, 2.3.3 */
export const REPORT_ACTIONS = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const;
export type ReportAction = (typeof REPORT_ACTIONS)[number];

/** What a report says of one recipient, without naming them. */
export interface ReportedRecipient {
  action: ReportAction;
  /** Enhanced status code, such as 5.1.1; null when there was none that can be read. */
  status: string | null;
}

/** A mail has one recipient; a list it was forwarded to may have a few more. */
const MAX_RECIPIENTS = 20;

/**
 * Reads the fields of a `message/delivery-status` part: groups of fields, the first about the message, each other one
 * about a recipient. Groups without an action that is known are left out; addresses are never read.
 *
 * @see RFC 3464, 2.1, 2.3
 */
export function reportedRecipients(text: string): ReportedRecipient[] {
  const groups = text.replaceAll('\r\n', '\n').split(/\n[ \t]*\n+/);
  const found: ReportedRecipient[] = [];
  for (const group of groups) {
    const action = /^action:[ \t]*([a-z]+)/im.exec(group)?.[1]?.toLowerCase();
    const known = REPORT_ACTIONS.find((one) => one === action);
    if (known) found.push({ action: known, status: statusIn(group) });
    if (found.length === MAX_RECIPIENTS) break;
  }
  return found;
}

const statusIn = (group: string): string | null =>
  /^status:[ \t]*([245]\.\d{1,3}\.\d{1,3})(?!\d)/im.exec(group)?.[1] ?? null;

/** By what a returned message is known to be a notice of ours. */
export interface ReturnedMessage {
  messageId: string | null;
  /** In its subject; the database looks for it far faster than for the other. */
  reference: string | null;
}

const REFERENCE = /\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{2}\b/;

/** What is looked for in the headers of the returned message, given as it was sent. */
export function returnedMessage(text: string): ReturnedMessage {
  const [head = ''] = text.replaceAll('\r\n', '\n').replace(/^\n+/, '').split('\n\n', 1);
  const headers = head.slice(0, 32_768).replace(/\n[ \t]+/g, ' ');
  const messageId = /^message-id:[ \t]*(<[^<>\s]{1,250}>)/im.exec(headers)?.[1] ?? null;
  // Where an encoding broke the reference over two words, the Message-ID must do.
  const reference = REFERENCE.exec(/^subject:.*$/im.exec(headers)?.[0] ?? '')?.[0] ?? null;
  return { messageId, reference };
}
