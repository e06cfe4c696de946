import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import { quoteValue, Refusal } from '../../domain/refusal.ts';
import { competentAuthorities, type Routing } from '../../domain/routing/competent-authorities.ts';
import { readScope } from '../../domain/routing/read-scope.ts';
import { type Answer, act } from '../answer.ts';
import { examples } from '../examples.ts';
import { columns } from '../text-table.ts';

const SCOPE_FORM = `
The scope is one JSON object, one per controller:
  {
    "role": "controller",                  controller, jointController or processor
    "establishments": ["ES"],
    "mainEstablishment": { "country": "ES", "evidenced": true },   or null
    "publicAuthority": { "country": "ES", "region": "CT" },        or null; also Art. 6(1)(c), (e)
    "representative": "ES",                                        or null; Art. 27
    "crossBorder": true,                   Art. 4(23)
    "affected": { "ES": 1200, "PT": null },  people by EEA country; null: some, number unknown
    "outside": { "UK": 40 },               people elsewhere
    "regions": { "DE": "BY" }              Land or region, where it matters
  }
`;

/** @throws {Refusal} `FILE_UNREADABLE` */
async function readSource(from: string): Promise<string> {
  try {
    return from === '-' ? await text(process.stdin) : await readFile(from, 'utf8');
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new Refusal({
      code: 'FILE_UNREADABLE',
      message: `Cannot read file ${quoteValue(from)}: ${why}`,
      next: 'Check the path, or give - to read standard input',
    });
  }
}

/** @throws {Refusal} `JSON_FORM` */
function parseJson(source: string, from: string): unknown {
  try {
    return JSON.parse(source.replace(/^\uFEFF/, ''));
  } catch {
    throw new Refusal({
      code: 'JSON_FORM',
      message: `Cannot read ${quoteValue(from)}: it is not JSON`,
      next: 'See the form with: tocsin law route --help',
    });
  }
}

function routingText({ authorities, listed, outside, questions, filer }: Routing): string {
  const filed =
    filer === 'none'
      ? ['Nothing is filed with an authority']
      : ['File with', columns(authorities.map(({ code, role, why }) => [`  ${code}`, role, why]))];
  return [
    ...filed,
    ...(listed.length > 0 ? ['', `Name in the filing: ${listed.join(', ')}`] : []),
    ...(outside.length > 0
      ? ['', 'By their own law', columns(outside.map((row) => [`  ${row.code}`, row.regime]))]
      : []),
    ...(questions.length > 0 ? ['', 'To be answered', ...questions.map((question) => `  ${question}`)] : []),
  ].join('\n');
}

async function answerRoute(from: string): Promise<Answer> {
  const routing = competentAuthorities(readScope(parseJson(await readSource(from), from)));
  const [first] = routing.authorities;
  const next = first ? { next: `Next: tocsin law clocks --aware <when> --authority ${first.code}` } : {};
  return { data: routing, text: routingText(routing), ...next };
}

/** `law route`. */
export function addRouteCommand(law: Command): void {
  const route = law.command('route').description('with which authorities a breach is filed, and why');
  route.requiredOption('--from <file>', 'scope as JSON; - reads standard input').addHelpText('after', SCOPE_FORM);
  examples(route, 'law route --from scope.json', 'law route --from - -o json < scope.json');
  act<{ from: string }>(route, async (_args, options) => answerRoute(options.from));
}
