import { requireAuthority } from '../../law/authorities.ts';
import { quoteValue, Refusal } from '../../refusal.ts';
import type { Rule } from '../decide.ts';
import { nextOrderNumber } from '../fold-filing.ts';

/**
 * An order gets a number that stays with it: corrected, it keeps its number, unless it turns out to be another
 * authority's, which then gives its own next one.
 *
 * @throws {Refusal} `AUTHORITY_UNKNOWN`
 */
const orderRule: Rule<'filing.recordOrder'> = (facts, { body, corrects }) => {
  const { code } = requireAuthority(body.authority);
  const before = corrects === null ? undefined : facts.orders.find(({ seq }) => seq === corrects);
  if (before?.authority === code) return { added: { number: before.number } };
  const was = before ? { was: { authority: before.authority, number: before.number } } : {};
  return { added: { number: nextOrderNumber(facts, code), ...was } };
};

const notOurAnswer = (authority: string, order: number): Refusal =>
  new Refusal({
    code: 'NOT_OUR_ANSWER',
    message: `Cannot take a letter from ${quoteValue(authority)} for the answer to its order ${order}`,
    next: "Record the letter without --answers-order, and our own answer with '--direction out'",
  });

const correspondenceRule: Rule<'filing.recordCorrespondence'> = (facts, { body }) => {
  const { authority, answersOrder } = body;
  if (answersOrder !== null && body.direction === 'in') throw notOurAnswer(authority, answersOrder);
  const known = facts.orders.some((order) => order.authority === authority && order.number === answersOrder);
  if (answersOrder === null || known) return {};
  throw new Refusal({
    code: 'ORDER_UNKNOWN',
    message: `Cannot answer order ${answersOrder} of ${quoteValue(authority)}: no such order is on file`,
    next: `Record it first with 'tocsin filing order ${facts.caseId} --authority ${authority}'`,
  });
};

export const orderRules = {
  'filing.recordOrder': orderRule,
  'filing.recordCorrespondence': correspondenceRule,
};
