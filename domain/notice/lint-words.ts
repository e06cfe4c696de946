import type { NoticeLocale } from './content.ts';

/** Words by which a text of one language is judged; parts of regular expressions, between letters that are none. */
interface LintWords {
  attachment: string;
  urgency: string;
  /** What must never be asked for. */
  secret: string;
  /** Asking. */
  asks: string;
  /** A sentence with one of these warns of asking, or says that there is none. */
  negated: string;
}

const WORDS: Record<NoticeLocale, LintWords> = {
  en: {
    attachment: 'attach(?:ed|ments?)',
    urgency: 'urgent(?:ly)?|immediately|act now|account (?:has been |is )?(?:blocked|suspended|locked)',
    secret: 'passwords?|passphrases?|pins?|codes?',
    asks: 'send|reply with|enter|confirm|provide|tell us',
    negated: "never|not|no|don['’]t",
  },
  es: {
    attachment: 'adjunt[oa]s?|archivos? adjuntos?|anexos?',
    urgency:
      'urgentes?|urgentemente|inmediatamente|de inmediato|act[úu]e ya|cuenta (?:ha sido |est[áa] )?(?:bloquead|suspendid)a',
    secret: 'contrase[ñn]as?|claves?|pins?|c[óo]digos?',
    asks: 'env[íi]e(?:nos)?|responda con|introduzca|confirme|indique(?:nos)?|facil[íi]te(?:nos)?',
    negated: 'nunca|jam[áa]s|no|ni',
  },
  ca: {
    attachment: 'adjunt(?:s|a|es)?|annex(?:os)?',
    urgency:
      'urgents?|urgentment|immediatament|actueu ja|compte (?:ha estat |est[àa] )?(?:bloquejat|susp[èe]s|bloquejada)',
    secret: 'contrasenya|contrasenyes|claus?|pins?|codis?',
    asks: 'envieu(?:-nos)?|responeu amb|introdu[ïi]u|confirmeu|indiqueu(?:-nos)?|faciliteu(?:-nos)?',
    negated: 'mai|no|ni',
  },
  eu: {
    attachment: 'eranskin\\p{L}*|erantsi\\p{L}*',
    urgency: 'premia\\p{L}*|presak\\p{L}*|berehala|kontua (?:blokeatu|eten)\\p{L}*',
    secret: 'pasahitz\\p{L}*|kode\\p{L}*|gako\\p{L}*|pin\\p{L}{0,3}',
    asks: 'bidali|sartu|idatzi|eman|berretsi|adierazi',
    negated: 'ez|inoiz|ezta',
  },
  gl: {
    attachment: 'anexos?|adxunt[oa]s?',
    urgency:
      'urxentes?|urxentemente|inmediatamente|de inmediato|act[úu]e xa|conta (?:foi |est[áa] )?(?:bloquead|suspendid)a',
    secret: 'contrasinal|contrasinais|claves?|pins?|c[óo]digos?',
    asks: 'env[íi]e(?:nos)?|responda con|introduza|confirme|indique(?:nos)?|facil[íi]te(?:nos)?',
    negated: 'nunca|xamais|non|nin',
  },
  fr: {
    attachment: 'pi[èe]ces? jointes?|ci-jointe?s?',
    urgency: 'urgent(?:e|s|es)?|imm[ée]diatement|agissez|compte (?:a [ée]t[ée] |est )?(?:bloqu[ée]|suspendu)',
    secret: 'mots? de passe|codes?|cl[ée]s?|pins?',
    asks: 'envoyez(?:-nous)?|r[ée]pondez avec|saisissez|confirmez|communiquez(?:-nous)?|indiquez(?:-nous)?',
    negated: "ne|n['’]\\p{L}+|jamais|ni|pas",
  },
  de: {
    attachment: 'anhang|anh[äa]nge[ns]?|angeh[äa]ngt\\p{L}*|beigef[üu]gt\\p{L}*|anlagen?',
    urgency: 'dringend\\p{L}*|eilt|sofort\\p{L}*|handeln Sie jetzt|konto (?:wurde |ist )?(?:gesperrt|blockiert)',
    secret: 'passw[oö]rt\\p{L}*|kennw[oö]rt\\p{L}*|codes?|pins?|tans?|schl[üu]ssel[ns]?',
    asks: 'senden|schicken|geben|best[äa]tigen|nennen|teilen Sie uns|antworten Sie mit',
    negated: 'nie|niemals|nicht|kein\\p{L}*',
  },
  it: {
    attachment: 'allegat[oiae]',
    urgency:
      'urgent[ei]|urgentemente|immediatamente|agisca ora|agisca subito|(?:account|conto) (?:[èe] stato |[èe] )?(?:bloccato|sospeso)',
    secret: 'password|codic[ei]|chiav[ei]|pin',
    asks: 'invii|ci invii|inserisca|confermi|comunichi|fornisca|risponda con|digiti|indichi',
    negated: 'mai|non|n[ée]',
  },
  pt: {
    attachment: 'anexos?|anexad[oa]s?',
    urgency:
      'urgentes?|urgentemente|imediatamente|de imediato|aja j[áa]|conta (?:foi |est[áa] )?(?:bloqueada|suspensa)',
    secret: 'palavras?-passe|senhas?|c[óo]digos?|chaves?|pins?',
    asks: 'envie(?:-nos)?|responda com|introduza|insira|confirme|indique(?:-nos)?|forne[çc]a|digite',
    negated: 'nunca|jamais|n[ãa]o|nem',
  },
};

type LintPatterns = Record<keyof LintWords, RegExp>;

const pattern = (words: string): RegExp => new RegExp(`(?<!\\p{L})(?:${words})(?!\\p{L})`, 'iu');

const PATTERNS = new Map<string, LintPatterns>(
  Object.entries(WORDS).map(([locale, words]) => [
    locale,
    {
      attachment: pattern(words.attachment),
      urgency: pattern(words.urgency),
      secret: pattern(words.secret),
      asks: pattern(words.asks),
      negated: pattern(words.negated),
    },
  ]),
);

/** The words of a language; null where nobody has written any: then only links are judged. */
export const lintPatterns = (locale: string): LintPatterns | null => PATTERNS.get(locale) ?? null;
