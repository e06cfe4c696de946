import { planNotice } from '../../desk/notice-plan.ts';
import { type NoticeView, viewNotice } from '../../desk/notice-view.ts';
import { preview } from '../../desk/preview.ts';
import type { NewSaying } from '../../desk/say.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Answer, say } from '../answer.ts';
import { confirmCase } from '../confirm-case.ts';
import { type Session, speakerFor } from '../session.ts';
import { type StatementOptions, sayAndAnswer, sayFindings } from '../statement-options.ts';
import { planText } from './notice-plan.ts';
import { countsLine, samplesText } from './notice-preview.ts';

export interface ApproveOptions extends StatementOptions {
  wave: number;
  reasonForEveryone?: string;
}

/**
 * Shows whom a wave reaches and what it says, asks for the case's number, and approves exactly that.
 *
 * @throws {Refusal} `NOTICE_NOT_READY`, `NOT_CONFIRMED`, `WAVE_UNKNOWN`, and the case's own
 */
export async function approveNotice(session: Session, caseId: string, options: ApproveOptions): Promise<Answer> {
  const speaker = await speakerFor(session, caseId, options);
  const view = await viewNotice(session.desk, speaker.organisationId, caseId, options.wave);
  const { textHash, listHash, count, audiences } = view;
  const words = {
    ...(options.reason === undefined ? {} : { reason: options.reason }),
    ...(options.reasonForEveryone === undefined ? {} : { reasonForEveryone: options.reasonForEveryone }),
  };
  const body = { wave: options.wave, textHash, listHash, count, audiences };
  const saying: NewSaying = { kind: 'notice.approve', caseId, body, words };
  // What the case refuses anyway is refused before anybody reads samples and types its number.
  if (hasBegun(view) || view.facts.waves[options.wave]?.approval) await preview(session.desk, speaker, saying);
  const errors = view.findings.filter(({ severity }) => severity === 'error');
  if (view.count > 0 && errors.length > 0) throw notReady(view);
  sayFindings(view.findings, options);
  const plan = view.count > 0 && !hasBegun(view) ? await planNotice(session.desk, view) : null;
  if (view.count > 0 && options.output === 'text')
    say([samplesText(view.samples), countsLine(view), ...(plan ? [planText(plan)] : [])].join('\n\n'));
  if (view.count > 0 && !options.dryRun) {
    const question = `Approving this tells ${view.people} people.`;
    await confirmCase(caseId, options, { what: 'approve the notice', question });
  }
  const answer = await sayAndAnswer(session, speaker, saying, options);
  const later = `Next: tocsin notice status ${caseId}; until it begins: tocsin notice cancel ${caseId} --wave ${options.wave}`;
  const waits = (answer.data as { awaitsSecondPerson?: boolean }).awaitsSecondPerson === true;
  return {
    ...answer,
    data: { ...(answer.data as object), ...body, ...(plan ? { plan } : {}) },
    ...(waits || options.dryRun ? {} : { next: later }),
  };
}

/** Or was cancelled: nothing of it can be planned any more. */
const hasBegun = ({ facts, wave }: NoticeView): boolean =>
  Boolean(facts.waves[wave]?.startedAt ?? facts.waves[wave]?.cancelledAt);

const notReady = ({ facts, wave, findings }: NoticeView): Refusal =>
  new Refusal({
    code: 'NOTICE_NOT_READY',
    message: `Cannot approve wave ${wave} of case '${facts.caseId}': the notice does not say what it must`,
    next: `Record the texts with 'tocsin case facts ${facts.caseId}', then look at 'tocsin notice preview ${facts.caseId}'`,
    findings,
  });
