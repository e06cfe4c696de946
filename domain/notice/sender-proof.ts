/** What the DNS says, as a resolver gives it; an empty list where there is nothing. */
export interface SenderDns {
  txt: (name: string) => Promise<string[]>;
  addresses: (name: string) => Promise<string[]>;
  mx: (name: string) => Promise<string[]>;
}

/** One line about how well a receiver can tell our mail from a forged one. */
export interface SenderProof {
  part: 'SPF' | 'DKIM' | 'DMARC' | 'answers';
  good: boolean;
  message: string;
  next: string | null;
}

const good = (part: SenderProof['part'], message: string): SenderProof => ({ part, good: true, message, next: null });
const bad = (part: SenderProof['part'], message: string, next: string): SenderProof => ({
  part,
  good: false,
  message,
  next,
});

/** RFC 7208, 4.6.4. */
const MOST_LOOKUPS = 10;
const LOOKS_UP = /^[+?~-]?(?:include:|a(?:[:/]|$)|mx(?:[:/]|$)|ptr|exists:)|^redirect=/i;
const MECHANISM =
  /^(?:[+?~-]?(?:all|ip4:[\d./]+|ip6:[\da-f:./]+|include:\S+|exists:\S+|(?:a|mx|ptr)(?:[:/]\S+)?)|(?:redirect|exp)=\S+)$/i;

/** Whether one SPF record stands, is well formed, needs no more than ten look-ups, and ends in `-all` or `~all`. */
export async function checkSpf(dns: SenderDns, domain: string): Promise<SenderProof> {
  const records = (await dns.txt(domain)).filter((text) => /^v=spf1(?: |$)/i.test(text));
  const [record] = records;
  const publish = `Publish one TXT record at ${domain}: v=spf1 include:YOUR-RELAY -all`;
  if (!record) return bad('SPF', `${domain} names no servers that may send for it`, publish);
  if (records.length > 1) return bad('SPF', `${domain} has ${records.length} SPF records: none counts`, publish);
  const terms = record.split(/ +/).slice(1).filter(Boolean);
  const wrong = terms.find((term) => !MECHANISM.test(term));
  if (wrong) return bad('SPF', `the record of ${domain} has a term nobody understands: '${wrong}'`, publish);
  const lookups = await countLookups(dns, terms, 0);
  if (lookups > MOST_LOOKUPS)
    return bad('SPF', `the record of ${domain} needs more than ${MOST_LOOKUPS} look-ups: receivers give up`, publish);
  if (!terms.some((term) => /^[-~]all$/i.test(term) || /^redirect=/i.test(term)))
    return bad('SPF', `the record of ${domain} does not end in -all or ~all: it forbids nobody`, 'End it in -all');
  return good('SPF', `one record, ${lookups} look-ups`);
}

async function countLookups(dns: SenderDns, terms: readonly string[], before: number): Promise<number> {
  let count = before;
  for (const term of terms.filter((each) => LOOKS_UP.test(each))) {
    count += 1;
    const target = /^(?:[+?~-]?include:|redirect=)(\S+)$/i.exec(term)?.[1];
    if (!target || count > MOST_LOOKUPS) continue;
    const [record] = (await dns.txt(target)).filter((text) => /^v=spf1(?: |$)/i.test(text));
    count = await countLookups(dns, record?.split(/ +/).slice(1) ?? [], count);
  }
  return count;
}

/**
 * Whether the public half of our key is published.
 *
 * @param expected  the record as it should read; null: we sign nothing ourselves
 */
export async function checkDkim(
  dns: SenderDns,
  key: { domain: string; selector: string; expected: string } | null,
): Promise<SenderProof> {
  if (key === null)
    return bad(
      'DKIM',
      'notices are not signed here',
      'Let the relay sign them, or set TOCSIN_DKIM_DOMAIN, TOCSIN_DKIM_SELECTOR and TOCSIN_DKIM_KEY_FILE',
    );
  const name = `${key.selector}._domainkey.${key.domain}`;
  const found = await dns.txt(name);
  const publicHalf = (text: string): string => /(?:^|;)\s*p=([^;]*)/.exec(text)?.[1]?.replace(/\s/g, '') ?? '';
  const publish = `Publish one TXT record at ${name}: ${key.expected}`;
  if (found.length === 0) return bad('DKIM', `nothing is published at ${name}`, publish);
  if (!found.some((text) => publicHalf(text) === publicHalf(key.expected)))
    return bad('DKIM', `what is published at ${name} is not the public half of our key`, publish);
  return good('DKIM', `the key at ${name} is ours`);
}

/** Whether receivers are told what to do with mail forged in our name, and whether our signature would count. */
export async function checkDmarc(dns: SenderDns, domain: string, signedBy: string | null): Promise<SenderProof> {
  const name = await dmarcName(dns, domain);
  const publish = `Publish one TXT record at _dmarc.${domain}: v=DMARC1; p=quarantine`;
  if (name === null) return bad('DMARC', `${domain} does not say what to do with forged mail`, publish);
  const record = name.record;
  const policy = /(?:^|;)\s*p=(\w+)/i.exec(record)?.[1]?.toLowerCase();
  if (policy !== 'quarantine' && policy !== 'reject')
    return bad('DMARC', `the policy at ${name.at} is '${policy ?? 'none'}': forged mail is let through`, publish);
  const strict = /(?:^|;)\s*adkim=s/i.test(record);
  if (signedBy !== null && !isAligned(domain, signedBy, strict))
    return bad(
      'DMARC',
      `mail from ${domain} is signed by ${signedBy}, which does not count for it`,
      `Set TOCSIN_DKIM_DOMAIN to ${domain}`,
    );
  return good('DMARC', `policy ${policy} at ${name.at}`);
}

async function dmarcName(dns: SenderDns, domain: string): Promise<{ at: string; record: string } | null> {
  // Without a list of public suffixes: the domain itself, then each one above it that has two labels or more.
  for (let at = domain; at.includes('.'); at = at.slice(at.indexOf('.') + 1)) {
    const record = (await dns.txt(`_dmarc.${at}`)).find((text) => /^v=DMARC1(?:;|$)/i.test(text));
    if (record) return { at: `_dmarc.${at}`, record };
  }
  return null;
}

const isAligned = (domain: string, signedBy: string, strict: boolean): boolean =>
  domain === signedBy || (!strict && (domain.endsWith(`.${signedBy}`) || signedBy.endsWith(`.${domain}`)));

/** Whether answers of the people can arrive. */
export async function checkAnswers(dns: SenderDns, domain: string): Promise<SenderProof> {
  if ((await dns.mx(domain)).length > 0) return good('answers', `${domain} takes mail`);
  if ((await dns.addresses(domain)).length > 0) return good('answers', `${domain} takes mail at its own address`);
  return bad(
    'answers',
    `${domain} takes no mail: answers of the people come back`,
    `Publish an MX record at ${domain}`,
  );
}
