import type { Command } from 'commander';
import { readWords } from '../../database/narrative.ts';
import { listProcessors } from '../../database/organisation.ts';
import { inTurn } from '../../database/transaction.ts';
import { type Answer, act, type CommonOptions } from '../answer.ts';
import { examples } from '../examples.ts';
import { listOf, wholeNumber } from '../read-option.ts';
import { organisationIdOf, type Session, withDesk } from '../session.ts';
import { sayBy } from '../statement-command.ts';
import { columns } from '../text-table.ts';
import { TIME_HELP, zoneOptions } from '../time-option.ts';

interface DescribeOptions {
  name?: string;
  contact?: string;
  service?: string;
  taxId?: string;
  contractHours?: number;
  sameGroup?: boolean;
}

function addDescribe(noun: Command): void {
  const add = noun
    .command('add <processor>')
    .description('describe a processor, or describe it anew; its id is lower case, such as mixpanel')
    .option('--name <words>', 'its name (sealed)')
    .option('--contact <words>', 'whom to ask there (sealed)')
    .option('--service <words>', 'what it does for you (sealed)')
    .option('--tax-id <words>', 'its tax number (sealed)')
    .option('--contract-hours <hours>', 'by contract it must tell you within so many hours', wholeNumber(1))
    .option('--same-group', 'it belongs to your own group of undertakings');
  sayBy<DescribeOptions>(add, {
    kind: 'processor.describe',
    ofCase: false,
    examples: [
      'processor add mixpanel --name Mixpanel --contract-hours 48 --as dpo',
      'processor add mixpanel --from mixpanel.json --as dpo',
    ],
    typed: ([processorId], { name, contact, service, taxId, contractHours, sameGroup }) => {
      return { processorId, name, contact, service, taxId, contractHours, sameGroup };
    },
  });
}

async function answerList(session: Session, options: CommonOptions): Promise<Answer> {
  const organisationId = await organisationIdOf(session, options);
  const rows = await session.read(async (tx) => {
    const processors = await listProcessors(tx, organisationId);
    return inTurn(processors, async ({ processorId, contractHours, sameGroup, words }) => {
      const { name = null, service = null } = await readWords(tx, session.desk.vault, words);
      return { processorId, name, service, contractHours, sameGroup };
    });
  });
  const shown = rows.map(({ processorId, name, service, contractHours, sameGroup }) => [
    processorId,
    name ?? '',
    contractHours ? `${contractHours} h` : '-',
    sameGroup ? 'same group' : '',
    service ?? '',
  ]);
  return {
    data: rows,
    text:
      rows.length === 0 ? 'No processor is described.' : columns([['Id', 'Name', 'Contract', '', 'Service'], ...shown]),
    next:
      rows.length === 0
        ? 'Next: tocsin processor add ID --name "…" --contract-hours 48'
        : 'Next: tocsin case open --processor ID',
  };
}

interface DetectedOptions {
  at?: string;
  knownToUs?: string;
  source?: string;
  precision?: string;
}

function addDetected(noun: Command): void {
  const detected = noun
    .command('detected <id> <processor>')
    .description('when a processor detected the breach (Art. 33(2)); starts waiting for its notice')
    .option('--at <time>', TIME_HELP)
    .option('--known-to-us <time>', 'since when you know of it')
    .option('--source <words>', 'how you know (sealed)');
  sayBy<DetectedOptions>(zoneOptions(detected), {
    kind: 'processor.recordDetection',
    ofCase: true,
    examples: [
      'processor detected breach-2026-0042 mixpanel --at 2025-11-09 --as handler',
      'processor detected breach-2026-0042 mixpanel --at 2025-11-09T08:30 --known-to-us 2025-11-25 --dry-run',
    ],
    typed: ([, processorId], { at, knownToUs, source, precision }) => {
      return { processorId, detectedAt: at, knownToUsAt: knownToUs, source, precision };
    },
  });
}

interface NoticeOptions {
  at?: string;
  contains?: string[];
  possible?: boolean;
  what?: string;
  precision?: string;
}

function addNotice(noun: Command): void {
  const notice = noun
    .command('notice <id> <processor>')
    .description('when a processor told you; you are aware from then on, unless it was only a possible incident')
    .option('--at <time>', TIME_HELP)
    .option('--contains <codes>', 'what it answered of Art. 33(3): a1,a2,a3,a4,a5,b,c,d', listOf)
    .option('--possible', 'it told of a possible incident: a suspicion, not yet awareness (R-2-5)')
    .option('--what <words>', 'what it said (sealed)');
  sayBy<NoticeOptions>(zoneOptions(notice), {
    kind: 'processor.recordNotice',
    ofCase: true,
    examples: [
      'processor notice breach-2026-0042 mixpanel --at 2025-11-25 --contains a1,a4 --as handler',
      'processor notice breach-2026-0042 mixpanel --at 2025-11-25T09:15 --possible --as handler',
    ],
    typed: ([, processorId], { at, contains, possible, what, precision }) => {
      return { processorId, noticedAt: at, contains, certain: possible ? false : undefined, what, precision };
    },
  });
}

function addAnswerAndGiveUp(noun: Command): void {
  const answer = noun
    .command('answer <id> <processor>')
    .description('what a processor answered of Art. 33(3)')
    .option('--codes <codes>', 'a1,a2,a3,a4,a5,b,c,d', listOf)
    .option('--answer <words>', 'what it said (sealed)');
  sayBy<{ codes?: string[]; answer?: string }>(answer, {
    kind: 'processor.recordAnswer',
    ofCase: true,
    examples: [
      'processor answer breach-2026-0042 mixpanel --codes a3,a5 --answer "Log of 9 November" --as handler',
      'processor answer breach-2026-0042 mixpanel --codes c,d --dry-run -o json',
    ],
    typed: ([, processorId], { codes, answer: said }) => ({ processorId, codes, answer: said }),
  });
  const giveUp = noun.command('give-up <id> <processor>').description('stop asking a processor, with the reason');
  sayBy(giveUp, {
    kind: 'processor.giveUp',
    ofCase: true,
    examples: [
      'processor give-up breach-2026-0042 mixpanel --reason "Insolvent, nobody answers" --as dpo',
      'processor give-up breach-2026-0042 mixpanel --reason "…" --dry-run',
    ],
    typed: ([, processorId]) => ({ processorId }),
  });
}

/** `tocsin processor …`: those who work for you, and what they owe you in a case. */
export default function addProcessorCommands(noun: Command): void {
  addDescribe(noun);
  const list = noun.command('list').description('processors on file');
  examples(list, 'processor list', 'processor list -o json');
  act(list, (_args, options) => withDesk((session) => answerList(session, options)));
  addDetected(noun);
  addNotice(noun);
  addAnswerAndGiveUp(noun);
}
