import type { Command } from 'commander';
import { act } from '../answer.ts';
import { examples } from '../examples.ts';
import { wholeNumber } from '../read-option.ts';
import { withDesk } from '../session.ts';
import { sayBy } from '../statement-command.ts';
import { TIME_HELP, zoneOptions } from '../time-option.ts';
import { answerList } from './controller-list.ts';
import { addTell } from './controller-tell.ts';
import { addSettle } from './letter-settle.ts';

interface AddOptions {
  name?: string;
  contact?: string;
  contractHours?: number;
}

/** `tocsin controller …`: as a processor, the controllers you must tell (Art. 33(2)). */
export default function addControllerCommands(noun: Command): void {
  const add = noun
    .command('add <id> <controller>')
    .description('a controller whose data the breach touches')
    .option('--name <words>', 'its name (sealed)')
    .option('--contact <words>', 'whom to tell there (sealed)')
    .option('--contract-hours <hours>', 'by contract it must be told within so many hours', wholeNumber(1));
  sayBy<AddOptions>(add, {
    kind: 'controller.add',
    ofCase: true,
    examples: [
      'controller add breach-2026-0042 acme --name "Acme, S.L." --contract-hours 24 --as handler',
      'controller add breach-2026-0042 acme --from acme.json --as handler',
    ],
    typed: ([, controllerId], { name, contact, contractHours }) => ({ controllerId, name, contact, contractHours }),
  });
  const told = noun
    .command('told <id> <controller>')
    .description('when you told a controller')
    .option('--at <time>', TIME_HELP)
    .option('--document <uuid>', 'the proof, a document on file')
    .option('--what <words>', 'what you told it (sealed)');
  sayBy<{ at?: string; document?: string; what?: string }>(zoneOptions(told), {
    kind: 'controller.recordNotice',
    ofCase: true,
    examples: [
      'controller told breach-2026-0042 acme --at 2025-11-25T10:30 --as handler',
      'controller told breach-2026-0042 acme --at 2025-11-25T10:30+01:00 --what "By e-mail to its DPO" --as handler',
    ],
    typed: ([, controllerId], { at, document, what }) => ({ controllerId, noticedAt: at, documentId: document, what }),
  });
  addTell(noun);
  addSettle(noun, 'a controller');
  const list = noun
    .command('list <id>')
    .description('controllers to tell, by when, and what proves that they were told');
  examples(list, 'controller list breach-2026-0042', 'controller list breach-2026-0042 -o json');
  act(list, ([caseId = '']) => withDesk((session) => answerList(session, caseId)));
}
