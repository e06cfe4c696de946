import { type Command, Option } from 'commander';
import { loadFacts } from '../../database/case.ts';
import { findOrganisation } from '../../database/organisation.ts';
import type { Speaker } from '../../desk/context.ts';
import type { Answer } from '../answer.ts';
import type { Typed } from '../kept-answers.ts';
import { keyValue, listOf, peopleByCountry } from '../read-option.ts';
import type { Session } from '../session.ts';
import { sayBy } from '../statement-command.ts';
import { columns } from '../text-table.ts';

interface ScopeOptions {
  role?: string;
  affected?: Record<string, number | null>;
  outside?: Record<string, number | null>;
  establishments?: string[];
  main?: string;
  evidenced?: boolean;
  publicAuthority?: string;
  representative?: string;
  crossBorder?: boolean;
  region?: [string, string][];
}

/** Only what was typed; the rest is filled in from the organisation. */
function typedScope(options: ScopeOptions): Typed {
  const { role, affected, outside, establishments, main, evidenced, representative, crossBorder, region } = options;
  const [country, part] = options.publicAuthority?.split('-') ?? [];
  return {
    role,
    affected,
    outside,
    establishments,
    mainEstablishment: main && { country: main, evidenced: evidenced ?? false },
    publicAuthority: country && { country, ...(part ? { region: part } : {}) },
    representative,
    crossBorder,
    regions: region && Object.fromEntries(region),
  };
}

/** One establishment in the organisation's own country, cross-border as soon as two countries are touched. */
async function completeScope(typed: Typed, session: Session, { organisationId }: Speaker): Promise<Typed> {
  const organisation = await session.read((tx) => findOrganisation(tx, organisationId));
  const affected = typed['affected'] ?? {};
  return {
    role: organisation?.role ?? 'controller',
    establishments: organisation ? [organisation.country] : [],
    mainEstablishment: null,
    publicAuthority: null,
    representative: null,
    crossBorder: Object.keys(affected).length > 1,
    ...typed,
    affected,
  };
}

/** With whom the case is filed now, and what is still to be asked. */
async function withAuthorities(answer: Answer, session: Session, { organisationId }: Speaker): Promise<Answer> {
  const data = answer.data as { caseId: string; findings: { sentence: string }[] };
  const facts = await session.read((tx) => loadFacts(tx, organisationId, data.caseId));
  const files = Object.values(facts.authorities).map(({ code, role, releasedAt }) => ({
    code,
    role: releasedAt ? 'released' : role,
  }));
  const listed = facts.listedCountries;
  const questions = data.findings.map(({ sentence }) => sentence);
  const [first] = files.filter(({ role }) => role !== 'released');
  return {
    ...answer,
    data: { ...data, authorities: files, listed, questions },
    text: [
      answer.text,
      '',
      first ? 'File with' : 'Nothing is filed with an authority',
      columns(files.map(({ code, role }) => [`  ${code}`, role])),
      ...(listed.length > 0 ? [`Name in the filing: ${listed.join(', ')}`] : []),
    ].join('\n'),
  };
}

/** `case scope`. */
export function addScopeCommand(noun: Command): void {
  const scope = noun
    .command('scope <id>')
    .description('who is affected and where; the competent authorities follow (Art. 55, 56)')
    .option(
      '--affected <people>',
      'people by EEA country: ES=1200,PT (a country alone: number unknown)',
      peopleByCountry,
    )
    .option('--outside <people>', 'people elsewhere: UK=40', peopleByCountry)
    .option('--establishments <countries>', "default: the organisation's country", listOf)
    .option('--main <country>', 'main establishment')
    .option('--evidenced', 'it can be proved that purposes and means are decided there')
    .option('--cross-border', 'Art. 4(23) (default: more than one country affected)')
    .option('--public-authority <country>', 'a public body, or one acting under Art. 6(1)(c), (e): ES or ES-CT')
    .option('--representative <country>', 'of a controller outside the EEA (Art. 27)')
    .option('--region <country=code>', 'Land or region where it matters: DE=BY', keyValue)
    .addOption(new Option('--role <role>').choices(['controller', 'jointController', 'processor']))
    .addHelpText('after', "\n--from reads a scope.json as 'tocsin law route --help' shows it.");
  sayBy<ScopeOptions>(scope, {
    kind: 'case.setScope',
    ofCase: true,
    examples: [
      'case scope breach-2026-0042 --affected ES=1200,PT=40 --as dpo',
      'case scope breach-2026-0042 --from scope.json --dry-run',
    ],
    typed: (_args, options) => typedScope(options),
    complete: completeScope,
    after: withAuthorities,
  });
}
