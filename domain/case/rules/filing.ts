import { filingStatus } from '../../clocks/authority-deadlines.ts';
import { requireAuthority } from '../../law/authorities.ts';
import { EXIT, type Finding, quoteValue, Refusal } from '../../refusal.ts';
import { isPackMissing } from '../acts.ts';
import { awarenessOf } from '../awareness.ts';
import { assertSecondPerson } from '../confirmation.ts';
import type { Rule } from '../decide.ts';
import { type AuthorityFile, type CaseFacts, standingPhases } from '../facts.ts';

/** @throws {Refusal} `AUTHORITY_NOT_COMPETENT` */
function fileWith(facts: CaseFacts, code: string): AuthorityFile {
  const file = facts.authorities[requireAuthority(code).code];
  if (file) return file;
  const known = Object.keys(facts.authorities).join(', ') || 'none yet';
  throw new Refusal({
    code: 'AUTHORITY_NOT_COMPETENT',
    message: `Cannot file case '${facts.caseId}' with ${quoteValue(code)}: it is not competent by the scope on file (${known})`,
    next: `Set the scope with 'tocsin case scope ${facts.caseId} --from scope.json' if that has changed`,
  });
}

const approveRule: Rule<'filing.approve'> = (facts, said) => {
  const file = fileWith(facts, said.body.authority);
  const pack = file.packs.at(-1);
  if (!pack || pack.hash !== said.body.packHash || pack.phase !== said.body.phase || isPackMissing(facts, file)) {
    throw new Refusal({
      code: 'PACK_CHANGED',
      message: `Cannot approve the filing with ${file.code}: the pack you saw is not the newest`,
      next: `Look at it again with 'tocsin filing draft ${facts.caseId} --authority ${file.code}', then approve`,
    });
  }
  if (said.assurance === 'temporalUi') {
    throw new Refusal(
      {
        code: 'NOT_FROM_THE_UI',
        message: 'Cannot approve a filing from the Temporal UI: it does not tell who speaks',
        next: `Approve with 'tocsin filing approve ${facts.caseId} --authority ${file.code} --as …'`,
      },
      EXIT.notAllowed,
    );
  }
  assertNotApproved(file, said.body.packHash, said.corrects);
  assertSecondPerson(facts, said, facts.lastFactBy ?? facts.opened?.by ?? null);
  return {};
};

/** Of two who approve the same pack at once, one did. @throws {Refusal} `ALREADY_APPROVED` */
function assertNotApproved({ code, approval }: AuthorityFile, packHash: string, corrects: number | null): void {
  if (corrects !== null || approval?.packHash !== packHash) return;
  throw new Refusal({
    code: 'ALREADY_APPROVED',
    message: `Cannot approve the filing with ${code} again: '${approval.by}' approved this pack (entry ${approval.seq})`,
    next: 'Nothing needs doing: file it with the authority, then record the submission',
  });
}

/** The lateness a submission is frozen with, and what a late one must add. */
function frozenStatus(
  facts: CaseFacts,
  file: AuthorityFile,
  submittedAt: string,
): { status: string | null; findings: Finding[] } {
  const aware = awarenessOf(facts);
  if (!aware) return { status: null, findings: [] };
  const zone = requireAuthority(file.code).zones[0];
  const { status, reasonsRequested, reasonsRequired } = filingStatus({ awareAt: aware.at, zone, filedAt: submittedAt });
  if (!reasonsRequested || file.delay) return { status, findings: [] };
  return {
    status,
    findings: [
      {
        code: reasonsRequired ? 'DELAY_REASONS_REQUIRED' : 'DELAY_REASONS_REQUESTED',
        field: 'reasonsForDelay',
        severity: 'warning',
        source: 'Art. 33(1) GDPR, second sentence',
        sentence: `The filing with ${file.code} came after 72 hours: give the reasons with 'tocsin filing delay ${facts.caseId} --authority ${file.code}'`,
      },
    ],
  };
}

function numberElsewhere(registryNumber: string | null, otherCase: string | null): Finding[] {
  if (!otherCase || registryNumber === null) return [];
  return [
    {
      code: 'REGISTRY_NUMBER_ELSEWHERE',
      field: 'registryNumber',
      severity: 'warning',
      source: null,
      sentence: `Registry number ${quoteValue(registryNumber)} is already recorded on ${otherCase}: check both receipts`,
    },
  ];
}

const submissionRule: Rule<'filing.recordSubmission'> = (facts, { body, corrects }, context) => {
  const file = fileWith(facts, body.authority);
  assertNumbered(facts, file, body.registryNumber);
  assertNewNumber(file, body.registryNumber, corrects);
  const initial = standingPhases(file).find(({ phase, seq }) => phase === 'initial' && seq !== corrects);
  if (body.phase === 'initial' && initial) {
    throw new Refusal({
      code: 'ALREADY_FILED',
      message: `Cannot record another initial filing with ${file.code}: ${initial.registryNumber === null ? `entry ${initial.seq}` : `number ${quoteValue(initial.registryNumber)}`} is on file`,
      next: `Record what followed with --phase complementary, or correct entry ${initial.seq} with --corrects ${initial.seq}`,
    });
  }
  if (body.phase !== 'initial' && !initial) {
    throw new Refusal({
      code: 'INITIAL_FILING_MISSING',
      message: `Cannot record a ${body.phase} filing with ${file.code}: no initial one is on file`,
      next: `Record the initial filing first with 'tocsin filing submitted ${facts.caseId} --authority ${file.code}'`,
    });
  }
  const { status, findings } =
    body.phase === 'initial' ? frozenStatus(facts, file, body.submittedAt) : { status: null, findings: [] };
  const withoutApproval = !isApproved(file, body.phase, body.submittedAt);
  const warnings = withoutApproval ? [warnUnapproved(file.code)] : [];
  return {
    added: { status, withoutApproval },
    findings: [
      ...findings,
      ...warnings,
      ...numberElsewhere(body.registryNumber, context.registryNumberElsewhere),
      ...numberAwaited(facts, file, body.registryNumber),
    ],
  };
};

/** A portal gives its number at once; a form sent otherwise waits for it. @throws {Refusal} `REGISTRY_NUMBER_MISSING` */
function assertNumbered(facts: CaseFacts, file: AuthorityFile, registryNumber: string | null): void {
  const { channels } = requireAuthority(file.code);
  if (registryNumber !== null || channels.some((channel) => channel !== 'portal')) return;
  throw new Refusal({
    code: 'REGISTRY_NUMBER_MISSING',
    message: `Cannot record a filing with ${file.code} without its registry number: its portal gives one at once`,
    next: `Add --number as it stands on the receipt: tocsin filing submitted ${facts.caseId} --authority ${file.code} --number NUMBER`,
  });
}

function numberAwaited({ caseId }: CaseFacts, { code }: AuthorityFile, registryNumber: string | null): Finding[] {
  if (registryNumber !== null) return [];
  return [
    {
      code: 'REGISTRY_NUMBER_AWAITED',
      field: 'registryNumber',
      severity: 'warning',
      source: 'R-33-4',
      sentence: `${code} has given no number yet, and every later phase quotes it: add it when it comes with 'tocsin filing submitted ${caseId} --authority ${code} --number NUMBER --corrects ENTRY'`,
    },
  ];
}

/** A second click, or the same receipt typed twice: a later phase has a number of its own. @throws {Refusal} `ALREADY_FILED` */
function assertNewNumber(file: AuthorityFile, registryNumber: string | null, corrects: number | null): void {
  if (registryNumber === null) return;
  const known = file.phases.find((phase) => phase.registryNumber === registryNumber && phase.seq !== corrects);
  if (!known) return;
  throw new Refusal({
    code: 'ALREADY_FILED',
    message: `Cannot record number ${quoteValue(registryNumber)} with ${file.code} again: entry ${known.seq} has it as the ${known.phase} filing`,
    next: `Nothing needs doing; to change what entry ${known.seq} says, add --corrects ${known.seq}`,
  });
}

/** An approval is for the pack that was seen: a newer one, prepared before the filing was made, needs its own. */
function isApproved({ approval, packs }: AuthorityFile, phase: string, submittedAt: string): boolean {
  if (approval?.phase !== phase) return false;
  const approved = packs.find(({ hash }) => hash === approval.packHash);
  const newer = packs.filter((pack) => pack.phase === phase && pack.seq > (approved?.seq ?? 0));
  return !newer.some(({ at }) => Date.parse(at) <= Date.parse(submittedAt));
}

const warnUnapproved = (code: string): Finding => ({
  code: 'WITHOUT_APPROVAL',
  field: null,
  severity: 'warning',
  source: 'R-9-9',
  sentence: `The filing with ${code} is recorded as made without the decision owner's approval`,
});

const notOurAnswer = (authority: string, order: number): Refusal =>
  new Refusal({
    code: 'NOT_OUR_ANSWER',
    message: `Cannot take a letter from ${quoteValue(authority)} for the answer to its order ${order}`,
    next: "Record the letter without --answers-order, and our own answer with '--direction out'",
  });

export const filingRules = {
  'filing.approve': approveRule,
  'filing.recordSubmission': submissionRule,
  'filing.withdraw': ((facts, { body }) => {
    const file = fileWith(facts, body.authority);
    if (file.phases.length > 0) return {};
    throw new Refusal({
      code: 'NOTHING_TO_WITHDRAW',
      message: `Cannot withdraw from ${file.code}: nothing was filed there`,
      next: `See the filings with 'tocsin case show ${facts.caseId}'`,
    });
  }) satisfies Rule<'filing.withdraw'>,
  'filing.recordCorrespondence': ((facts, { body }) => {
    const { authority, answersOrder } = body;
    if (answersOrder !== null && body.direction === 'in') throw notOurAnswer(authority, answersOrder);
    const known = facts.orders.some((order) => order.authority === authority && order.number === answersOrder);
    if (answersOrder === null || known) return {};
    throw new Refusal({
      code: 'ORDER_UNKNOWN',
      message: `Cannot answer order ${answersOrder} of ${quoteValue(authority)}: no such order is on file`,
      next: `Record it first with 'tocsin filing order ${facts.caseId} --authority ${authority}'`,
    });
  }) satisfies Rule<'filing.recordCorrespondence'>,
  'filing.explainDelay': ((facts, { body }) => {
    fileWith(facts, body.authority);
    return {};
  }) satisfies Rule<'filing.explainDelay'>,
};
