import type { Outcome } from './outcome.ts';

/** Why a wave stands still although it should be sent, in words for an operator and a DPO. */
export const HALTS = {
  TEXT_CHANGED: 'the text is not the one that was approved: approve it again as a new wave',
  TEMPLATE_NOT_APPROVED:
    'a template of your own is not the one that was published: publish it and approve the wave again',
  NO_MAIL_SERVER: 'there is no mail server for it: set SMTP_URL, or for a drill start the mail catcher',
  MAIL_LOGIN_REFUSED: 'the mail server refuses our log-in: renew user and password in SMTP_URL',
  MAIL_TLS_CHANGED:
    "the mail server's certificate is not to be trusted (expired, of another host, or of an unknown authority): have it renewed, or correct the host in SMTP_URL",
  MAIL_SENDER_REFUSED: 'the mail server does not let this address send: allow it there, or correct TOCSIN_MAIL_FROM',
  MAIL_POLICY_REFUSED:
    'the mail server refuses everybody for a reason that is about us (policy, reputation, relaying): ask its operator; nobody was counted as refused for it',
  MAIL_SERVER_REFUSES_US: 'the mail server greets us with a refusal: ask its operator',
  MAIL_SERVER_BUSY: 'the mail server takes no more connections for now',
  MAIL_SERVER_UNAVAILABLE: 'the mail server cannot be reached',
} as const;
export type HaltReason = keyof typeof HALTS;

type Unavailable = Extract<Outcome, { kind: 'unavailable' }>;

/** What a server that cannot be used stands for; an operator mends each of these in another place. */
export function haltOf({ code }: Unavailable): HaltReason {
  if (/^EAUTH/.test(code)) return 'MAIL_LOGIN_REFUSED';
  if (/^ETLS/.test(code)) return 'MAIL_TLS_CHANGED';
  if (/^SENDER_REFUSED/.test(code)) return 'MAIL_SENDER_REFUSED';
  if (/ 4\d\d$/.test(code)) return 'MAIL_SERVER_BUSY';
  return / 5\d\d$/.test(code) ? 'MAIL_SERVER_REFUSES_US' : 'MAIL_SERVER_UNAVAILABLE';
}

/** Reasons that pass by themselves: said aloud only when they have lasted. */
export const PASSING: ReadonlySet<HaltReason> = new Set(['MAIL_SERVER_BUSY', 'MAIL_SERVER_UNAVAILABLE']);
