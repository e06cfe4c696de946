import { writeFileSync } from 'node:fs';
import { grantsOf } from '../../database/grants.ts';
import { withClient } from '../../database/pool.ts';
import { migratedDatabase } from '../support/postgres.ts';

/** Writes the grants the migrations give to `database/grants.json`, to be reviewed: npx tsx test/database/write-grants.ts */
const database = await migratedDatabase();
const grants = await withClient(database.adminUrl, grantsOf);
await database.drop();
writeFileSync(new URL('../../database/grants.json', import.meta.url), `${JSON.stringify(grants, null, 2)}\n`);
process.stdout.write(`${grants.length} grants written\n`);
