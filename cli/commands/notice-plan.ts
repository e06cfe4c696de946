import type { NoticePlan, Planned, PlanRow } from '../../desk/notice-plan.ts';
import type { Audience } from '../../domain/notice/audiences.ts';
import type { Answer } from '../answer.ts';
import { columns } from '../text-table.ts';

const WORDS: Record<Planned, string> = {
  firstNotice: 'first notice',
  update: 'update: perhaps affected before, affected now',
  correction: 'correction: told "not you" before',
  reassurance: 'reassurance: told "you" or "perhaps" before',
  alreadyTold: 'nothing: told the same, or more, already',
  otherChannel: 'no mail: another channel is needed',
  blocked: 'BLOCKED',
};

const TOLD: Record<Audience, string> = {
  affected: 'that they are affected',
  possiblyAffected: 'that they may be affected',
  notAffected: 'that they are not affected',
};

const people = (count: number): string => (count === 1 ? '1 person' : `${count} people`);

const cells = ({ audience, locale, planned, why, count }: PlanRow): string[] => [
  audience,
  locale,
  why === null || planned === 'alreadyTold' ? WORDS[planned] : `${WORDS[planned]} (${why})`,
  String(count),
];

/** What a wave would do, as a person reads it before it begins. */
export function planText(plan: NoticePlan): string {
  const { wave, rows, added, takenOver, leftOut, toldNotAffected, neverReached } = plan;
  const remarks = [
    `${people(plan.people)} on its lists, ${added} of them on no list of another wave`,
    takenOver > 0
      ? `${people(takenOver)} still wait for the notice of another wave: that one is not sent to them, this one is`
      : '',
    toldNotAffected > 0 ? `${people(toldNotAffected)} would be told that they are NOT affected` : '',
    ...leftOut.map(
      ({ audience, count }) =>
        `${people(count)} told before ${TOLD[audience]}, on no list of this wave: nothing is sent to them${audience === 'notAffected' ? '' : '; if the breach does not concern them after all, import them with --audience notAffected'}`,
    ),
    neverReached > 0 ? `${people(neverReached)} of earlier waves were reached by no notice and no letter` : '',
  ];
  return [
    `Wave ${wave}, before anything happens`,
    columns([['Audience', 'Language', 'What happens', 'People'], ...rows.map(cells)]),
    ...remarks.filter(Boolean).map((remark) => `- ${remark}`),
  ].join('\n');
}

/** Answers with the plan of a wave and the next command. */
export function planAnswer(plan: NoticePlan): Answer {
  const { caseId, wave, totals, startsAt } = plan;
  const sent = totals.firstNotice + totals.update + totals.correction + totals.reassurance;
  const next =
    startsAt !== null
      ? `Approved: begins at ${startsAt}; until then: tocsin notice cancel ${caseId} --wave ${wave}`
      : totals.blocked > 0
        ? `What is blocked must be put right first: tocsin notice preview ${caseId} --wave ${wave}`
        : sent === 0
          ? `Nobody would be written to by mail: tocsin notice approve ${caseId} --wave ${wave}, then tocsin notice others ${caseId}`
          : `Next: tocsin notice approve ${caseId} --wave ${wave} (${people(sent)} would be written to)`;
  return { data: plan, text: planText(plan), next };
}
