import { createHash } from 'node:crypto';

/** One register entry as it is hashed: instants as RFC 3339 UTC with milliseconds, the body as its canonical text. */
export interface Line {
  organisationId: string;
  seq: number;
  caseId: string | null;
  at: string;
  actor: string;
  assurance: string;
  kind: string;
  statementId: string | null;
  /** When the register took it down, by the database's clock. */
  recordedAt: string;
  body: string;
}

/** What the first entry of an organisation follows. */
export const GENESIS: Buffer = Buffer.alloc(32);

const sha256 = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest();

/**
 * SHA-256 of the entry as canonical JSON (RFC 8785), everything that counts included.
 *
 * Written out by hand in key order, so that the body's bytes are hashed as they are stored and not as they parse.
 */
export function bodyHashOf(line: Line): Buffer {
  const text = JSON.stringify;
  return sha256(
    `{"actor":${text(line.actor)},"assurance":${text(line.assurance)},"at":${text(line.at)},"body":${line.body}` +
      `,"caseId":${text(line.caseId)},"kind":${text(line.kind)},"organisationId":${text(line.organisationId)}` +
      `,"recordedAt":${text(line.recordedAt)},"seq":${line.seq},"statementId":${text(line.statementId)}}`,
  );
}

/** Ties an entry to the one before it: `sha256(prevHash ‖ bodyHash)`. */
export const linkHash = (prevHash: Buffer, bodyHash: Buffer): Buffer => sha256(Buffer.concat([prevHash, bodyHash]));
