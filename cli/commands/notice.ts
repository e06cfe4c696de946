import { type Command, Option } from 'commander';
import { planNotice } from '../../desk/notice-plan.ts';
import { viewNotice } from '../../desk/notice-view.ts';
import type { StatementKind } from '../../domain/case/bodies.ts';
import { AUDIENCES, type Audience } from '../../domain/notice/audiences.ts';
import { NOTICE_LOCALES } from '../../domain/notice/content.ts';
import { act, type CommonOptions } from '../answer.ts';
import { examples } from '../examples.ts';
import { organisationIdOfCase, withDesk } from '../session.ts';
import { type StatementOptions, sayFindings, statementOptions } from '../statement-options.ts';
import { sayTyped, typedBy } from '../typed-statement.ts';
import { type ApproveOptions, approveNotice } from './notice-approve.ts';
import { addHeldCommand } from './notice-held.ts';
import { noticeLimit } from './notice-limit.ts';
import { ofCase, ofWave } from './notice-options.ts';
import { otherChannels } from './notice-other-channels.ts';
import { planAnswer } from './notice-plan.ts';
import { previewAnswer } from './notice-preview.ts';
import { addProveCommand } from './notice-prove.ts';
import { addReportsCommand } from './notice-reports.ts';
import { noticeStatus, type StatusOptions } from './notice-status.ts';
import { type TestOptions, testNotice } from './notice-test.ts';
import { addVerifyCommand } from './notice-verify.ts';
import { waveNumber } from './recipients-options.ts';

export default function notice(noun: Command): void {
  preview(noun);
  plan(noun);
  test(noun);
  approve(noun);
  status(noun);
  steer(noun, 'pause', 'notice.pause', 'stop sending for now; what is in the air is finished');
  steer(noun, 'resume', 'notice.resume', 'go on sending');
  steer(noun, 'cancel', 'notice.cancel', 'stop a wave for good; what was sent stays sent');
  addVerifyCommand(noun);
  addProveCommand(noun);
  noticeLimit(ofWave(noun, 'limit', 'how many messages a minute may go, as a whole and to one domain'));
  addReportsCommand(noun);
  addHeldCommand(noun);
  otherChannels(noun);
  exempt(noun);
}

const localeOption = (): Option => new Option('--locale <locale>', 'which language').choices(NOTICE_LOCALES);

function preview(noun: Command): void {
  const command = ofWave(noun, 'preview', 'the notice as three people will read it, and what is missing in it')
    .addOption(localeOption())
    .addOption(new Option('--audience <audience>', 'to whom').choices(AUDIENCES));
  examples(
    command,
    'notice preview breach-2026-0042',
    'notice preview breach-2026-0042 --locale fr --audience notAffected',
  );
  act<{ wave: number; locale?: string; audience?: Audience }>(command, ([caseId = ''], options) =>
    withDesk(async (session) => {
      const { wave, locale, audience } = options;
      const organisationId = await organisationIdOfCase(session, caseId);
      const wish = { ...(locale ? { locale } : {}), ...(audience ? { audience } : {}) };
      const view = await viewNotice(session.desk, organisationId, caseId, wave, wish);
      sayFindings(view.findings, options);
      return previewAnswer(view);
    }),
  );
}

function plan(noun: Command): void {
  const command = ofWave(noun, 'plan', 'who would get which notice, in counts, before anything happens');
  examples(command, 'notice plan breach-2026-0042', 'notice plan breach-2026-0042 --wave 2 -o json');
  act<{ wave: number }>(command, ([caseId = ''], { wave }) =>
    withDesk(async (session) => {
      const organisationId = await organisationIdOfCase(session, caseId);
      return planAnswer(await planNotice(session.desk, await viewNotice(session.desk, organisationId, caseId, wave)));
    }),
  );
}

function test(noun: Command): void {
  const command = ofWave(noun, 'test', 'send one sample to somebody of your own organisation')
    .requiredOption('--to <address>', 'address of a person of the organisation')
    .addOption(localeOption());
  examples(
    command,
    'notice test breach-2026-0042 --to dpo@example.com',
    'notice test breach-2026-0042 --to dpo@example.com --locale en',
  );
  act<TestOptions & CommonOptions>(command, ([caseId = ''], options) =>
    withDesk((session) => testNotice(session, caseId, options)),
  );
}

function approve(noun: Command): void {
  const command = ofWave(
    noun,
    'approve',
    'approve exactly this text for exactly these people; sending begins by itself',
  ).option('--reason-for-everyone <words>', 'why people who are not affected are told too (sealed)');
  statementOptions(command, 'notice.approve');
  examples(
    command,
    'notice approve breach-2026-0042 --wave 1 --as dana',
    'notice approve breach-2026-0042 --as dana --yes -o json',
  );
  act<ApproveOptions>(command, ([caseId = ''], options) =>
    withDesk((session) => approveNotice(session, caseId, options)),
  );
}

function status(noun: Command): void {
  const command = ofCase(noun, 'status', 'where the people of each wave stand, by the ledger')
    .option('--wave <number>', 'one wave only', waveNumber)
    .option('--follow', 'go on showing it until the waves are over; Ctrl-C ends it')
    .option('--picture <file>', 'also write it as a picture (SVG) with the same facts as a table');
  examples(command, 'notice status breach-2026-0042 --follow', 'notice status breach-2026-0042 -o jsonl --follow');
  act<StatusOptions>(command, ([caseId = ''], options) =>
    withDesk((session) => noticeStatus(session, caseId, options)),
  );
}

function steer(noun: Command, name: string, kind: StatementKind, what: string): void {
  const command = statementOptions(ofWave(noun, name, what), kind);
  examples(
    command,
    `notice ${name} breach-2026-0042 --wave 1`,
    `notice ${name} breach-2026-0042 --reason "the text has a mistake"`,
  );
  act<StatementOptions & { wave: number }>(command, ([caseId = ''], options) =>
    sayTyped(
      { kind, caseId, typed: typedBy(options, { wave: options.wave }), command: `notice ${name} ${caseId}` },
      options,
    ),
  );
}

function exempt(noun: Command): void {
  const kind = 'notice.claimExemption';
  const command = statementOptions(
    ofCase(noun, 'exempt', 'claim that nobody need be told one by one (Art. 34(3))'),
    kind,
  ).addOption(
    new Option('--letter <letter>', 'a: unintelligible, b: risk removed since, c: disproportionate effort').choices([
      'a',
      'b',
      'c',
    ]),
  );
  examples(
    command,
    'notice exempt breach-2026-0042 --letter a --reason "encrypted, key safe"',
    'notice exempt breach-2026-0042 --letter c --reason "no addresses" --as dana',
  );
  act<StatementOptions & { letter?: string }>(command, ([caseId = ''], options) => {
    const typed = typedBy(options, { letter: options.letter });
    return sayTyped({ kind, caseId, typed, command: `notice exempt ${caseId}` }, options);
  });
}
