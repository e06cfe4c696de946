import { EXIT, Refusal } from '../../refusal.ts';
import type { StatementKind } from '../bodies.ts';
import { assertSecondPerson } from '../confirmation.ts';
import type { Rule } from '../decide.ts';
import { ROLES_OF } from '../roles-of.ts';
import { haltedByConfirming } from './mailing.ts';

/** Confirms or refuses what waits for a second person: another person, with a role that could have said it. */
export const confirmRule: Rule<'confirm'> = (facts, said, context) => {
  const pending = facts.pending[said.body.seq];
  if (!pending) {
    throw new Refusal({
      code: 'NOTHING_TO_CONFIRM',
      message: `Cannot confirm entry ${said.body.seq}: nothing of case '${facts.caseId}' waits there for a second person`,
      next: `See what waits with 'tocsin case show ${facts.caseId}'`,
    });
  }
  assertSecondPerson(facts, said, pending.by);
  const allowed = ROLES_OF[pending.entry.kind as StatementKind];
  if (allowed !== 'any' && !context.roles.some((role) => allowed.includes(role))) {
    throw new Refusal(
      {
        code: 'ROLE_NOT_ALLOWED',
        message: `Cannot confirm entry ${said.body.seq} as '${said.actor}': it takes ${allowed.join(' or ')}`,
        next: `Let a person who is ${allowed.join(' or ')} confirm it`,
      },
      EXIT.notAllowed,
    );
  }
  return { added: { confirms: pending.entry.kind }, findings: haltedByConfirming(facts, said.body, pending) };
};
