import { createHash } from 'node:crypto';
import { readWords } from '../database/narrative.ts';
import { publishedTemplates } from '../database/notice-template.ts';
import type { StoredStatement } from '../database/statement.ts';
import type { Tx } from '../database/transaction.ts';
import type { Vault } from '../database/vault.ts';
import type { BodyOf } from '../domain/case/bodies.ts';
import { Refusal } from '../domain/refusal.ts';
import { tryTemplate } from '../templates/try-template.ts';

/**
 * A template is published only if it is the one whose hash is named and nothing is wrong with it, whoever says so and
 * by which door.
 *
 * @throws {Refusal} `TEMPLATE_NOT_APPROVED`, `TEMPLATE_NOT_READY` with what is wrong
 */
export async function assertPublishable(tx: Tx, vault: Vault, { body, words }: StoredStatement): Promise<void> {
  const { locale, sha256 } = body as BodyOf<'template.publish'>;
  const { source } = await readWords(tx, vault, words);
  if (typeof source !== 'string' || createHash('sha256').update(source).digest('hex') !== sha256)
    throw new Refusal({
      code: 'TEMPLATE_NOT_APPROVED',
      message: `Cannot publish the template in '${locale}': the hash named is not that of its source`,
      next: `Publish it with 'tocsin template publish FILE --locale ${locale}', which works the hash out`,
    });
  const errors = (await tryTemplate(source, locale)).filter(({ severity }) => severity === 'error');
  if (errors.length > 0)
    throw new Refusal({
      code: 'TEMPLATE_NOT_READY',
      message: `Cannot publish the template in '${locale}': something is wrong with it`,
      next: `Correct it until 'tocsin template check FILE --locale ${locale}' finds no error`,
      findings: errors,
    });
}

/** @throws {Refusal} `TEMPLATE_NOT_PUBLISHED` */
export async function assertWasPublished(tx: Tx, organisationId: string, locale: string, seq: number): Promise<void> {
  const before = await publishedTemplates(tx, organisationId, seq - 1);
  if (before.some((template) => template.locale === locale)) return;
  throw new Refusal({
    code: 'TEMPLATE_NOT_PUBLISHED',
    message: `Cannot withdraw the template in '${locale}': organisation '${organisationId}' has published none`,
    next: "See which there are with 'tocsin template list'; without one, the notice is written by ours",
  });
}
