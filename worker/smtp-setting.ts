import { EXIT, Refusal } from '../domain/refusal.ts';

/**
 * The address of a mail server, as it was given. It may hold a password: no refusal repeats it.
 *
 * @param variable  the setting it stands in
 * @throws {Refusal} `SETTING_WRONG` unless it is `smtp://[user:password@]host[:port]` or `smtps://…`
 */
export function smtpUrlOf(variable: string, value: string): string {
  if (isSmtpUrl(value)) return value;
  const message = `Cannot use ${variable}: it is not the address of a mail server`;
  const next = `Set ${variable} to smtp://user:password@host:587 or smtps://user:password@host:465; write special characters of the password as %40 for @`;
  throw new Refusal({ code: 'SETTING_WRONG', message, next }, EXIT.usage);
}

function isSmtpUrl(value: string): boolean {
  try {
    const { protocol, hostname, username, password } = new URL(value);
    for (const part of [username, password]) decodeURIComponent(part);
    return /^smtps?:$/.test(protocol) && hostname !== '';
  } catch {
    return false;
  }
}
