import { randomUUID } from 'node:crypto';
import { type Command, Option } from 'commander';
import { loadFacts } from '../../database/case.ts';
import { listProcessors } from '../../database/organisation.ts';
import type { Speaker } from '../../desk/context.ts';
import { preview } from '../../desk/preview.ts';
import { showMoment } from '../../desk/show-words.ts';
import { awarenessOf } from '../../domain/case/awareness.ts';
import { candidateKind } from '../../domain/case/bodies.ts';
import { nextDuty } from '../../domain/case/snapshot.ts';
import { rfc3339InZone } from '../../domain/clocks/show-time.ts';
import { EXIT, Refusal } from '../../domain/refusal.ts';
import { type Answer, act, say } from '../answer.ts';
import { mayAsk, Stopped, terminalQuestioner } from '../ask.ts';
import { examples } from '../examples.ts';
import { dropKept, keepTyped, keptRefusal, type Typed } from '../kept-answers.ts';
import { wholeNumber } from '../read-option.ts';
import { actorOf, organisationIdOf, type Session, withDesk } from '../session.ts';
import { dueNext, dueText, type StatementOptions } from '../statement-options.ts';
import { TIME_HELP, zoneOptions, zonesConcerned } from '../time-option.ts';
import { sayingOf, sayTyped, typedBy } from '../typed-statement.ts';
import { isCertain, openSchema } from './case-open-form.ts';
import { askOpening, type Surroundings } from './case-open-questions.ts';

interface OpenOptions extends StatementOptions {
  what?: string;
  learnedAt?: string;
  learnedFrom?: string;
  whose?: string;
  people?: number;
  processor?: string;
  detectedAt?: string;
  certain?: boolean;
  suspicion?: boolean;
  drill?: boolean;
  role?: string;
  precision?: string;
  schema?: boolean;
}

function typedByFlags(options: OpenOptions): Typed {
  const { what, whose, learnedAt, detectedAt, precision, role, learnedFrom, processor, people } = options;
  const certain = options.certain ? true : options.suspicion ? false : undefined;
  return typedBy(options, {
    what,
    whose,
    learnedAt,
    precision,
    detectedAt,
    role,
    certain,
    drill: options.drill,
    from: learnedFrom ?? (processor ? 'processor_notice' : undefined),
    processorId: processor,
    peopleApprox: people,
  });
}

const NOT_KNOWN: Surroundings = { zones: ['Europe/Madrid'], processors: [], now: new Date() };

/** Zones and processors for the questions; with a service away the questions are put all the same. */
async function surroundings(options: OpenOptions): Promise<Surroundings> {
  try {
    return await withDesk(async (session) => {
      const organisationId = await organisationIdOf(session, options);
      const processors = await session.read((tx) => listProcessors(tx, organisationId));
      return {
        zones: await session.read((tx) => zonesConcerned(tx, organisationId, null)),
        processors: processors.map(({ processorId }) => processorId),
        now: await session.desk.now(),
      };
    });
  } catch (error) {
    if (!(error instanceof Refusal) || error.exit !== EXIT.serviceAway) throw error;
    say(`${error.message}. Your answers will be kept in a file.`);
    return { ...NOT_KNOWN, ...(options.zone ? { zones: [options.zone] as const } : {}) };
  }
}

/** Puts the missing questions; every answer is on disk before the next question. */
async function askMissing(typed: Typed, options: OpenOptions): Promise<{ typed: Typed; draft: string }> {
  const name = `case.open-${String(typed['statementId']).slice(0, 8)}`;
  let draft = keepTyped(name, typed);
  try {
    const asked = await askOpening(terminalQuestioner(), typed, await surroundings(options), (so) => {
      draft = keepTyped(name, so);
    });
    return { typed: asked, draft };
  } catch (error) {
    if (error instanceof Stopped) throw keptRefusal('Stopped before the case was opened', draft, 'case open');
    throw error;
  }
}

const ASKED = ['what', 'learnedAt', 'from', 'whose', 'peopleApprox'];

/** @throws {Refusal} `USAGE` */
function assertEnough(typed: Typed): void {
  const missing = [
    ...(typed['learnedAt'] === undefined ? ['--learned-at TIME'] : []),
    ...(typed['from'] === undefined ? ['--learned-from WHOM'] : []),
  ];
  if (missing.length === 0) return;
  throw new Refusal(
    {
      code: 'USAGE',
      message: `Cannot open a case without ${missing.join(' and ')}`,
      next: `Add ${missing.join(' ')}, or run 'tocsin case open' at a terminal and be asked`,
    },
    EXIT.usage,
  );
}

/** What will be due first once the case is open, for a person who cannot be told yet that it is. */
async function foreseen(typed: Typed, session: Session, speaker: Speaker): Promise<string> {
  const saying = await sayingOf(session, speaker, { kind: 'case.open', caseId: null, typed, command: '' });
  const { facts } = await preview(session.desk, speaker, saying);
  return dueText(facts, await session.desk.now());
}

/** The number, the moment the clock runs from, what is due first, and the next command. */
async function opened(answer: Answer, session: Session, { organisationId }: Speaker): Promise<Answer> {
  const data = answer.data as { caseId: string };
  const { caseId } = data;
  const facts = await session.read((tx) => loadFacts(tx, organisationId, caseId));
  const { zone } = facts.policy;
  const aware = awarenessOf(facts);
  const next = nextDuty(facts);
  const known = aware ?? facts.suspicion;
  const moment = known ? showMoment(known.at, known.precision, zone) : '';
  const inZone = (at: string | null | undefined): string | null => (at ? rfc3339InZone(at, zone) : null);
  return {
    data: {
      ...data,
      awareAt: inZone(aware?.at),
      dutyId: next?.dutyId ?? null,
      dueAt: inZone(next?.dueAt),
      actBy: inZone(next?.actBy),
    },
    text: [
      `${facts.drill ? 'DRILL · ' : ''}${caseId} is open.`,
      aware ? `Aware since ${moment}` : `Not aware yet: an alert is open since ${moment}`,
      await dueNext(session, organisationId, caseId),
    ].join('\n'),
    next: `Next: tocsin case show ${caseId}`,
  };
}

async function perform(options: OpenOptions): Promise<Answer> {
  if (options.schema) return { data: openSchema(), text: JSON.stringify(openSchema(), null, 2) };
  actorOf(options);
  const flags = typedByFlags(options);
  const started = { ...flags, statementId: flags['statementId'] ?? randomUUID() };
  const asks = mayAsk(options) && ASKED.some((field) => started[field as keyof typeof started] === undefined);
  const { typed, draft } = asks ? await askMissing(started, options) : { typed: started, draft: undefined };
  assertEnough(typed);
  const whole = { ...typed, certain: isCertain(typed) };
  const clock = { text: '' };
  const complete = async (so: Typed, session: Session, speaker: Speaker): Promise<Typed> => {
    clock.text = await foreseen(so, session, speaker);
    return so;
  };
  const statement = {
    kind: 'case.open',
    caseId: null,
    typed: whole,
    command: 'case open',
    complete,
    after: opened,
  } as const;
  try {
    const answer = await sayTyped(statement, options);
    if (!options.dryRun) dropKept(draft);
    return answer;
  } catch (error) {
    throw afterRefusal(error, draft, clock.text, options);
  }
}

/** Answers given at a terminal stay on disk until they are stored. */
function afterRefusal(error: unknown, draft: string | undefined, clock: string, { output }: OpenOptions): unknown {
  if (!(error instanceof Refusal)) return error;
  const waiting = error.details.code === 'SAVED_WAITING';
  if (waiting) dropKept(draft);
  if (waiting && clock && output === 'text') say(`The clocks run all the same. ${clock}`);
  if (waiting || draft === undefined) return error;
  if (error.details.code !== 'KEPT_IN_FILE' && output === 'text') say(`Your answers are kept: --from ${draft}`);
  return error;
}

/** `case open`. */
export function addOpenCommand(noun: Command): void {
  const open = noun
    .command('open')
    .description('open a case and start its clocks: by five questions, by options, or from a file')
    .option('--what <words>', 'what happened (sealed)')
    .option('--learned-at <time>', `when you learned of it: ${TIME_HELP}`)
    .addOption(
      new Option('--learned-from <whom>', 'from whom (default with --processor: processor_notice)').choices(
        candidateKind.options,
      ),
    )
    .option('--whose <words>', 'whose data (sealed)')
    .option('--people <number>', 'about how many people', wholeNumber())
    .option('--processor <id>', 'the processor it came from')
    .option('--detected-at <time>', 'when the processor detected it')
    .addOption(
      new Option('--certain', 'you are reasonably certain that personal data was compromised').conflicts('suspicion'),
    )
    .option('--suspicion', 'you are still looking: 24 hours to decide')
    .addOption(new Option('--role <role>').choices(['controller', 'jointController', 'processor']))
    .option('--drill', 'an exercise: same engine, nothing leaves the house')
    .option('--from <file>', 'read the answers from a JSON file; - reads standard input; options win')
    .option('--schema', 'print the JSON schema of that file');
  zoneOptions(open);
  examples(
    open,
    'case open --as dpo',
    'case open --learned-at 2025-11-25 --processor mixpanel --detected-at 2025-11-09 --what "Export of analytics data" --as dpo',
  );
  act<OpenOptions>(open, (_args, options) => perform(options));
}
