import PostalMime from 'postal-mime';
import type { Receipt } from '../desk/receipt.ts';
import { visibleText } from '../domain/refusal.ts';
import { say } from './answer.ts';
import { facts } from './text-table.ts';

/**
 * Shows who wrote a mail, when, and on what, so that a person can check that it is the acknowledgement meant. Only to
 * the terminal: a sender and a subject name people, so they go into no answer, log or register.
 */
export async function sayMailHead({ mediaType, bytes }: Receipt): Promise<void> {
  if (mediaType !== 'message/rfc822') return;
  const { from, date, subject } = await PostalMime.parse(bytes);
  const sender = from ? `${from.name ?? ''} <${from.address ?? ''}>`.trim() : '';
  const rows: [string, string][] = [
    ['From', visibleText(sender)],
    ['Date', visibleText(date ?? '')],
    ['Subject', visibleText(subject ?? '')],
  ];
  say(`Check that this is the acknowledgement you mean:\n${facts(rows)}\n`);
}
