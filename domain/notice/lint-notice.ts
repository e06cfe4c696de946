import type { Finding } from '../refusal.ts';
import type { NoticeField } from './content.ts';

const LINK = /(?:https?:\/\/|www\.)[^\s)>\]]+/gi;
const LOGIN = /log-?in|sign-?in|account|acceso|cuenta|sesion|connexion|compte|password|contrasena/i;
const ATTACHMENT = /\b(?:attach(?:ed|ment)s?|adjunt[oa]s?|archivo adjunto|pi[èe]ces? jointes?|ci-joint)\b/iu;
const URGENCY =
  /\b(?:urgent(?:e|ly)?|immediately|act now|inmediatamente|de inmediato|act[úu]e ya|imm[ée]diatement|agissez)\b|(?:account|cuenta|compte) (?:has been |is |ha sido |está |est )?(?:blocked|suspended|locked|bloquead[oa]|suspendid[oa]|bloqu[ée]e?|suspendue?)/iu;
const SECRET =
  /password|passphrase|\bpins?\b|access code|contrase[ñn]a|\bclaves?\b|c[óo]digos?|mots? de passe|codes?\b/iu;
const ASKS =
  /\b(?:send|reply with|enter|confirm|provide|tell us|env[íi]e(?:nos)?|responda con|introduzca|confirme|indique(?:nos)?|facil[íi]te(?:nos)?|envoyez|r[ée]pondez avec|saisissez|confirmez|communiquez)\b/iu;
const NEGATED = /\b(?:never|not|don't|do not|nunca|jam[áa]s|no|ne|n['’]|jamais)(?![\p{L}])/iu;

const warning = (code: string, field: string, sentence: string): Finding => ({
  code,
  field,
  severity: 'warning',
  source: 'Guidelines 9/2022, III.C',
  sentence,
});

/**
 * Signs by which a genuine notice looks like phishing, or teaches people to fall for it.
 *
 * A link that looks like a log-in page is an error; the rest warns the author. Words are those of English, Spanish
 * and French: what they do not match has not been judged.
 */
export function lintNotice(text: string, field: NoticeField, key: string): Finding[] {
  return [...links(text, field, key), ...tone(text, key)];
}

function links(text: string, field: NoticeField, key: string): Finding[] {
  const found = text.match(LINK) ?? [];
  const login = found.some((link) => LOGIN.test(link.normalize('NFD').replace(/\p{M}/gu, '')));
  const sentence = login
    ? 'A link looks like a page that asks people to log in; name the site and let them type it themselves'
    : 'A notice carries at most one address of your own site, in the part on how to check it, in plain text';
  if (login) return [{ ...warning('NOTICE_LINK', key, sentence), severity: 'error' }];
  return found.length > (field === 'verify' ? 1 : 0) ? [warning('NOTICE_LINK', key, sentence)] : [];
}

function tone(text: string, key: string): Finding[] {
  const found: Finding[] = [];
  if (ATTACHMENT.test(text)) {
    found.push(
      warning('NOTICE_ATTACHMENT', key, 'The text speaks of an attachment; a notice has none, say it in the text'),
    );
  }
  if (sentences(text).some((sentence) => ASKS.test(sentence) && SECRET.test(sentence) && !NEGATED.test(sentence))) {
    found.push(
      warning('NOTICE_ASKS_SECRET', key, 'The text seems to ask people for a password or code; never ask for one'),
    );
  }
  if (URGENCY.test(text)) {
    found.push(
      warning(
        'NOTICE_URGENCY',
        key,
        'The text presses people to hurry, as phishing does; say calmly what to do and why',
      ),
    );
  }
  return found;
}

const sentences = (text: string): string[] => text.split(/[.!?\n]+/);
