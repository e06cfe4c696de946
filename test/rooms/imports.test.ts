import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';

const root = path.resolve(import.meta.dirname, '../..');

/** Which rooms a room may import from; a name ending in `.messages` is a workflow's messages only. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  domain: [],
  database: ['domain'],
  templates: ['domain'],
  desk: ['database', 'domain', 'templates', 'workflows.messages'],
  activities: ['database', 'domain', 'templates', 'workflows.messages'],
  workflows: [],
  worker: ['activities', 'database', 'desk', 'domain', 'templates', 'workflows.messages'],
  cli: ['activities', 'database', 'desk', 'domain', 'templates', 'worker', 'workflows.messages'],
};
/** Types alone may be imported from further rooms: they leave no trace in what runs. */
const MAY_IMPORT_TYPES: Record<string, readonly string[]> = {
  workflows: ['activities', 'domain'],
  // The case's update is made of what the activity takes.
  desk: ['activities'],
};
/** Packages only one room may use. */
const ONLY_IN: Record<string, readonly string[]> = {
  pg: ['database'],
  'node-pg-migrate': ['database'],
  handlebars: ['templates'],
  nodemailer: ['activities', 'cli'],
  '@temporalio/worker': ['worker', 'cli'],
  '@temporalio/activity': ['activities'],
  '@temporalio/workflow': ['workflows'],
  '@temporalio/testing': ['cli'],
  '@temporalio/client': ['desk', 'worker', 'cli'],
  '@date-fns/tz': ['domain'],
  'date-holidays': ['domain'],
};

interface Import {
  file: string;
  room: string;
  specifier: string;
  types: boolean;
}

const filesOf = (room: string): string[] =>
  readdirSync(path.join(root, room), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => path.join(room, file));

const STATEMENT = /^(?:import|export)\s+(type\s+)?(?:([^;]*?)\s+from\s+)?'([^']+)'/gm;
const DYNAMIC = /\bimport\(\s*'([^']+)'/g;

function importsOf(file: string): Import[] {
  const text = readFileSync(path.join(root, file), 'utf8');
  const room = file.split(path.sep)[0] ?? '';
  const stated = [...text.matchAll(STATEMENT)].map(([, type, names = '', specifier = '']) => {
    const inline = /^\{[^}]*\}$/s.test(names) && namesIn(names).every((name) => name.startsWith('type '));
    return { file, room, specifier, types: type !== undefined || inline };
  });
  const lazy = [...text.matchAll(DYNAMIC)].map(([, specifier = '']) => ({ file, room, specifier, types: false }));
  return [...stated, ...lazy];
}

const namesIn = (names: string): string[] =>
  names
    .slice(1, -1)
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

/** The room a relative import leads to; null within the same room, or to a file of the project's top. */
function roomOf({ file, room, specifier }: Import): string | null {
  if (!specifier.startsWith('.')) return null;
  const target = path.join(path.dirname(file), specifier);
  const [to = ''] = target.split(path.sep);
  if (to === room || !Object.hasOwn(MAY_IMPORT, to)) return null;
  return to === 'workflows' && target.endsWith('.messages.ts') ? 'workflows.messages' : to;
}

const packageOf = (specifier: string): string => {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '');
};

const all = Object.keys(MAY_IMPORT).flatMap((room) => filesOf(room).flatMap(importsOf));
const shown = ({ file, specifier }: Import): string => `${file} imports '${specifier}'`;

describe('imports', () => {
  it('are found (guards the guard)', () => {
    assert.ok(all.length > 500);
    assert.ok(all.some(({ file, types }) => file === 'workflows/case-run.ts' && types));
  });

  for (const [room, allowed] of Object.entries(MAY_IMPORT)) {
    it(`${room} may import ${allowed.join(', ') || 'no other room'}`, () => {
      const types = MAY_IMPORT_TYPES[room] ?? [];
      const wrong = all.filter((one) => {
        const to = one.room === room ? roomOf(one) : null;
        return to !== null && !allowed.includes(to) && !(one.types && types.includes(to));
      });
      assert.deepEqual(wrong.map(shown), []);
    });
  }

  for (const [name, rooms] of Object.entries(ONLY_IN)) {
    it(`${name} is used in ${rooms.join(', ')} only`, () => {
      const used = all.filter(({ specifier, types }) => !types && packageOf(specifier) === name);
      assert.deepEqual(used.filter(({ room }) => !rooms.includes(room)).map(shown), []);
    });
  }

  it('the law knows no services: domain uses no server, file or network', () => {
    const services = /^(node:(fs|net|http|https|child_process|os|dns|timers)|pino|smtp-server|commander|@temporalio)/;
    assert.deepEqual(all.filter(({ room, specifier }) => room === 'domain' && services.test(specifier)).map(shown), []);
  });

  it('workflows import nothing at run time but the SDK and themselves', () => {
    const outside = all.filter(
      ({ room, specifier, types }) => room === 'workflows' && !types && !specifier.startsWith('.'),
    );
    assert.deepEqual([...new Set(outside.map(({ specifier }) => packageOf(specifier)))].sort(), [
      '@temporalio/common',
      '@temporalio/workflow',
    ]);
  });
});
