import { loadFacts } from '../../database/case.ts';
import { type FoundPerson, findRecipient, type HeldLine } from '../../desk/find-recipient.ts';
import { showInstant } from '../../domain/clocks/show-time.ts';
import type { Answer } from '../answer.ts';
import { type Session, speakerFor } from '../session.ts';
import { type StatementOptions, sayAndAnswer } from '../statement-options.ts';
import { facts as factLines } from '../text-table.ts';

export interface FindOptions extends StatementOptions {
  address: string;
}

/**
 * Answers with what a case holds of the people at an address, once the search is entered in the register.
 *
 * @throws {Refusal} `ADDRESS_FORM`, `RECIPIENTS_ERASED`, `RECIPIENTS_BLOCKED`; and the desk's, then nothing is shown
 */
export async function findInCase(session: Session, caseId: string, options: FindOptions): Promise<Answer> {
  const speaker = await speakerFor(session, caseId, options);
  const found = await findRecipient(session.desk, speaker.organisationId, caseId, options.address);
  const body = { person: found.addressKey, lines: found.held.length, notices: found.notices.length };
  const words = options.reason === undefined ? {} : { reason: options.reason };
  const answer = await sayAndAnswer(session, speaker, { kind: 'recipients.find', caseId, body, words }, options);
  if (options.dryRun) return answer;
  const { policy } = await session.read((tx) => loadFacts(tx, speaker.organisationId, caseId));
  const { addressKey: _key, ...shown } = found;
  return {
    data: { ...(answer.data as object), ...shown },
    text: `${foundText(found, policy.zone)}\n\nThe search is entered in the register, without the address.`,
    next:
      found.notices.length > 0
        ? `Next: tocsin notice prove ${caseId} --address ADDRESS shows the notice against the register`
        : `Next: tocsin recipients show ${caseId}`,
  };
}

function foundText({ held, notices }: FoundPerson, zone: string): string {
  if (held.length + notices.length === 0) return 'No list of this case names the address, and nothing was sent to it.';
  const blocks = [...held.map(heldText), ...notices.map((notice) => noticeText(notice, zone))];
  return blocks.map(([head, rows]) => `${head}\n${factLines(rows)}`).join('\n\n');
}

type Block = [head: string, rows: [string, string][]];

const heldText = ({ wave, audience, locale, channel, person }: HeldLine): Block => [
  `In the list of wave ${wave}, ${audience}`,
  Object.entries({ ...person, language: locale, channel }).flatMap(([name, value]): [string, string][] =>
    value === null || value === undefined ? [] : [[`  ${name}`, String(value)]],
  ),
];

const noticeText = (notice: FoundPerson['notices'][number], zone: string): Block => [
  `Notice of wave ${notice.wave}, ${notice.audience}, in ${notice.locale}`,
  [
    ['  state', [notice.state, notice.code, notice.enhancedCode].filter(Boolean).join(' ')],
    ['  sent', notice.sentAt === null ? '' : showInstant(notice.sentAt.toISOString(), zone)],
    ['  tries', String(notice.attempts)],
    ['  reference', notice.reference ?? ''],
    ['  Message-ID', notice.messageId],
  ],
];
