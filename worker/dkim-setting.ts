import { readFileSync, statSync } from 'node:fs';
import { type DkimKey, dkimKeyOf } from '../activities/dkim.ts';
import { EXIT, quoteValue, Refusal } from '../domain/refusal.ts';

const NAMES = ['TOCSIN_DKIM_DOMAIN', 'TOCSIN_DKIM_SELECTOR', 'TOCSIN_DKIM_KEY_FILE'] as const;

const wrong = (message: string, next: string): Refusal =>
  new Refusal({ code: 'SETTING_WRONG', message, next }, EXIT.usage);

/**
 * The key by which notices are signed; null when none of its three settings is there.
 *
 * @throws {Refusal} `SETTING_WRONG` for some of them without the others, or a key that cannot be used;
 *                   `DKIM_KEY_EXPOSED` when other accounts may read the key
 */
export function dkimOf(settings: Readonly<Record<string, string | undefined>>): DkimKey | null {
  const [domain, selector, file] = NAMES.map((name) => settings[name]);
  if (!domain && !selector && !file) return null;
  if (!domain || !selector || !file) {
    const missing = NAMES.filter((name) => !settings[name]).join(' and ');
    throw wrong(`Cannot sign mail: ${missing} is missing`, `Set ${NAMES.join(', ')} together, or none of them`);
  }
  for (const [name, value] of [
    ['TOCSIN_DKIM_DOMAIN', domain],
    ['TOCSIN_DKIM_SELECTOR', selector],
  ] as const) {
    if (/^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/i.test(value)) continue;
    throw wrong(`Cannot use ${name} ${quoteValue(value)}: it is no name of the DNS`, 'Write it as in your DNS zone');
  }
  return { domain: domain.toLowerCase(), selector, key: readKey(file) };
}

function readKey(file: string): DkimKey['key'] {
  try {
    const mode = statSync(file).mode & 0o777;
    if ((mode & 0o077) !== 0) throw exposed(file, mode);
    return dkimKeyOf(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const why =
      error instanceof TypeError ? 'it is neither RSA of 2,048 bits or more nor Ed25519' : 'it cannot be read';
    throw wrong(
      `Cannot use TOCSIN_DKIM_KEY_FILE '${file}': ${why}`,
      'Make one with: openssl genpkey -algorithm ed25519 -out dkim.pem (or rsa:2048); chmod 0400 dkim.pem',
    );
  }
}

const exposed = (file: string, mode: number): Refusal =>
  new Refusal(
    {
      code: 'DKIM_KEY_EXPOSED',
      message: `Cannot sign mail: other accounts may read the key '${file}' (mode ${mode.toString(8).padStart(4, '0')})`,
      next: `Run: chmod 0400 '${file}'`,
    },
    EXIT.data,
  );
