import { awarenessOf, isNoBreach } from '../domain/case/awareness.ts';
import { owesReasons } from '../domain/case/duties/authorities.ts';
import { peopleDuties } from '../domain/case/duties/people.ts';
import { missingAnswers } from '../domain/case/duties/processor.ts';
import { adjacentCaseOf, ownRegimes } from '../domain/case/duties/regimes.ts';
import { suspicionDuties } from '../domain/case/duties/suspicion.ts';
import { type AuthorityFile, type CaseFacts, riskOf, standingPhases, type Wave } from '../domain/case/facts.ts';
import { HALT_WORDS } from '../domain/case/halts.ts';
import { unknownLetters } from '../domain/case/letters.ts';
import { concernedNotReached } from '../domain/case/not-reached.ts';
import { closingFindings } from '../domain/case/rules/closing.ts';
import { changesSinceTold } from '../domain/case/told.ts';
import { filingsToWithdraw } from '../domain/case/withdrawal.ts';
import { rfc3339InZone } from '../domain/clocks/show-time.ts';
import { resolveClaims } from '../domain/filing/claims.ts';
import { CONTRACT } from '../domain/law/scope.ts';

/** Something only a person can answer, and the command that answers it. */
export interface OpenQuestion {
  question: string;
  command: string;
}

type Ask = (facts: CaseFacts) => OpenQuestion[];

const one = (question: string, command: string): OpenQuestion[] => [{ question, command: `tocsin ${command}` }];

const confirmations: Ask = ({ caseId, pending }) =>
  Object.values(pending).flatMap(({ entry, by }) =>
    one(
      `Entry ${entry.seq} (${entry.kind}, by ${by}) waits for a second person`,
      `confirm ${caseId} ${entry.seq} --as ANOTHER`,
    ),
  );

const awareness: Ask = (facts) => {
  const aware = awarenessOf(facts);
  const { caseId, suspicion, policy } = facts;
  if (!aware && suspicion) {
    return one(
      'Is this a breach? Say whether you are aware, still uncertain, or that it is none',
      `awareness decide ${caseId} --at WHEN --reason "…"`,
    );
  }
  if (aware?.status !== 'proposed') return [];
  return one(
    'Nobody has decided yet when you became aware; the clock runs from the earliest moment that counts',
    `awareness decide ${caseId} --at ${rfc3339InZone(aware.at, policy.zone)} --reason "…"`,
  );
};

const risk: Ask = (facts) =>
  awarenessOf(facts) && !riskOf(facts) && facts.role !== 'processor'
    ? one('Nobody has assessed the risk to the people concerned', `risk assess ${facts.caseId}`)
    : [];

const scope: Ask = ({ caseId, scope: known, role, authorities }) =>
  known || role === 'processor'
    ? []
    : one(
        `Where are the people concerned? Until somebody says, ${Object.keys(authorities).join(', ') || 'no authority'} is taken as competent`,
        `case scope ${caseId} --affected ES=1200`,
      );

const contradictions: Ask = ({ caseId, claims }) => {
  const { conflicts } = resolveClaims(claims);
  if (conflicts.length === 0) return [];
  const keys = conflicts.map(({ key }) => key).join(', ');
  return one(`Sources contradict each other on ${keys}: choose`, `case facts ${caseId}`);
};

const answers: Ask = ({ caseId, hops }) =>
  hops
    .filter((hop) => hop.noticedAt && !hop.gaveUpAt && missingAnswers(hop).length > 0)
    .flatMap((hop) =>
      one(
        `Processor ${hop.processorId} has not answered Art. 33(3) ${missingAnswers(hop).join(', ')}`,
        `processor answer ${caseId} ${hop.processorId} --codes ${missingAnswers(hop).join(',')}`,
      ),
    );

function fileWith(facts: CaseFacts, file: AuthorityFile): OpenQuestion[] {
  const { code, withdrawnAt, releasedAt, refile } = file;
  const phases = standingPhases(file);
  const initial = phases.find(({ phase }) => phase === 'initial');
  if ((withdrawnAt && !refile) || (releasedAt && !initial)) return [];
  const at = `${facts.caseId} --authority ${code}`;
  if (!initial) return awarenessOf(facts) ? one(`Nothing is filed with ${code} yet`, `filing draft ${at}`) : [];
  const late = owesReasons(facts, file);
  const unfinished = initial.subtype === 'incomplete' && phases.every(({ phase }) => phase !== 'final');
  return [
    ...(late ? one(`The filing with ${code} was late: the reasons are still to be given`, `filing delay ${at}`) : []),
    ...(changesSinceTold(facts, file).length > 0
      ? one(`What ${code} was told has changed since: file what is new`, `filing draft ${at}`)
      : []),
    ...(unfinished ? one(`The filing with ${code} is to be completed`, `filing draft ${at}`) : []),
  ];
}

const filings: Ask = (facts) =>
  facts.role === 'processor' || riskOf(facts)?.conclusion33 === 'document'
    ? []
    : Object.values(facts.authorities).flatMap((file) => fileWith(facts, file));

/** B6-6: no notice goes through a channel the breach itself compromised; so the case asks. */
function channelQuestion({ caseId, mailChannel }: CaseFacts): OpenQuestion[] {
  if (mailChannel?.state === 'blocked')
    return one(
      'The breach hit the e-mail people are told by: may it be used again, or do notices come from another domain?',
      `notice release-channel ${caseId} --because otherDomain --reason "…"`,
    );
  return mailChannel
    ? []
    : one(
        'Did the breach hit your own e-mail? If so: tocsin notice block-channel; if not, say so',
        `notice release-channel ${caseId} --because notHit --reason "…"`,
      );
}

function waveQuestion(
  { caseId }: CaseFacts,
  { number, approval, startedAt, completedAt, cancelledAt, halted }: Wave,
): OpenQuestion[] {
  if (halted && !cancelledAt)
    return one(
      `Wave ${number} stands still: ${HALT_WORDS[halted.reason]}`,
      startedAt ? `notice resume ${caseId} --wave ${number}` : `notice preview ${caseId} --wave ${number}`,
    );
  if (approval || completedAt || cancelledAt) return [];
  return one(`Wave ${number} is listed and not approved`, `notice preview ${caseId} --wave ${number}`);
}

function reachQuestion(facts: CaseFacts, wave: Wave): OpenQuestion[] {
  const left = concernedNotReached(wave);
  if (left === 0 || facts.publishedAt !== null) return [];
  return one(
    `E-mail did not reach ${left} of the people of wave ${wave.number}: write to them by letter, or tell the public`,
    `notice others ${facts.caseId} --wave ${wave.number}`,
  );
}

/** Counted when the wave was complete; what was reported since stands in the answer of the command. */
function heldQuestion({ caseId }: CaseFacts, { number, counts, resend, heldGivenUpAt }: Wave): OpenQuestion[] {
  const held = counts['unknownHeld'] ?? 0;
  if (held === 0 || resend !== null || heldGivenUpAt !== null) return [];
  return one(
    `${held} ${held === 1 ? 'notice' : 'notices'} of wave ${number} may or may not have arrived: send again, or give up`,
    `notice held ${caseId} --wave ${number}`,
  );
}

const people: Ask = (facts) => {
  const waves = Object.values(facts.waves);
  const owed = peopleDuties(facts).some(({ state }) => state === 'open');
  if (owed && waves.length === 0)
    return one('The people concerned are to be told and no list is imported', `recipients import ${facts.caseId} FILE`);
  const telling = waves.some(({ completedAt, cancelledAt }) => !completedAt && !cancelledAt);
  return [
    ...(telling ? channelQuestion(facts) : []),
    ...waves.flatMap((wave) => [
      ...waveQuestion(facts, wave),
      ...heldQuestion(facts, wave),
      ...reachQuestion(facts, wave),
    ]),
  ];
};

/** In scope by the profile, and nobody has judged the incident: until then it counts as one to report. */
const regimes: Ask = (facts) =>
  ownRegimes(adjacentCaseOf(facts))
    .filter(({ id, not, file }) => not === null && id !== CONTRACT && !file.judged && file.made.length === 0)
    .flatMap(({ id, regime }) =>
      one(
        `Must this be reported under ${id} (${regime.trigger})? Until somebody says, it counts as yes`,
        `regime judge ${facts.caseId} ${id} yes --reason "…"`,
      ),
    );

const controllers: Ask = ({ caseId, role, controllers: known }) => {
  if (role !== 'processor') return [];
  if (known.length === 0) return one('Which controllers must be told?', `controller add ${caseId} ID --name "…"`);
  const open = known.filter(({ noticedAt }) => noticedAt === null);
  if (open.length === 0) return [];
  const count = open.length === 1 ? '1 controller has' : `${open.length} controllers have`;
  return [
    ...one(`${count} not been told: tell them by mail?`, `controller tell ${caseId} --all`),
    ...open.flatMap(({ controllerId }) =>
      one(`Was controller ${controllerId} told in another way?`, `controller told ${caseId} ${controllerId} --at WHEN`),
    ),
  ];
};

/** What is left to ask once it was decided that this is no breach. */
const noBreach: Ask = (facts) => [
  ...confirmations(facts),
  ...regimes(facts),
  ...(suspicionDuties(facts).some(({ state }) => state === 'open')
    ? one(
        'An alert came after it was decided that this is no breach: decide again',
        `case gate ${facts.caseId} --outcome breach`,
      )
    : []),
  ...filingsToWithdraw(facts).flatMap(({ code }) =>
    one(
      `${code} was told of a breach and not that there was none`,
      `filing withdraw ${facts.caseId} --authority ${code} --reason "…"`,
    ),
  ),
];

/** Letters of which nobody knows whether they arrived: no other goes out before a person says so. */
const letters: Ask = (facts) =>
  unknownLetters(facts).flatMap(({ number, kind, addressee }) =>
    one(
      `Letter ${number} to ${addressee} may or may not have arrived: ask there`,
      `${kind === 'filing' ? 'filing' : 'controller'} settle ${facts.caseId} ${number} --arrived --reason "…"`,
    ),
  );

const ASKED: readonly Ask[] = [
  confirmations,
  letters,
  awareness,
  controllers,
  risk,
  scope,
  contradictions,
  answers,
  filings,
  people,
  regimes,
];

/** What a case asks of people now, the most pressing first; empty once it is closed. */
export function openQuestions(facts: CaseFacts): OpenQuestion[] {
  if (facts.closedAt) return [];
  const asked = isNoBreach(facts) ? noBreach(facts) : ASKED.flatMap((ask) => ask(facts));
  if (asked.length > 0 || closingFindings(facts).length > 0) return asked;
  return one('Nothing is owed any more: close the case', `case close ${facts.caseId}`);
}
