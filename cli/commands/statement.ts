import { type Command, Option } from 'commander';
import { listStatements, type StoredStatement } from '../../database/statement.ts';
import { type Answer, act } from '../answer.ts';
import { examples } from '../examples.ts';
import { type Session, withDesk } from '../session.ts';
import { columns } from '../text-table.ts';

interface ListOptions {
  waiting?: boolean;
  refused?: boolean;
  accepted?: boolean;
  case?: string;
}

const stateOf = ({ refused, accepted }: ListOptions): StoredStatement['state'] =>
  refused ? 'refused' : accepted ? 'accepted' : 'waiting';

const viewOf = ({ statementId, caseId, kind, actor, assurance, saidAt, state, outcome }: StoredStatement) => ({
  statementId,
  caseId,
  kind,
  actor,
  assurance,
  saidAt: saidAt.toISOString(),
  state,
  refusal: outcome && !outcome.accepted ? outcome.refusal : null,
});

const EMPTY: Record<StoredStatement['state'], string> = {
  waiting: 'Nothing waits: every statement has its answer.',
  refused: 'No statement was refused.',
  accepted: 'No statement was accepted yet.',
};

const NEXT: Record<StoredStatement['state'], string> = {
  waiting: "They take effect by themselves when the worker reaches them: see 'tocsin doctor'",
  refused: 'A refused statement changed nothing: correct it and say it again',
  accepted: 'Next: tocsin case timeline ID shows what counts',
};

async function answerList(session: Session, options: ListOptions): Promise<Answer> {
  const state = stateOf(options);
  const filter = { state, ...(options.case ? { caseId: options.case } : {}) };
  const rows = (await session.read((tx) => listStatements(tx, filter))).map(viewOf);
  const shown = rows.map(({ saidAt, caseId, kind, actor, refusal }) => [
    `${saidAt.slice(0, 19)}Z`,
    caseId ?? '-',
    kind,
    actor,
    refusal ? `${refusal.code}: ${refusal.message}` : '',
  ]);
  return {
    data: rows,
    text: rows.length === 0 ? EMPTY[state] : columns([['Said', 'Case', 'Statement', 'By', ''], ...shown]),
    ...(rows.length > 0 ? { next: NEXT[state] } : {}),
  };
}

/** `tocsin statement list`: what was said and waits for its answer, or was refused. */
export default function addStatementCommands(noun: Command): void {
  const list = noun
    .command('list')
    .description('what was said and waits, or was refused; at most 500, oldest first')
    .option('--waiting', 'saved, and not yet heard by its case (default)')
    .addOption(new Option('--refused', 'refused, with the reason').conflicts(['waiting', 'accepted']))
    .addOption(new Option('--accepted', 'accepted').conflicts('waiting'))
    .option('--case <id>', 'of one case only');
  examples(list, 'statement list --waiting', 'statement list --refused --case breach-2026-0042 -o json');
  act<ListOptions>(list, (_args, options) => withDesk((session) => answerList(session, options)));
}
