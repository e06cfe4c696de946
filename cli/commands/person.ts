import type { Command } from 'commander';
import { readWords } from '../../database/narrative.ts';
import { listPeople } from '../../database/organisation.ts';
import { inTurn } from '../../database/transaction.ts';
import { ROLES } from '../../domain/law/roles.ts';
import { type Answer, act, type CommonOptions } from '../answer.ts';
import { examples } from '../examples.ts';
import { listOf } from '../read-option.ts';
import { organisationIdOf, type Session, withDesk } from '../session.ts';
import { sayBy } from '../statement-command.ts';
import { columns } from '../text-table.ts';
import { nudgeCases } from './organisation-nudge.ts';

interface AddOptions {
  roles?: string[];
  name?: string;
  email?: string;
  phone?: string;
  deputy?: boolean;
  locale?: string;
}

/** People of the organisation, with names and addresses because this desk holds the key. */
async function peopleOf(session: Session, options: CommonOptions) {
  const organisationId = await organisationIdOf(session, options);
  return session.read(async (tx) => {
    const people = await listPeople(tx, organisationId);
    return inTurn(people, async ({ personId, roles, deputy, locale, endedAt, words }) => {
      const { name = null, email = null } = await readWords(tx, session.desk.vault, words);
      return { personId, name, email, roles, deputy, locale, endedAt: endedAt?.toISOString() ?? null };
    });
  });
}

async function answerList(session: Session, options: CommonOptions & { all?: boolean }): Promise<Answer> {
  const people = (await peopleOf(session, options)).filter(({ endedAt }) => options.all || endedAt === null);
  const held = new Set(people.filter(({ endedAt }) => endedAt === null).flatMap(({ roles }) => roles));
  const missing = (['dpo', 'decisionOwner', 'handler'] as const).filter((role) => !held.has(role));
  const rows = people.map(({ personId, name, roles, deputy, email, endedAt }) => [
    personId,
    name ?? '(erased)',
    `${roles.join(', ')}${deputy ? ' (deputy)' : ''}`,
    email ?? '(erased)',
    endedAt ? `left ${endedAt.slice(0, 10)}` : '',
  ]);
  const nobody =
    missing.length > 0 ? `\nNobody is ${missing.join(', ')}: their reminders go to the DPO or the alert address.` : '';
  return {
    data: people,
    text: (rows.length > 0 ? columns([['Id', 'Name', 'Roles', 'E-mail', ''], ...rows]) : 'Nobody is on file.') + nobody,
    next: missing[0]
      ? `Next: tocsin person add ID --roles ${missing[0]} --name "…" --email …`
      : 'Next: tocsin case open',
  };
}

/** `tocsin person …`: who may say what, and whom reminders reach. */
export default function addPersonCommands(noun: Command): void {
  const add = noun
    .command('add <person>')
    .description('add a person, or describe one anew; the id is lower case and appears in the register')
    .option('--roles <roles>', ROLES.join(', '), listOf)
    .option('--name <words>', 'name (sealed)')
    .option('--email <address>', 'where reminders go (sealed)')
    .option('--phone <number>', 'telephone (sealed)')
    .option('--deputy', 'a deputy: reached when a reminder is not acknowledged')
    .option('--locale <locale>', 'language of the reminders: es, fr, en (default: en)');
  sayBy<AddOptions>(add, {
    kind: 'person.add',
    ofCase: false,
    examples: [
      'person add diego --roles dpo --name "Diego Patrón" --email dpo@example.com --locale es --as diego',
      'person add elena --roles decisionOwner,legal --name "Elena Supuesto" --email elena@example.com --as diego',
    ],
    typed: ([personId], { roles, name, email, phone, deputy, locale }) => {
      return { personId, roles, name, email, phone, deputy, locale };
    },
    after: nudgeCases,
  });
  const list = noun
    .command('list')
    .description('who there is, and in which roles')
    .option('--all', 'those who left too');
  examples(list, 'person list', 'person list --all -o json');
  act<{ all?: boolean }>(list, (_args, options) => withDesk((session) => answerList(session, options)));
  const end = noun.command('end <person>').description('a person leaves: no more roles, no more reminders');
  sayBy(end, {
    kind: 'person.end',
    ofCase: false,
    examples: ['person end elena --as diego', 'person end elena --reason "Left the company" --as diego'],
    typed: ([personId]) => ({ personId }),
    after: nudgeCases,
  });
}
