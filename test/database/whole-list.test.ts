import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { shortStatementsOf } from './statement-sites.ts';

const root = path.resolve(import.meta.dirname, '../..');
const ROOMS = ['database', 'desk', 'activities', 'worker'];

const PAGE = 'the lines of a page, each by its key';
const PERSON = 'the lines of one address or reference, by an index';
const CLAIM = 'the lines that one sender, or one that died, has in hand';

/** Statements on a list or a ledger that stay within the usual seconds however many people there are, and why. */
const SHORT: readonly (readonly [statement: string, why: string])[] = [
  ['database/ledger-lines.ts ledgerLines', PAGE],
  ['database/ledger-lines.ts lineOfReference', PERSON],
  ['database/ledger-lines.ts linesOfPeople', PERSON],
  ['database/notice-allowance.ts giveBackUntil', PAGE],
  ['database/notice-allowance.ts putOff', PAGE],
  ['database/notice-allowance.ts reopenRefused', PAGE],
  ['database/notice-claims.ts claimDeliveries', PAGE],
  ['database/notice-claims.ts giveBack', CLAIM],
  ['database/notice-claims.ts holdLostDeliveries', CLAIM],
  ['database/notice-claims.ts renewLease', CLAIM],
  ['database/notice-others.ts listOthers', 'declares a cursor, which reads nothing yet'],
  ['database/notice-pages.ts dissolvePages', CLAIM],
  ['database/notice-pages.ts linesOf', PAGE],
  ['database/notice-reports.ts linesOfMessages', 'by reference, which has an index; by Message-ID it is a long one'],
  ['database/notice-results.ts settleEach', PAGE],
  ['database/recipient-find.ts listedAt', PERSON],
  ['database/recipient-find.ts noticesTo', PERSON],
  ['database/recipients.ts insertRecipients', PAGE],
];

const files = ROOMS.flatMap((room) =>
  readdirSync(path.join(root, room), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => path.join(room, file)),
);

describe('statements on a whole list of people', () => {
  it('are long ones, but for those known to read a few lines', () => {
    const found = files.flatMap((file) => shortStatementsOf(path.join(root, file)).map((name) => `${file} ${name}`));
    assert.deepEqual(found.sort(), SHORT.map(([statement]) => statement).sort());
  });
});
