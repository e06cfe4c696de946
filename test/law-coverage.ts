import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The rules this project must prove, by chapter: how many tests the law's tables name. */
const CHAPTERS: readonly { chapter: string; title: string; count: number; digits: number }[] = [
  { chapter: '1', title: 'Competent authorities (Art. 55, 56)', count: 8, digits: 1 },
  { chapter: '2', title: 'Awareness (Guidelines 9/2022)', count: 10, digits: 1 },
  { chapter: '3', title: '72 hours (Art. 33(1), Reg. 1182/71)', count: 22, digits: 2 },
  { chapter: '5', title: 'Completion with the AEPD', count: 4, digits: 1 },
  { chapter: '6', title: 'Severity (ENISA 2013)', count: 9, digits: 1 },
  { chapter: '6E', title: 'The 18 examples of the EDPB (Guidelines 01/2021)', count: 18, digits: 2 },
  { chapter: '7', title: 'Adjacent clocks and effective dates', count: 3, digits: 1 },
  { chapter: '8', title: 'The Mixpanel case', count: 4, digits: 1 },
  { chapter: '9', title: "The tool's own duties", count: 5, digits: 1 },
];

interface Proof {
  where: string;
  name: string;
}

/** Text in quotes that begins with one or more ids: the name of a test, or the row of a table that names it. */
const NAMED = /(['"`])((?:T-\d+E?-\d+ ?)+)((?:(?!\1).)*)/g;

/** Every test that names a rule, by the rule's id; skipped tests prove nothing. */
function proofs(): Map<string, Proof[]> {
  const root = fileURLToPath(new URL('.', import.meta.url));
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.test.ts'));
  const found = new Map<string, Proof[]>();
  const rulesFirst = (file: string): string => `${file.startsWith('domain') ? 0 : 1}${file}`;
  for (const file of files.sort((a, b) => (rulesFirst(a) < rulesFirst(b) ? -1 : 1))) {
    readFileSync(`${root}/${file}`, 'utf8')
      .split('\n')
      .forEach((line, at, lines) => {
        for (const [id, name] of idsIn(line)) {
          const words = name || caseAfter(lines, at);
          found.set(id, [...(found.get(id) ?? []), { where: `test/${file}:${at + 1}`, name: words }]);
        }
      });
  }
  return found;
}

function idsIn(line: string): [string, string][] {
  if (/\.(skip|todo)\(|^\s*(\/\/|\*)/.test(line)) return [];
  return [...line.matchAll(NAMED)].flatMap((match) =>
    (match[2] ?? '')
      .trim()
      .split(' ')
      .map((id): [string, string] => [id, (match[3] ?? '').replace(/^,\s*/, '')]),
  );
}

/** The words of a table's row, which stand on the same line or the next. */
function caseAfter(lines: readonly string[], at: number): string {
  const line = lines[at] ?? '';
  return /case: (['"])(.*?)\1/.exec(`${line} ${lines[at + 1] ?? ''}`)?.[2] ?? line.trim();
}

function report(): number {
  const found = proofs();
  let missing = 0;
  for (const { chapter, title, count, digits } of CHAPTERS) {
    console.log(`\n${title}`);
    for (let number = 1; number <= count; number += 1) {
      const id = `T-${chapter}-${String(number).padStart(digits, '0')}`;
      const [first, ...others] = found.get(id) ?? [];
      if (!first) missing += 1;
      const more = others.length > 0 ? `, and ${others.length} more` : '';
      console.log(first ? `  ${id.padEnd(8)} ${first.name}  (${first.where}${more})` : `  ${id.padEnd(8)} MISSING`);
    }
  }
  console.log(missing === 0 ? '\nEvery rule has its test' : `\n${missing} rules have no test`);
  return missing === 0 ? 0 : 1;
}

process.exitCode = report();
