import type { Outcome } from '../domain/notice/outcome.ts';

/** How far a conversation got: nothing said yet, the message on its way, or all of it said and no answer. */
export type Stage = 'envelope' | 'data' | 'afterDot';

/** What the mail library knows of a failure. Its words are never kept: servers quote addresses in them. */
export interface SmtpFault {
  code?: string | undefined;
  command?: string | undefined;
  response?: string | undefined;
  responseCode?: number | undefined;
}

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
  if (responseCode < 500) return { kind: 'deferred', code: shown, enhancedCode };
  if (command === 'MAIL FROM') return { kind: 'unavailable', code: `SENDER_REFUSED ${shown}`, enhancedCode };
  return { kind: 'refused', code: shown, enhancedCode };
}

function judgeLoss(code: string | undefined, stage: Stage): Outcome {
  const why = code === 'DEADLINE' ? 'DEADLINE' : 'LOST';
  if (stage === 'afterDot') return { kind: 'unknown', code: `${why}_AFTER_DOT` };
  return { kind: 'deferred', code: stage === 'data' ? `${why}_IN_DATA` : `${why}_BEFORE_DATA`, enhancedCode: null };
}
