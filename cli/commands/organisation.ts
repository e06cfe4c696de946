import { type Command, Option } from 'commander';
import { readWords } from '../../database/narrative.ts';
import { findOrganisation } from '../../database/organisation.ts';
import type { Speaker } from '../../desk/context.ts';
import { requireAuthority } from '../../domain/law/authorities.ts';
import { EXIT, Refusal } from '../../domain/refusal.ts';
import { type Answer, act, type CommonOptions } from '../answer.ts';
import { examples } from '../examples.ts';
import { readTyped, type Typed } from '../kept-answers.ts';
import { wholeNumber } from '../read-option.ts';
import { organisationIdOf, type Session, withDesk } from '../session.ts';
import { sayBy } from '../statement-command.ts';
import { facts } from '../text-table.ts';
import { nudgeCases } from './organisation-nudge.ts';
import {
  clauseFlag,
  mergedProfile,
  type ProfileChanges,
  parseProfile,
  profileLines,
  regimeFlag,
} from './regime-profile.ts';

interface SetOptions {
  country?: string;
  zone?: string;
  authority?: string;
  role?: string;
  sector?: string;
  size?: string;
  name?: string;
  taxId?: string;
  address?: string;
  phone?: string;
  email?: string;
  activity?: string;
  alertAddress?: string;
  secondPerson?: string;
  noticeSecondPersonAbove?: number;
  coolingMinutes?: number;
  recipientsDays?: number;
  blockYears?: number;
  fileYears?: number;
  profile?: string;
  regime?: ProfileChanges;
  clause?: ProfileChanges;
}

const given = (fields: Typed): Typed =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

function typedOrganisation(options: SetOptions): Typed {
  const { secondPerson, noticeSecondPersonAbove, coolingMinutes, recipientsDays, blockYears, fileYears, ...own } =
    options;
  const policy = given({
    secondPerson,
    noticeSecondPersonAbove,
    noticeCoolingMinutes: coolingMinutes,
    recipientsDays,
    blockYears,
    fileYears,
  });
  const { country, zone, authority, role, sector, size, name, taxId, address, phone, email, activity, alertAddress } =
    own;
  const { profile, regime, clause } = own;
  const described = { country, zone, authority, role, sector, size };
  const words = { name, taxId, address, phone, email, activity, alertAddress };
  const changes = given({
    profile: profile && parseProfile(readTyped(profile)),
    regimeChanges: regime,
    clauseChanges: clause,
  });
  return { ...described, ...words, ...changes, ...(Object.keys(policy).length > 0 ? { policy } : {}) };
}

/** Years that Spanish law has data blocked before it is erased (LOPDGDD Art. 32, unverified); null elsewhere. */
const BLOCK_YEARS: Readonly<Record<string, number>> = { ES: 3 };

/** What a new organisation's country gives by itself. */
function defaultsOf({ country, authority }: Typed): Typed {
  const code = authority ?? country;
  if (typeof code !== 'string') return {};
  return {
    country: code.slice(0, 2),
    authority: code,
    zone: requireAuthority(code).zones[0],
    policy: { blockYears: BLOCK_YEARS[code.slice(0, 2)] ?? null },
  };
}

/** What is not said again stays as it is; a new organisation starts from what its country gives. */
async function completeOrganisation(typed: Typed, session: Session, { organisationId }: Speaker): Promise<Typed> {
  const known = await session.read(async (tx) => {
    const found = await findOrganisation(tx, organisationId);
    if (!found) return null;
    const { country, zone, authority, role, sector, size, policy, profile, words } = found;
    const opened = Object.entries(await readWords(tx, session.desk.vault, words)).filter(([, text]) => text !== null);
    return { country, zone, authority, role, sector, size, policy, profile, ...Object.fromEntries(opened) };
  });
  const before: Typed = known ?? defaultsOf(typed);
  const policy = { ...(before['policy'] as Typed | undefined), ...(typed['policy'] as Typed | undefined) };
  const { regimeChanges, clauseChanges, ...said } = typed;
  const profile = parseProfile(said['profile'] ?? before['profile'] ?? {});
  const changed = mergedProfile(profile, asChanges(regimeChanges), asChanges(clauseChanges));
  return { ...before, ...given(said), policy, profile: changed };
}

const asChanges = (typed: unknown): ProfileChanges =>
  typeof typed === 'object' && typed !== null ? (typed as ProfileChanges) : {};

async function answerShow(session: Session, options: CommonOptions, id: string | undefined): Promise<Answer> {
  const organisationId = await organisationIdOf(session, id ? { org: id } : options);
  const { found, words } = await session.read(async (tx) => {
    const organisation = await findOrganisation(tx, organisationId);
    return { found: organisation, words: await readWords(tx, session.desk.vault, organisation?.words ?? {}) };
  });
  if (!found)
    throw new Refusal({
      code: 'ORGANISATION_UNKNOWN',
      message: 'Cannot find the organisation',
      next: "Describe it with 'tocsin organisation set'",
    });
  const { country, zone, authority, role, sector, size, policy, profile } = found;
  const second =
    policy.secondPerson === 'required'
      ? 'a second person confirms what moves a clock later'
      : 'one person with a reason (a one-person office)';
  const block = policy.blockYears === null ? 'erased then' : `blocked then, erased after ${policy.blockYears} years`;
  return {
    data: { organisationId, ...words, country, zone, authority, role, sector, size, policy, profile },
    text: facts([
      ['Organisation', organisationId],
      ['Name', words['name'] ?? '(erased)'],
      ['Role', `${role}, ${sector}, ${size}`],
      ['Country', `${country}, ${zone}, files with ${authority}`],
      ['Address', words['address'] ?? ''],
      ['Contact', [words['email'], words['phone']].filter(Boolean).join(', ')],
      ['Tax number', words['taxId'] ?? ''],
      ['Activity', words['activity'] ?? ''],
      ['Alert address', words['alertAddress'] ?? 'none: reminders that nobody can receive are lost'],
      ['Second person', `${second}; notices above ${policy.noticeSecondPersonAbove} people`],
      ['Notices', `${policy.noticeCoolingMinutes} min to think again after approval`],
      ['Recipients', `kept ${policy.recipientsDays} days after closing, ${block}`],
      ['Case files', `readable for ${policy.fileYears} years after closing`],
      ['Reports under', profileLines(profile).join('\n') || 'the GDPR alone: add others with --regime and --clause'],
    ]),
    next: 'Next: tocsin person list',
  };
}

function setOptions(set: Command): Command {
  return set
    .option('--country <code>', 'country of establishment: ES')
    .option('--authority <code>', "its supervisory authority (default: the country's)")
    .option('--zone <zone>', "its time zone (default: the authority's)")
    .addOption(new Option('--role <role>').choices(['controller', 'jointController', 'processor']))
    .addOption(new Option('--sector <sector>').choices(['private', 'public']))
    .addOption(new Option('--size <size>').choices(['micro', 'sme', 'large', 'other']))
    .option('--name <words>', 'its name (sealed)')
    .option('--tax-id <words>', 'tax number (sealed)')
    .option('--address <words>', 'postal address (sealed)')
    .option('--phone <number>', 'telephone (sealed)')
    .option('--email <address>', 'address for questions on data protection (sealed)')
    .option('--activity <words>', 'what it does (sealed)')
    .option('--alert-address <address>', 'where reminders go that nobody else can receive (sealed)')
    .addOption(new Option('--second-person <policy>').choices(['required', 'selfWithReason']))
    .option('--notice-second-person-above <people>', 'notices to more people take a second person', wholeNumber())
    .option('--cooling-minutes <minutes>', 'between approval of a notice and its first mail', wholeNumber())
    .option('--recipients-days <days>', 'how long lists are kept after closing', wholeNumber(1))
    .option('--block-years <years>', 'blocked, not erased, for so long (Spain: 3)', wholeNumber())
    .option('--profile <file>', 'its duties to report beside the GDPR, as JSON (see tocsin law regimes --help)')
    .option(
      '--regime <regime>',
      'one of them: NIS2=ES,essential or DORA=systemic or CRA (repeatable; CRA=none)',
      regimeFlag,
    )
    .option('--clause <clause>', 'a notice owed by contract: acme-insurance=24h (repeatable; …=none)', clauseFlag)
    .option('--file-years <years>', 'how long the words of a closed case stay readable', wholeNumber(1));
}

/** The id as typed. @throws {Refusal} `USAGE` */
function requireId(id: string | undefined): string | undefined {
  if (id === undefined || /^[a-z][a-z0-9-]{1,39}$/.test(id)) return id;
  const next = 'Use lower-case letters, digits and hyphens, beginning with a letter: acme';
  throw new Refusal({ code: 'USAGE', message: 'Cannot use this id for an organisation', next }, EXIT.usage);
}

/** `tocsin organisation …`: who answers for the data, and by which policy. */
export default function addOrganisationCommands(noun: Command): void {
  const set = setOptions(noun.command('set [organisation]')).description(
    'describe the organisation, or change parts of it; its id is lower case. Open cases keep the policy they began with',
  );
  sayBy<SetOptions>(set, {
    kind: 'organisation.describe',
    ofCase: false,
    examples: [
      'organisation set acme --country ES --name "Acme, S.L." --alert-address alerts@acme.example --as diego',
      'organisation set --regime NIS2=ES,essential --regime DORA=systemic --clause acme-insurance=24h --as diego',
    ],
    organisation: ([id], { org }) => requireId(id ?? org),
    typed: (_args, options) => typedOrganisation(options),
    complete: completeOrganisation,
    after: nudgeCases,
  });
  const show = noun.command('show [organisation]').description('how it is described, and its policy');
  examples(show, 'organisation show', 'organisation show acme -o json');
  act(show, ([id], options) => withDesk((session) => answerShow(session, options, id)));
}
