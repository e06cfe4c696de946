import { Resolver } from 'node:dns/promises';
import { dkimRecord } from '../../activities/dkim.ts';
import { standingHalts } from '../../database/notice-halt.ts';
import { createPool } from '../../database/pool.ts';
import { inSnapshot } from '../../database/transaction.ts';
import { HALTS } from '../../domain/notice/halt.ts';
import {
  checkAnswers,
  checkDkim,
  checkDmarc,
  checkSpf,
  type SenderDns,
  type SenderProof,
} from '../../domain/notice/sender-proof.ts';
import { EXIT, Refusal } from '../../domain/refusal.ts';
import type { Config } from '../../worker/config.ts';
import { type Check, ok, trouble } from './finding.ts';

const ANSWER_MS = 2_000;

/** The DNS by this machine's servers, or those of TOCSIN_DNS_SERVERS; what does not exist is an empty list. */
function dnsOf(servers: string | undefined): SenderDns {
  const resolver = new Resolver({ timeout: ANSWER_MS, tries: 1 });
  if (servers) resolver.setServers(servers.split(/[ ,]+/).filter(Boolean));
  const orNone = async <T>(asked: Promise<T[]>): Promise<T[]> => {
    try {
      return await asked;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOTFOUND' || code === 'ENODATA') return [];
      throw error;
    }
  };
  return {
    txt: async (name) => (await orNone(resolver.resolveTxt(name))).map((parts) => parts.join('')),
    addresses: async (name) => [...(await orNone(resolver.resolve4(name))), ...(await orNone(resolver.resolve6(name)))],
    mx: async (name) => (await orNone(resolver.resolveMx(name))).map(({ exchange }) => exchange).filter(Boolean),
  };
}

/**
 * Whether receivers can tell notices from forged ones: SPF, DKIM and DMARC of the domain that mail comes from.
 *
 * Warnings only: a notice the law asks for is sent all the same. Nothing is asked for the embedded mail catcher.
 */
export async function checkSender(config: Config): Promise<Check[]> {
  if (config.mailFolder !== null) return [ok('sender', 'not checked: mail goes to the mail catcher')];
  const domain = config.mailFrom().split('@').at(-1)?.replace(/>$/, '').toLowerCase() ?? '';
  const dkim = config.dkim();
  const dns = dnsOf(config.settings['TOCSIN_DNS_SERVERS']);
  const key = dkim && { ...dkim, expected: dkimRecord(dkim.key) };
  try {
    const proofs = await Promise.all([
      checkSpf(dns, domain),
      checkDkim(dns, key),
      checkDmarc(dns, domain, dkim?.domain ?? null),
      checkAnswers(dns, domain),
    ]);
    return proofs.map(checkOf);
  } catch {
    const message = `the DNS does not answer: SPF, DKIM and DMARC of ${domain} are not known`;
    const next = 'Check the DNS servers of this machine, or name others in TOCSIN_DNS_SERVERS; then run doctor again';
    return [trouble('sender', 'warning', { code: 'DNS_AWAY', message, next })];
  }
}

const checkOf = ({ part, good, message, next }: SenderProof): Check =>
  good || next === null
    ? ok(`sender ${part}`, message)
    : trouble(`sender ${part}`, 'warning', { code: 'NOTICE_SENDER_UNPROVEN', message, next });

/** Mailings that stand still, each with its reason; nothing while the database is away, which another check says. */
export async function checkMailings(config: Config): Promise<Check[]> {
  const pool = createPool(config.databaseUrl('desk'), 'tocsin doctor', { max: 1 });
  try {
    const halts = await inSnapshot(pool, standingHalts).catch(unlessAway);
    if (halts === null) return [];
    if (halts.length === 0) return [ok('mailings', 'none stands still')];
    return halts.map(({ caseId, wave, reason, code }) =>
      trouble('mailings', 'warning', {
        code: reason,
        message: `wave ${wave} of ${caseId} stands still: ${HALTS[reason]}${code ? ` (${code})` : ''}`,
        next: `It goes on by itself once that is mended: tocsin notice status ${caseId}`,
      }),
    );
  } finally {
    await pool.end();
  }
}

function unlessAway(error: unknown): null {
  if (error instanceof Refusal && error.exit === EXIT.serviceAway) return null;
  throw error;
}
