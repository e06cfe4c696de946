import type { AuthorityOrder, CaseFacts } from '../facts.ts';
import type { Duty } from './duty.ts';

/** When the communication an authority ordered was made: the first wave completed since. */
function communicatedAt({ waves }: CaseFacts, { orderedAt }: AuthorityOrder): string | null {
  const made = Object.values(waves).flatMap(({ completedAt }) => completedAt ?? []);
  const since = made.filter((at) => Date.parse(at) >= Date.parse(orderedAt));
  return since.sort((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null;
}

/** An order is obeyed by our answer to it; one to tell the people also by having told them. */
export const obeyedAt = (facts: CaseFacts, order: AuthorityOrder): string | null =>
  order.answeredAt ?? (order.what === 'communicate' ? communicatedAt(facts, order) : null);

const WHAT: Record<AuthorityOrder['what'], string> = {
  communicate: 'to tell the people concerned, whatever was concluded before',
  inform: 'to be informed',
  other: 'something',
};

/**
 * What authorities have ordered, each with the date they set.
 *
 * @see GDPR Art. 34(4), 58(2)(e), 83(6); R-34-4
 */
export function orderDuties(facts: CaseFacts): Duty[] {
  return facts.orders.map((order) => {
    const { authority, number, dueAt, what } = order;
    const metAt = obeyedAt(facts, order);
    return {
      dutyId: `authority/${authority}/order/${number}`,
      rule: 'R-34-4',
      state: metAt ? 'met' : 'open',
      dueAt,
      actBy: dueAt,
      metAt,
      why: `${authority} has ordered ${WHAT[what]}, with a date of its own; ignoring an order is fined higher (Art. 83(6))`,
      label: `Obey order ${number} of ${authority}`,
    };
  });
}
