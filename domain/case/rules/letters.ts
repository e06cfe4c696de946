import { type Authority, mailboxOf, requireAuthority } from '../../law/authorities.ts';
import { EXIT, type Finding, quoteValue, Refusal } from '../../refusal.ts';
import { isPackMissing } from '../acts.ts';
import type { Rule, Said } from '../decide.ts';
import type { AuthorityFile, CaseFacts } from '../facts.ts';
import { isOver, isSent, type Letter, type LetterState, letterState, lettersTo } from '../letters.ts';
import { fileWith } from './filing.ts';

/** @throws {Refusal} `NOT_FROM_THE_UI` */
function assertNotFromUi({ assurance, kind }: Pick<Said, 'assurance' | 'kind'>, command: string): void {
  if (assurance !== 'temporalUi') return;
  throw new Refusal(
    {
      code: 'NOT_FROM_THE_UI',
      message: `Cannot accept '${kind}' from the Temporal UI: it does not tell who speaks, and this sends a letter`,
      next: `Say it on the command line: ${command}`,
    },
    EXIT.notAllowed,
  );
}

/** @throws {Refusal} `FILING_NOT_APPROVED`, `PACK_CHANGED` */
function assertApproved(facts: CaseFacts, file: AuthorityFile, phase: string, packHash: string): void {
  const { code, approval, packs } = file;
  const at = `${facts.caseId} --authority ${code}`;
  if (approval?.packHash !== packHash || approval.phase !== phase) {
    throw new Refusal({
      code: 'FILING_NOT_APPROVED',
      message: `Cannot send the ${phase} filing with ${code}: this pack was not approved`,
      next: `Look at it with 'tocsin filing draft ${at}', then 'tocsin filing approve ${at}'`,
    });
  }
  if (packs.at(-1)?.hash === packHash && !isPackMissing(facts, file)) return;
  throw new Refusal({
    code: 'PACK_CHANGED',
    message: `Cannot send the filing with ${code}: the facts have changed since it was approved`,
    next: `Approve the newest with 'tocsin filing approve ${at}', then send it`,
  });
}

const failedPortal = (facts: CaseFacts, code: string): boolean =>
  facts.portalFailures.some(({ authority }) => authority === code);

/** Law data names the channels; a general address is none unless the authority says so. @throws {Refusal} `FILING_NOT_BY_MAIL` */
function assertByMail(facts: CaseFacts, { code, channels }: Authority, { body, words }: Said<'filing.send'>): void {
  if (channels.includes('formMail') || failedPortal(facts, code)) return;
  if (body.channelOverride && words.includes('reason')) return;
  const at = `${facts.caseId} --authority ${code}`;
  throw new Refusal({
    code: 'FILING_NOT_BY_MAIL',
    message: `Cannot send the filing with ${code} by mail: it takes filings by ${channels.join(' or ')}`,
    next: `Type it across from 'tocsin filing draft ${at} --format html'; if its portal fails, 'tocsin filing portal-failed ${at}'; if it has told you to write, --channel-override --reason "…"`,
  });
}

/** @throws {Refusal} `NO_MAILBOX` */
function assertMailbox(authority: Authority, { body, words }: Said<'filing.send'>): void {
  if (body.to === 'other' ? words.includes('mailbox') : mailboxOf(authority) !== null) return;
  throw new Refusal({
    code: 'NO_MAILBOX',
    message: `Cannot send the filing with ${authority.code}: no address is on file`,
    next: "Look the address up at the authority's own site and give it with --to",
  });
}

const STATES: Readonly<Record<LetterState, string>> = {
  toSend: 'waits to be sent',
  beingSent: 'is being sent',
  deferred: 'is tried again by itself',
  unknown: 'may have arrived: the mail server was lost before it answered',
  sent: 'was taken by the mail server',
  arrived: 'has arrived, somebody said',
  refused: 'was refused',
  notArrived: 'has not arrived',
};

/** Never two letters without a person's word in between. @throws {Refusal} `LETTER_UNDER_WAY` */
function assertNoneUnderWay(facts: CaseFacts, letters: readonly Letter[], noun: 'filing' | 'controller'): void {
  const standing = letters.find((letter) => !isOver(letterState(letter)) && !isSent(letterState(letter)));
  if (!standing) return;
  const { number, addressee } = standing;
  const state = letterState(standing);
  throw new Refusal({
    code: 'LETTER_UNDER_WAY',
    message: `Cannot send another letter to ${addressee}: letter ${number} ${STATES[state]}`,
    next:
      state === 'unknown' || state === 'deferred'
        ? `Say what you know with 'tocsin ${noun} settle ${facts.caseId} ${number}'`
        : `Wait a moment and look again with 'tocsin case show ${facts.caseId}'`,
  });
}

/** @throws {Refusal} `LETTER_SENT` */
function assertNotSent(facts: CaseFacts, letters: readonly Letter[], packHash: string): void {
  const sent = letters.find((letter) => letter.packHash === packHash && isSent(letterState(letter)));
  if (!sent) return;
  throw new Refusal({
    code: 'LETTER_SENT',
    message: `Cannot send the filing with ${sent.addressee} again: letter ${sent.number} carried this pack and ${STATES[letterState(sent)]}`,
    next: `Record it when ${sent.addressee} acknowledges: tocsin filing submitted ${facts.caseId} --authority ${sent.addressee} --receipt FILE; if it says that nothing came: tocsin filing settle ${facts.caseId} ${sent.number} --not-arrived`,
  });
}

function addressFindings(authority: Authority, to: 'table' | 'other'): Finding[] {
  if (to === 'other' || authority.confidence === 'A') return [];
  return [
    {
      code: 'ADDRESS_UNVERIFIED',
      field: 'to',
      severity: 'warning',
      source: `authority table, confidence ${authority.confidence}, ${authority.verifiedAt}`,
      sentence: `The address of ${authority.code} was not seen at the authority itself: verify it before you use it for the first time`,
    },
  ];
}

const sendRule: Rule<'filing.send'> = (facts, said) => {
  const { authority: code, phase, packHash, to } = said.body;
  assertNotFromUi(said, `tocsin filing send ${facts.caseId} --authority ${code}`);
  const file = fileWith(facts, code);
  const authority = requireAuthority(code);
  assertByMail(facts, authority, said);
  assertApproved(facts, file, phase, packHash);
  assertMailbox(authority, said);
  const letters = lettersTo(facts, 'filing', file.code);
  assertNoneUnderWay(facts, letters, 'filing');
  assertNotSent(facts, letters, packHash);
  return { findings: addressFindings(authority, to) };
};

const SETTLES: Readonly<Record<'arrived' | 'notArrived', readonly LetterState[]>> = {
  arrived: ['unknown', 'notArrived'],
  notArrived: ['unknown', 'deferred', 'sent', 'arrived'],
};

const settleRule: Rule<'letter.settle'> = (facts, { body }) => {
  const letter = facts.letters.find(({ number }) => number === body.letter);
  if (!letter) {
    throw new Refusal({
      code: 'LETTER_UNKNOWN',
      message: `Cannot settle letter ${body.letter}: case '${facts.caseId}' has ${facts.letters.length}`,
      next: `See its letters with 'tocsin case show ${facts.caseId}'`,
    });
  }
  const state = letterState(letter);
  if (SETTLES[body.outcome].includes(state)) return {};
  throw new Refusal({
    code: 'LETTER_NOT_OPEN',
    message: `Cannot settle letter ${body.letter} to ${letter.addressee}: it ${STATES[state]}`,
    next: `See it with 'tocsin case show ${facts.caseId}'`,
  });
};

/** @throws {Refusal} `NOT_AS_PROCESSOR`, `CONTROLLER_UNKNOWN`, `CONTROLLER_TOLD` */
function assertToBeTold(facts: CaseFacts, controllerId: string): void {
  const { caseId, role } = facts;
  const controller = facts.controllers.find((each) => each.controllerId === controllerId);
  if (role !== 'processor') {
    throw new Refusal({
      code: 'NOT_AS_PROCESSOR',
      message: `Cannot tell a controller: in case '${caseId}' the organisation is ${role}, not processor (Art. 33(2))`,
      next: `Set the role with 'tocsin case scope ${caseId}' if that is wrong`,
    });
  }
  if (!controller) {
    throw new Refusal({
      code: 'CONTROLLER_UNKNOWN',
      message: `Cannot tell controller ${quoteValue(controllerId)}: it is not part of case '${caseId}'`,
      next: `Add it first with 'tocsin controller add ${caseId} ${controllerId} --name …'`,
    });
  }
  if (controller.noticedAt === null) return;
  throw new Refusal({
    code: 'CONTROLLER_TOLD',
    message: `Cannot tell controller ${quoteValue(controllerId)} again: it was told on ${controller.noticedAt}`,
    next: `See the proof with 'tocsin controller list ${caseId}'`,
  });
}

const tellRule: Rule<'controller.tell'> = (facts, said) => {
  const { controllerId } = said.body;
  assertNotFromUi(said, `tocsin controller tell ${facts.caseId} ${controllerId}`);
  assertToBeTold(facts, controllerId);
  assertNoneUnderWay(facts, lettersTo(facts, 'controllerNotice', controllerId), 'controller');
  return {};
};

const portalRule: Rule<'filing.recordPortalFailure'> = (facts, { body }) => {
  const { code } = fileWith(facts, body.authority);
  if (body.documentId !== null) return {};
  return {
    findings: [
      {
        code: 'EVIDENCE_MISSING',
        field: 'evidence',
        severity: 'warning',
        source: 'R-33-1b',
        sentence: `Keep a picture of what ${code}'s portal showed: it is what a late filing is explained with`,
      },
    ],
  };
};

export const letterRules = {
  'filing.send': sendRule,
  'letter.settle': settleRule,
  'controller.tell': tellRule,
  'filing.recordPortalFailure': portalRule,
};
