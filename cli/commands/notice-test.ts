import { randomUUID } from 'node:crypto';
import { readWords } from '../../database/narrative.ts';
import { listPeople } from '../../database/organisation.ts';
import { inTurn } from '../../database/transaction.ts';
import { viewNotice } from '../../desk/notice-view.ts';
import { checkAddress } from '../../domain/notice/address.ts';
import { EXIT, Refusal } from '../../domain/refusal.ts';
import type { Answer } from '../answer.ts';
import { organisationIdOfCase, type Session } from '../session.ts';

export interface TestOptions {
  wave: number;
  to: string;
  locale?: string;
  dryRun?: boolean;
}

/**
 * Sends one sample of a notice to somebody of the organisation itself, never to anybody else.
 *
 * @throws {Refusal} `NOT_OF_THE_ORGANISATION`, `TEST_NOT_SENT`
 */
export async function testNotice(session: Session, caseId: string, options: TestOptions): Promise<Answer> {
  const organisationId = await organisationIdOfCase(session, caseId);
  const to = await colleague(session, organisationId, options.to);
  const wish = options.locale === undefined ? {} : { locale: options.locale };
  const { samples, content, email } = await viewNotice(session.desk, organisationId, caseId, options.wave, wish);
  const [sample] = samples;
  if (!sample || options.dryRun) return { data: { sent: false }, text: 'Nothing was sent' };
  const address = email ?? session.config.mailFrom();
  const { createPipeliningSender } = await import('../../activities/smtp/pipelining-sender.ts');
  const { composeMail } = await import('../../activities/compose-mail.ts');
  const sender = createPipeliningSender(session.config.smtpUrl(), { connections: 1 });
  try {
    const mail = await composeMail({
      ...sample,
      messageId: `<test.${randomUUID()}@${address.split('@').at(-1)}>`,
      from: { name: content.controller, address },
      replyTo: address,
      to,
      subject: `[TEST] ${sample.subject}`,
      date: await session.desk.now(),
    });
    const outcome = await sender.send(mail);
    if (outcome.kind === 'sent') return { data: { sent: true, locale: sample.locale }, text: 'One sample was sent' };
    throw notSent(`${outcome.kind} ${outcome.code}`);
  } finally {
    sender.close();
  }
}

/** A test goes to a person of the organisation only (R-9-14). */
async function colleague(session: Session, organisationId: string, to: string): Promise<string> {
  const wanted = checkAddress(to);
  const people = await session.read(async (tx) => {
    const known = (await listPeople(tx, organisationId)).filter(({ endedAt }) => endedAt === null);
    return inTurn(known, ({ words }) => readWords(tx, session.desk.vault, words));
  });
  const found = people.some(({ email }) => {
    const own = checkAddress(email ?? '');
    return typeof own === 'object' && typeof wanted === 'object' && own.key.toLowerCase() === wanted.key.toLowerCase();
  });
  if (found && typeof wanted === 'object') return wanted.address;
  throw new Refusal(
    {
      code: 'NOT_OF_THE_ORGANISATION',
      message: 'Cannot send the test: the address belongs to nobody of the organisation',
      next: "Name the address of a person in 'tocsin person list'; a test never goes to the people concerned",
    },
    EXIT.notAllowed,
  );
}

const notSent = (outcome: string): Refusal =>
  new Refusal(
    {
      code: 'TEST_NOT_SENT',
      message: `Cannot send the test: the mail server's answer was ${outcome}`,
      next: "See 'tocsin doctor', then send it again",
    },
    EXIT.serviceAway,
  );
