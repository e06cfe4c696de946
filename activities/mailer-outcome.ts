import type { Outcome } from '../domain/notice/outcome.ts';

/** How far a conversation got: nothing said yet, the message on its way, or all of it said and no answer. */
export type Stage = 'envelope' | 'data' | 'afterDot';

/** What the mail library knows of a failure. Its words are never kept: servers quote addresses in them. */
export interface SmtpFault {
  code?: string | undefined;
  command?: string | undefined;
  response?: string | undefined;
  responseCode?: number | undefined;
  /** The system's own name for it, where `code` is the library's. */
  originalCode?: string | undefined;
}

/** Whether every other connection would hear the same: the log-in, the certificate, a refusal in words. */
export const isLasting = ({ code, responseCode }: SmtpFault): boolean =>
  code === 'EAUTH' || code === 'ETLS' || (responseCode !== undefined && responseCode >= 500);

/** The library calls a certificate nobody trusts a socket's fault. */
const isCertificate = ({ code, originalCode }: SmtpFault): boolean =>
  code === 'ESOCKET' && /CERT|_TLS_|_SSL_|SIGNATURE|ISSUER|EPROTO/.test(originalCode ?? '');

/** What the library knows of a failure to connect, its certificate faults called by their name. */
export const withTlsNamed = (fault: SmtpFault): SmtpFault => (isCertificate(fault) ? { code: 'ETLS' } : fault);

const enhancedCodeOf = (response: string | undefined): string | null =>
  /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(response ?? '')?.[1] ?? null;

/** A server we could not begin to talk to says nothing about the person: everybody waits. */
export const judgeConnection = ({ code, response, responseCode }: SmtpFault): Outcome => ({
  kind: 'unavailable',
  code: responseCode ? `${code ?? 'CONNECTION'} ${responseCode}` : (code ?? 'CONNECTION'),
  enhancedCode: enhancedCodeOf(response),
});

/**
 * What a failed attempt means for the person.
 *
 * A sender that is refused is our fault, not theirs: it stops the sending instead of refusing everybody.
 *
 * @see RFC 5321, 4.2.1, 4.5.3.2
 */
export function judgeAttempt({ command, code, response, responseCode }: SmtpFault, stage: Stage): Outcome {
  const enhancedCode = enhancedCodeOf(response);
  if (!responseCode) return judgeLoss(code, stage);
  const shown = String(responseCode);
  if (saysSlower(responseCode, response ?? '')) return { kind: 'throttled', code: shown, enhancedCode };
  if (responseCode < 500) return { kind: 'deferred', code: shown, enhancedCode };
  if (command === 'MAIL FROM') return { kind: 'unavailable', code: `SENDER_REFUSED ${shown}`, enhancedCode };
  return { kind: 'refused', code: shown, enhancedCode };
}

const SLOWER_CODES = new Set([450, 451, 452, 454]);
const SLOWER_WORDS = /too (?:many|fast|much)|\brate\b|throttl|slow(?:er| down)|\bexceed|try(?:ing)? slower|limit/i;
/** Gmail's and Exchange's own codes for "too fast", and RFC 3463's 4.3.2, 4.4.5: the system takes nothing for now. */
const SLOWER_ENHANCED = /^4\.(?:7\.28|7\.5\d\d|7\.6\d\d|3\.2|4\.5)$/;

/**
 * Whether a server complains of our speed rather than of this person.
 *
 * 421 closes the connection for everybody. Of the rest the enhanced code and, for want of a common code, the words
 * decide: 4.2.x is one mailbox's own limit, and greylisting (usually 4.7.1) must run by its schedule. 450 with 4.7.x is
 * what Postfix and its like say to a client that is too fast.
 */
function saysSlower(code: number, response: string): boolean {
  const enhanced = enhancedCodeOf(response) ?? '';
  if (code === 421) return true;
  if (!SLOWER_CODES.has(code) || enhanced.startsWith('4.2.') || /gr[ae]y/i.test(response)) return false;
  if (SLOWER_ENHANCED.test(enhanced) || SLOWER_WORDS.test(response)) return true;
  return code === 450 && /^4\.7\.[01]$/.test(enhanced);
}

function judgeLoss(code: string | undefined, stage: Stage): Outcome {
  const why = code === 'DEADLINE' ? 'DEADLINE' : 'LOST';
  if (stage === 'afterDot') return { kind: 'unknown', code: `${why}_AFTER_DOT` };
  return { kind: 'deferred', code: stage === 'data' ? `${why}_IN_DATA` : `${why}_BEFORE_DATA`, enhancedCode: null };
}
