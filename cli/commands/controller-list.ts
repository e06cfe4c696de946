import { dutyView } from '../../desk/duty-view.ts';
import { type LetterProof, letterProof, letterWords } from '../../desk/letter-view.ts';
import { type ReadCase, readCase } from '../../desk/read-case.ts';
import type { BodyOf } from '../../domain/case/bodies.ts';
import type { Duty } from '../../domain/case/duties/duty.ts';
import { dutiesOf } from '../../domain/case/duties/index.ts';
import type { CaseFacts, ClientController } from '../../domain/case/facts.ts';
import { lettersTo } from '../../domain/case/letters.ts';
import { rfc3339InZone, showInstant } from '../../domain/clocks/show-time.ts';
import type { Answer } from '../answer.ts';
import type { Session } from '../session.ts';
import { columns } from '../text-table.ts';

const nameOf = ({ entries, words }: ReadCase, controllerId: string): string | null => {
  const added = entries.find(
    ({ kind, body }) =>
      kind === 'controller.add' && (body as unknown as BodyOf<'controller.add'>).controllerId === controllerId,
  );
  return (added && words[added.seq]?.['name']) ?? null;
};

/** The letter it was told by, else the newest to it; null when none was sent by mail. */
function letterOf(facts: CaseFacts, { controllerId, noticedByLetter }: ClientController): LetterProof | null {
  const letters = lettersTo(facts, 'controllerNotice', controllerId);
  const letter = letters.find(({ number }) => number === noticedByLetter) ?? letters.at(-1);
  return letter ? letterProof(facts, letter) : null;
}

/** How it was told, in short, or what is known of a letter under way. */
function proofText(facts: CaseFacts, controller: ClientController, letter: LetterProof | null): string {
  const { controllerId, noticedAt, noticedByLetter } = controller;
  if (noticedAt === null) return letterWords(facts, 'controllerNotice', controllerId) ?? '';
  const told = showInstant(noticedAt, facts.policy.zone);
  if (noticedByLetter === null) return `told ${told}, recorded by a person`;
  const answer = letter?.state === 'sent' ? `, mail server ${letter.code}` : ", arrived by a person's word";
  return `told ${told} by letter ${noticedByLetter}${answer}`;
}

function rowOf(read: ReadCase, controller: ClientController, duties: readonly Duty[], now: Date) {
  const { facts } = read;
  const { number, controllerId, contractHours, noticedAt } = controller;
  const { zone } = facts.policy;
  const duty = duties.find(({ dutyId }) => dutyId === `controller/${number}/notice`);
  const view = duty ? dutyView(facts, duty, now) : null;
  const letter = letterOf(facts, controller);
  return {
    data: {
      controllerId,
      name: nameOf(read, controllerId),
      contractHours,
      noticedAt: noticedAt && rfc3339InZone(noticedAt, zone),
      dueAt: view?.dueAt ?? null,
      actBy: view?.actBy ?? null,
      state: view?.state ?? null,
      letter,
    },
    due: duty?.actBy ? `${duty.dueAt ? 'due' : 'target'} ${showInstant(duty.actBy, zone)}` : '',
    proof: proofText(facts, controller, letter),
  };
}

function nextAfter(caseId: string, waiting: readonly string[]): string {
  const [first, ...others] = waiting;
  if (first === undefined) return `Next: tocsin case show ${caseId}`;
  const whom = others.length > 0 ? '--all' : first;
  return `Next: tocsin controller tell ${caseId} ${whom}; told in another way: tocsin controller told ${caseId} ${first} --at WHEN`;
}

/** Controllers of a case as `controller list` answers them: by when each must be told, and what proves that it was. */
export async function answerList(session: Session, caseId: string): Promise<Answer> {
  const now = await session.desk.now();
  const read = await session.read((tx) => readCase(tx, session.desk.vault, caseId));
  const duties = dutiesOf(read.facts);
  const rows = read.facts.controllers.map((controller) => rowOf(read, controller, duties, now));
  const waiting = rows.filter(({ data }) => data.noticedAt === null).map(({ data }) => data.controllerId);
  return {
    data: rows.map(({ data }) => data),
    text:
      rows.length === 0
        ? 'No controller is on file in this case.'
        : columns([
            ['Controller', 'Name', 'State', '', ''],
            ...rows.map(({ data, due, proof }) => [
              data.controllerId,
              data.name ?? '(erased)',
              data.state ?? '',
              due,
              proof,
            ]),
          ]),
    next: nextAfter(caseId, waiting),
  };
}
