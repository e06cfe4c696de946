import type { FilingTimeliness } from '../../clocks/authority-deadlines.ts';
import { MS_PER_HOUR } from '../../clocks/instant.ts';
import { requireAuthority } from '../../law/authorities.ts';
import { EXIT, type Finding, quoteValue, Refusal } from '../../refusal.ts';
import { isPackMissing } from '../acts.ts';
import type { BodyOf } from '../bodies.ts';
import { assertSecondPerson } from '../confirmation.ts';
import type { Rule } from '../decide.ts';
import { riskFoundLaterAt, timelinessOf } from '../duties/authorities.ts';
import { type AuthorityFile, type CaseFacts, samePhase, standingPhases } from '../facts.ts';
import { changesSinceTold } from '../told.ts';
import { filedPack } from './filed-pack.ts';
import { modificationFindings } from './modification.ts';
import { orderRules } from './order.ts';

/** @throws {Refusal} `AUTHORITY_NOT_COMPETENT` */
export function fileWith(facts: CaseFacts, code: string): AuthorityFile {
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
  return { findings: modificationFindings(file, { phase: pack.phase, subtype: 'complete' }) };
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

/** The reason a case itself suggests for a late filing; null where none stands out. */
function suggestedReason(facts: CaseFacts): string | null {
  if (riskFoundLaterAt(facts) !== null) return 'risk_first_thought_unlikely';
  const late = facts.hops.some(({ detectedAt, noticedAt, contractHours }) => {
    if (!detectedAt || !noticedAt || contractHours === null) return false;
    return Date.parse(noticedAt) > Date.parse(detectedAt) + contractHours * MS_PER_HOUR;
  });
  return late ? 'processor_late' : null;
}

/** What a filing made after the 72 hours must add. */
function delayFindings(facts: CaseFacts, file: AuthorityFile, status: FilingTimeliness | null): Finding[] {
  if (status === null || status === 'ON_TIME' || file.delay) return [];
  const reason = suggestedReason(facts);
  return [
    {
      code: status === 'LATE' ? 'DELAY_REASONS_REQUIRED' : 'DELAY_REASONS_REQUESTED',
      field: 'reasonsForDelay',
      severity: 'warning',
      source: 'Art. 33(1) GDPR, second sentence',
      sentence: `The filing with ${file.code} came after 72 hours: give the reasons with 'tocsin filing delay ${facts.caseId} --authority ${file.code}${reason ? ` --reason-code ${reason}` : ''}'`,
    },
  ];
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
  const status = body.phase === 'initial' ? timelinessOf(facts, file.code, body.submittedAt) : null;
  const withoutApproval = !isApproved(file, body.phase, body.submittedAt);
  return {
    added: { status, withoutApproval, ...frozenPack(facts, file, body, corrects) },
    findings: [
      ...delayFindings(facts, file, status),
      ...(withoutApproval ? [warnUnapproved(file.code)] : []),
      ...modificationFindings(file, body, corrects),
      ...numberElsewhere(body.registryNumber, context.registryNumberElsewhere),
      ...numberAwaited(facts, file, body.registryNumber),
    ],
  };
};

/** A portal gives its number at once; a form sent otherwise waits for it. @throws {Refusal} `REGISTRY_NUMBER_MISSING` */
function assertNumbered(facts: CaseFacts, file: AuthorityFile, registryNumber: string | null): void {
  const { channels } = requireAuthority(file.code);
  const otherWay = channels.some((channel) => channel !== 'portal') || wentAnotherWay(facts, file.code);
  if (registryNumber !== null || otherWay) return;
  throw new Refusal({
    code: 'REGISTRY_NUMBER_MISSING',
    message: `Cannot record a filing with ${file.code} without its registry number: its portal gives one at once`,
    next: `Add --number as it stands on the receipt: tocsin filing submitted ${facts.caseId} --authority ${file.code} --number NUMBER`,
  });
}

/** A portal that failed, or a letter: what was filed so has no number yet. */
const wentAnotherWay = ({ portalFailures, letters }: CaseFacts, code: string): boolean =>
  portalFailures.some(({ authority }) => authority === code) ||
  letters.some(({ kind, addressee }) => kind === 'filing' && addressee === code);

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

/** What the authority was told, frozen with the record of it: the pack, and the newest fact in it. */
function frozenPack(
  facts: CaseFacts,
  file: AuthorityFile,
  filed: BodyOf<'filing.recordSubmission'>,
  corrects: number | null,
): Record<string, unknown> {
  const corrected = file.phases.find(({ seq }) => seq === corrects);
  const pack = filedPack(file, filed, corrected);
  return {
    packHash: pack?.hash ?? null,
    packDocumentId: pack?.documentId ?? null,
    factsSeq: pack?.factsSeq ?? corrected?.factsSeq ?? facts.version,
  };
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
  if (!approval || !samePhase(approval.phase, phase)) return false;
  const approved = packs.find(({ hash }) => hash === approval.packHash);
  const newer = packs.filter((pack) => samePhase(pack.phase, phase) && pack.seq > (approved?.seq ?? 0));
  return !newer.some(({ at }) => Date.parse(at) <= Date.parse(submittedAt));
}

const warnUnapproved = (code: string): Finding => ({
  code: 'WITHOUT_APPROVAL',
  field: null,
  severity: 'warning',
  source: 'R-9-9',
  sentence: `The filing with ${code} is recorded as made without the decision owner's approval`,
});

const withdrawRule: Rule<'filing.withdraw'> = (facts, { body }) => {
  const file = fileWith(facts, body.authority);
  if (file.phases.length > 0) {
    const pack = filedPack(file, { ...body, phase: 'withdrawal' });
    return { added: { packHash: pack?.hash ?? null, packDocumentId: pack?.documentId ?? null } };
  }
  throw new Refusal({
    code: 'NOTHING_TO_WITHDRAW',
    message: `Cannot withdraw from ${file.code}: nothing was filed there`,
    next: `See the filings with 'tocsin case show ${facts.caseId}'`,
  });
};

const dismissRule: Rule<'filing.dismissChange'> = (facts, { body }) => {
  const file = fileWith(facts, body.authority);
  if (changesSinceTold(facts, file).length > 0) return {};
  throw new Refusal({
    code: 'NOTHING_CHANGED',
    message: `Cannot leave a change untold to ${file.code}: nothing has changed since it was told everything`,
    next: `See what is owed with 'tocsin deadlines ${facts.caseId}'`,
  });
};

export const filingRules = {
  ...orderRules,
  'filing.approve': approveRule,
  'filing.recordSubmission': submissionRule,
  'filing.withdraw': withdrawRule,
  'filing.dismissChange': dismissRule,
  'filing.explainDelay': ((facts, { body }) => {
    fileWith(facts, body.authority);
    return {};
  }) satisfies Rule<'filing.explainDelay'>,
};
