import { type Command, Option } from 'commander';
import { type CaseRow, listCases, loadFacts } from '../../database/case.ts';
import { caseView } from '../../desk/case-view.ts';
import { openQuestions } from '../../desk/open-questions.ts';
import { readCase } from '../../desk/read-case.ts';
import { timelineOf } from '../../desk/sentences.ts';
import { nextDuty } from '../../domain/case/snapshot.ts';
import { rfc3339InZone, showDuration, showInstant } from '../../domain/clocks/show-time.ts';
import { EXIT, Refusal } from '../../domain/refusal.ts';
import { type Answer, act, type CommonOptions } from '../answer.ts';
import { caseText } from '../case-text.ts';
import { examples } from '../examples.ts';
import { type Session, withDesk } from '../session.ts';
import { columns, wrapped } from '../text-table.ts';
import { answerPicture, PICTURES, type Picture } from './case-picture.ts';

/** `case show`: the case as it stands now. */
export async function answerShow(session: Session, caseId: string): Promise<Answer> {
  const now = await session.desk.now();
  const read = await session.read((tx) => readCase(tx, session.desk.vault, caseId));
  const view = caseView(read.facts, now, read.ledger);
  const [first] = openQuestions(read.facts);
  return {
    data: view,
    text: caseText(read, view, now),
    next: `Next: ${first?.command ?? `tocsin case timeline ${caseId}`}`,
  };
}

/** `case timeline`: every entry in a sentence; readable also when its words are erased. */
export async function answerTimeline(session: Session, caseId: string): Promise<Answer> {
  const { facts, entries, words } = await session.read((tx) => readCase(tx, session.desk.vault, caseId));
  const { zone } = facts.policy;
  const lines = timelineOf(entries, words, zone);
  const blocks = lines.map(({ seq, at, actor, assurance, sentence }) => {
    const by = actor === 'engine' ? 'engine' : `${actor} (${assurance})`;
    const time = at.replace('T', ' ').replace(/\.\d+/, '');
    return `${String(seq).padStart(4)}  ${time}  ${by}\n${wrapped(sentence, 92).replace(/^/gm, '      ')}`;
  });
  const head = `${facts.drill ? 'DRILL · ' : ''}${caseId} · times in ${zone}`;
  return {
    data: lines,
    text: [head, ...blocks].join('\n\n'),
    next: `Next: tocsin case show ${caseId}\n"claimed" means that nobody checked who typed --as`,
  };
}

interface ShowOptions {
  svg?: string;
  picture?: Picture;
}

/** @throws {Refusal} `USAGE`: a picture has to go to a file */
function answerShown(session: Session, caseId: string, options: ShowOptions & CommonOptions): Promise<Answer> {
  const { svg, picture = 'timeline' } = options;
  if (svg !== undefined) return answerPicture(session, caseId, { ...options, svg, picture });
  if (options.picture === undefined) return answerShow(session, caseId);
  throw new Refusal(
    {
      code: 'USAGE',
      message: `Cannot draw the ${picture} here: it needs a file to go to`,
      next: `Add the file: --svg ${picture}.svg`,
    },
    EXIT.usage,
  );
}

interface ListOptions {
  all?: boolean;
}

async function listLine(session: Session, row: CaseRow, now: Date) {
  const facts = await session.read((tx) => loadFacts(tx, row.organisationId, row.caseId));
  const { zone } = facts.policy;
  const next = nextDuty(facts);
  const at = next?.actBy ?? null;
  const { caseId, organisationId, drill, role, stage, risk } = row;
  const data = {
    caseId,
    organisation: organisationId,
    stage,
    drill,
    role,
    risk,
    awareAt: row.awareAt && rfc3339InZone(row.awareAt.toISOString(), zone),
    nextDuty: next?.dutyId ?? null,
    nextDueAt: at && rfc3339InZone(at, zone),
    leftSeconds: at === null ? null : Math.floor((Date.parse(at) - now.getTime()) / 1000),
  };
  const left = at ? Date.parse(at) - now.getTime() : 0;
  const due = at ? `${showDuration(left)} ${left < 0 ? 'late' : 'left'}` : '-';
  const label = next ? `${next.label}, ${showInstant(at ?? '', zone)}` : '';
  return { data, row: [drill ? `${caseId} DRILL` : caseId, organisationId, stage, due, label] };
}

async function answerList(session: Session, options: ListOptions & CommonOptions): Promise<Answer> {
  const now = await session.desk.now();
  const rows = (await session.read(listCases)).filter(
    ({ organisationId, closedAt }) =>
      (!options.org || organisationId === options.org) && (options.all || closedAt === null),
  );
  const lines = [];
  for (const row of rows) lines.push(await listLine(session, row, now));
  lines.sort((a, b) => (a.data.leftSeconds ?? Number.MAX_VALUE) - (b.data.leftSeconds ?? Number.MAX_VALUE));
  const [first] = lines;
  return {
    data: lines.map(({ data }) => data),
    text: first
      ? columns([['Case', 'Organisation', 'Stage', 'Left', 'Due next'], ...lines.map(({ row }) => row)])
      : `No case is ${options.all ? 'on file' : 'open'}.`,
    next: first ? `Next: tocsin case show ${first.data.caseId}` : 'Next: tocsin case open',
  };
}

/** `case list`, `case show`, `case timeline`. */
export function addShowCommands(noun: Command): void {
  const list = noun.command('list').description('open cases, the most pressing first');
  list.option('--all', 'closed cases too');
  examples(list, 'case list', 'case list --all -o json');
  act<ListOptions>(list, (_args, options) => withDesk((session) => answerList(session, options)));

  const show = noun.command('show <id>').description('what is due next, when, who, and what is still open');
  examples(show, 'case show breach-2026-0042', 'case show breach-2026-0042 --svg countdown.svg --picture countdown');
  show.option('--svg <file>', 'write a picture of the case to this file instead');
  show.addOption(
    new Option('--picture <picture>', 'which one (default: timeline); it shows the case as it is now').choices(
      PICTURES,
    ),
  );
  act<ShowOptions>(show, ([caseId = ''], options) => withDesk((session) => answerShown(session, caseId, options)));

  const timeline = noun.command('timeline <id>').description('everything said and done, in one sentence each');
  examples(timeline, 'case timeline breach-2026-0042', 'case timeline breach-2026-0042 -o jsonl');
  act(timeline, ([caseId = '']) => withDesk((session) => answerTimeline(session, caseId)));
}
