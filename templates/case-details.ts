import { phaseOwed } from '../domain/case/acts.ts';
import { awarenessOf, isNoBreach } from '../domain/case/awareness.ts';
import { owesReasons } from '../domain/case/duties/authorities.ts';
import { type Duty, nextReminder, stateAt } from '../domain/case/duties/duty.ts';
import { missingAnswers } from '../domain/case/duties/processor.ts';
import type { CaseFacts } from '../domain/case/facts.ts';
import { riskOf, type Wave } from '../domain/case/facts.ts';
import { HALT_WORDS, howToGoOn } from '../domain/case/halts.ts';
import { openDuties } from '../domain/case/snapshot.ts';
import { stageOf } from '../domain/case/stage.ts';
import { showDuration, showInstant } from '../domain/clocks/show-time.ts';

/** One line for the operator's list: ids and codes only. */
export function renderCaseSummary(facts: CaseFacts): string {
  const authorities = Object.keys(facts.authorities).join(', ');
  const parts = [
    facts.drill ? 'DRILL' : '',
    `${facts.role} ${facts.organisationId}`,
    authorities && `files with ${authorities}`,
    facts.hops.map(({ processorId }) => `via ${processorId}`).join(', '),
  ];
  return parts.filter(Boolean).join(' · ').slice(0, 200);
}

/** Who is reminded next, so that the operator knows whom to ring. */
const who = (facts: CaseFacts, duty: Duty): string => nextReminder(facts, duty)?.roles.join(', ') ?? '';

function dutyRow(facts: CaseFacts, duty: Duty, now: Date): string {
  const state = stateAt(duty, now);
  const due = duty.dueAt
    ? showInstant(duty.dueAt, facts.policy.zone)
    : duty.actBy
      ? `target ${showInstant(duty.actBy, facts.policy.zone)}`
      : 'without undue delay';
  const left = duty.dueAt ? Date.parse(duty.dueAt) - now.getTime() : null;
  const how = left === null ? state : left < 0 ? `**${showDuration(-left)} late**` : `${showDuration(left)} left`;
  return `| ${duty.label} | ${due} | ${how} | ${who(facts, duty)} |`;
}

const say = (kind: string, body: object): string =>
  `\`say\` ← \`{"kind":"${kind}","actor":"PERSON","body":${JSON.stringify(body)}}\``;

/** A wave that begins soon, with how to stop it; one that stands still, with how it goes on. */
function waveSteps(
  { caseId, policy }: CaseFacts,
  { number, approval, startedAt, cancelledAt, halted }: Wave,
): string[] {
  if (cancelledAt) return [];
  if (halted)
    return [
      `Wave ${number} stands still: ${HALT_WORDS[halted.reason]}. \`${howToGoOn(caseId, number, startedAt !== null)}\``,
    ];
  if (!approval || startedAt) return [];
  return [
    `Wave ${number} begins ${showInstant(approval.startsAt, policy.zone)}. Until then: \`tocsin notice cancel ${caseId} --wave ${number}\` or ${say('notice.cancel', { wave: number })}`,
  ];
}

/** What to say next, with the update that says it from this page. */
function nextSteps(facts: CaseFacts): string[] {
  const steps: string[] = [];
  const aware = awarenessOf(facts);
  const id = facts.caseId;
  if (facts.suspicion && !aware)
    steps.push(
      `Decide: aware, still uncertain, or no breach. ${say('awareness.decide', { at: 'INSTANT', precision: 'instant', reasonCode: 'reasonable_certainty' })}`,
    );
  if (aware?.status === 'proposed')
    steps.push(
      `Confirm when you became aware: \`tocsin awareness decide ${id} --at ${aware.at}\` or ${say('awareness.decide', { at: aware.at, precision: aware.precision, reasonCode: 'processor_informed' })}`,
    );
  if (aware && !riskOf(facts))
    steps.push(
      `Assess the risk: \`tocsin risk assess ${id}\` or ${say('risk.assess', { risk: 'risk', conclusion33: 'notify', conclusion34: 'voluntary' })}`,
    );
  const asked = facts.hops.find((hop) => hop.noticedAt && missingAnswers(hop).length > 0 && !hop.gaveUpAt);
  if (asked)
    steps.push(
      `Ask processor ${asked.processorId} for Art. 33(3) ${missingAnswers(asked).join(', ')}; record answers with \`tocsin processor answer ${id} ${asked.processorId}\``,
    );
  for (const file of Object.values(facts.authorities)) {
    if (
      phaseOwed(facts, file) !== 'initial' ||
      !aware ||
      isNoBreach(facts) ||
      riskOf(facts)?.conclusion33 === 'document'
    )
      continue;
    steps.push(
      `File with ${file.code}: \`tocsin filing draft ${id} --authority ${file.code}\`, approve, file in the portal, then ${say('filing.recordSubmission', { authority: file.code, subtype: 'incomplete', submittedAt: 'INSTANT', registryNumber: 'NUMBER' })}`,
    );
  }
  for (const { code } of Object.values(facts.authorities).filter((each) => owesReasons(facts, each))) {
    steps.push(
      `The filing with ${code} was late: ${say('filing.explainDelay', { authority: code, reasonCode: 'processor_late' })}`,
    );
  }
  for (const wave of Object.values(facts.waves)) steps.push(...waveSteps(facts, wave));
  for (const seq of Object.keys(facts.pending))
    steps.push(`Entry ${seq} waits for a second person: \`tocsin confirm ${id} ${seq} --as ANOTHER\``);
  return steps;
}

/** Markdown for the operator's page: what is due, when, who, and what to say next. Ids, codes and instants only. */
export function renderCaseDetails(facts: CaseFacts, now: Date): string {
  if (!facts.opened) return 'Waiting for the case to be opened.';
  const open = openDuties(facts);
  const head = `${facts.drill ? '**DRILL.** ' : ''}Stage: **${stageOf(facts)}**`;
  const table =
    open.length === 0
      ? 'Nothing is owed.'
      : [
          '| Duty | Due | State | Who is reminded next |',
          '|---|---|---|---|',
          ...open.map((duty) => dutyRow(facts, duty, now)),
        ].join('\n');
  const steps = nextSteps(facts).map((step, index) => `${index + 1}. ${step}`);
  const next = steps.length > 0 ? `\n\n**Say next**\n\n${steps.join('\n')}` : '';
  const when = `\n\nAs of ${showInstant(now.toISOString(), facts.policy.zone)}. Never terminate a case: close it with \`tocsin case close\`.`;
  return `${head}\n\n${table}${next}${when}`.slice(0, 3900);
}
