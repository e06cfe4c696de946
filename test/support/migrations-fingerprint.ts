import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const database = path.resolve(import.meta.dirname, '../../database');

/** Changes whenever a migration, or the code that applies them, does: an old template database is then not used again. */
export function migrationsFingerprint(): string {
  const hash = createHash('sha256');
  for (const file of ['migrate.ts', 'roles.ts']) hash.update(readFileSync(path.join(database, file)));
  const folder = path.join(database, 'migrations');
  for (const file of readdirSync(folder).sort()) hash.update(file).update(readFileSync(path.join(folder, file)));
  return hash.digest('hex').slice(0, 12);
}
