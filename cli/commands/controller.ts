import type { Command } from 'commander';
import { dutyView } from '../../desk/duty-view.ts';
import { type ReadCase, readCase } from '../../desk/read-case.ts';
import type { BodyOf } from '../../domain/case/bodies.ts';
import { dutiesOf } from '../../domain/case/duties/index.ts';
import { rfc3339InZone, showInstant } from '../../domain/clocks/show-time.ts';
import { type Answer, act } from '../answer.ts';
import { examples } from '../examples.ts';
import { wholeNumber } from '../read-option.ts';
import { type Session, withDesk } from '../session.ts';
import { sayBy } from '../statement-command.ts';
import { columns } from '../text-table.ts';
import { TIME_HELP, zoneOptions } from '../time-option.ts';
import { addTell } from './controller-tell.ts';
import { addSettle } from './letter-settle.ts';

const nameOf = ({ entries, words }: ReadCase, controllerId: string): string | null => {
  const added = entries.find(
    ({ kind, body }) =>
      kind === 'controller.add' && (body as unknown as BodyOf<'controller.add'>).controllerId === controllerId,
  );
  return (added && words[added.seq]?.['name']) ?? null;
};

async function answerList(session: Session, caseId: string): Promise<Answer> {
  const now = await session.desk.now();
  const read = await session.read((tx) => readCase(tx, session.desk.vault, caseId));
  const { facts } = read;
  const { zone } = facts.policy;
  const duties = dutiesOf(facts);
  const rows = facts.controllers.map(({ number, controllerId, contractHours, noticedAt }) => {
    const duty = duties.find(({ dutyId }) => dutyId === `controller/${number}/notice`);
    const view = duty ? dutyView(facts, duty, now) : null;
    return {
      data: {
        controllerId,
        name: nameOf(read, controllerId),
        contractHours,
        noticedAt: noticedAt && rfc3339InZone(noticedAt, zone),
        dueAt: view?.dueAt ?? null,
        actBy: view?.actBy ?? null,
        state: view?.state ?? null,
      },
      due: duty?.actBy ? `${duty.dueAt ? 'due' : 'target'} ${showInstant(duty.actBy, zone)}` : '',
    };
  });
  const waiting = rows.find(({ data }) => data.noticedAt === null);
  return {
    data: rows.map(({ data }) => data),
    text:
      rows.length === 0
        ? 'No controller is on file in this case.'
        : columns([
            ['Controller', 'Name', 'State', ''],
            ...rows.map(({ data, due }) => [data.controllerId, data.name ?? '(erased)', data.state ?? '', due]),
          ]),
    next: waiting
      ? `Next: tocsin controller told ${caseId} ${waiting.data.controllerId} --at WHEN`
      : `Next: tocsin case show ${caseId}`,
  };
}

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
  const list = noun.command('list <id>').description('controllers to tell, and by when');
  examples(list, 'controller list breach-2026-0042', 'controller list breach-2026-0042 -o json');
  act(list, ([caseId = '']) => withDesk((session) => answerList(session, caseId)));
}
