import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { EXIT, quoteValue, Refusal } from '../domain/refusal.ts';

const SHORTEST_TOKEN = 16;

/**
 * Where to listen: `HOST:PORT`, `[::1]:PORT`, or a port alone for 127.0.0.1.
 *
 * @throws {Refusal} `LISTEN_UNREADABLE`; `LISTEN_NEEDS_TOKEN` for an address that others can reach
 */
export function placeOf(listen: string, hasToken: boolean): { host: string; port: number } {
  const [, bracketed, plain, digits = ''] = /^(?:(?:\[([0-9a-f:.]+)\]|([^:[\]]+)):)?(\d{1,5})$/i.exec(listen) ?? [];
  const [host, port] = [bracketed ?? plain ?? '127.0.0.1', Number(digits)];
  if (digits === '' || port > 65_535) throw unreadable(listen);
  if (!isLoopback(host) && !hasToken) throw needsToken(host);
  return { host, port };
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

/**
 * The token in a file, without the line end.
 *
 * @throws {Refusal} `TOKEN_UNUSABLE`
 */
export function tokenIn(file: string): string {
  let token: string;
  try {
    token = readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw unusable(file, (error as NodeJS.ErrnoException).code ?? 'it cannot be read');
  }
  if (token.length < SHORTEST_TOKEN) throw unusable(file, `it holds fewer than ${SHORTEST_TOKEN} characters`);
  if (!/^[\x21-\x7e]+$/.test(token)) throw unusable(file, 'a token is one line of letters, digits and signs');
  return token;
}

const unreadable = (listen: string): Refusal =>
  new Refusal(
    {
      code: 'LISTEN_UNREADABLE',
      message: `Cannot listen at ${quoteValue(listen)}: it is not HOST:PORT`,
      next: 'Give for example --listen 127.0.0.1:8025',
    },
    EXIT.usage,
  );

const needsToken = (host: string): Refusal =>
  new Refusal(
    {
      code: 'LISTEN_NEEDS_TOKEN',
      message: `Cannot listen at ${quoteValue(host)} without a token: others can reach it, and would say whose notice came back`,
      next: 'Add --token-file FILE, or listen at 127.0.0.1',
    },
    EXIT.usage,
  );

const unusable = (file: string, why: string): Refusal =>
  new Refusal(
    {
      code: 'TOKEN_UNUSABLE',
      message: `Cannot use the token of ${quoteValue(file)}: ${why}`,
      next: 'Make one with: openssl rand -hex 32 > FILE',
    },
    EXIT.usage,
  );
