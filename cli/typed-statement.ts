import { randomUUID } from 'node:crypto';
import type { Speaker } from '../desk/context.ts';
import type { NewSaying } from '../desk/say.ts';
import { BODIES, type StatementKind, WORDS } from '../domain/case/bodies.ts';
import { EXIT, Refusal } from '../domain/refusal.ts';
import type { Answer, CommonOptions } from './answer.ts';
import { dropKept, keepTyped, keptRefusal, readTyped, type Typed } from './kept-answers.ts';
import { actorOf, organisationIdOf, type Session, speakerFor, withDesk } from './session.ts';
import { type StatementOptions, sayAndAnswer } from './statement-options.ts';
import { withInstants, zonesConcerned } from './time-option.ts';

/** What a person typed: the file of `--from`, overruled by options; what is undefined was not typed. */
export function typedBy(options: Pick<StatementOptions, 'from' | 'reason' | 'zone' | 'corrects'>, flags: Typed): Typed {
  const file = options.from ? readTyped(options.from) : {};
  const own = Object.entries({ ...flags, reason: options.reason, zone: options.zone, corrects: options.corrects });
  return { ...file, ...Object.fromEntries(own.filter(([, value]) => value !== undefined)) };
}

interface Parted {
  body: Record<string, unknown>;
  words: Record<string, string>;
}

/** Fields of a file are body or words by what the statement knows; those that are both stand under `words` when they are words. */
export function partTyped(kind: StatementKind, typed: Typed): Parted {
  const { words = {}, statementId: _id, corrects: _seq, ...fields } = typed;
  const known = [...WORDS[kind].required, ...WORDS[kind].optional];
  const parted: Parted = { body: {}, words: { ...(words as Record<string, string>) } };
  for (const [field, value] of Object.entries(fields)) {
    if (field === 'zone' && !('zone' in BODIES[kind].shape)) continue; // says how times are read
    const takesWords = known.includes(field) || known.includes('*');
    const isWords = typeof value === 'string' && takesWords && !(field in BODIES[kind].shape);
    if (isWords) parted.words[field] = value;
    else parted.body[field] = value;
  }
  return parted;
}

/** What a command says: `command` is how the person would type it again, `case facts breach-2026-0042`. */
export interface TypedStatement {
  kind: StatementKind;
  caseId: string | null;
  typed: Typed;
  command: string;
  /** The organisation spoken of, when it need not exist yet. */
  organisationId?: string;
  /** Fills in what the organisation knows and the person left out. */
  complete?: (typed: Typed, session: Session, speaker: Speaker) => Promise<Typed>;
  /** Adds to the answer once the statement is accepted. */
  after?: (answer: Answer, session: Session, speaker: Speaker) => Promise<Answer>;
}

async function speakerOf(session: Session, { caseId, ...statement }: TypedStatement, options: CommonOptions) {
  if (caseId !== null) return speakerFor(session, caseId, options);
  const organisationId = statement.organisationId ?? (await organisationIdOf(session, options));
  return { organisationId, actor: actorOf(options), assurance: 'claimed' } satisfies Speaker;
}

/** Turns what was typed into a statement: times read in the zones concerned, words apart from the body. */
export async function sayingOf(session: Session, speaker: Speaker, { kind, caseId, typed }: TypedStatement) {
  const zones = await session.read((tx) => zonesConcerned(tx, speaker.organisationId, caseId));
  const { body, words } = partTyped(kind, typed);
  const zone = typeof typed['zone'] === 'string' ? typed['zone'] : undefined;
  const statementId = typeof typed['statementId'] === 'string' ? { statementId: typed['statementId'] } : {};
  const corrects = typeof typed['corrects'] === 'number' ? { corrects: typed['corrects'] } : {};
  return {
    kind,
    caseId,
    words,
    ...statementId,
    ...corrects,
    body: withInstants(kind, body, zones, zone),
  } satisfies NewSaying;
}

/**
 * Opens the desk, says what was typed, and answers. With PostgreSQL away everything typed is kept in a file that
 * `--from` reads, under the same statement id, so that saying it twice records it once.
 *
 * @throws {Refusal} the desk's; `KEPT_IN_FILE` (exit 75)
 */
export async function sayTyped(statement: TypedStatement, options: StatementOptions): Promise<Answer> {
  actorOf(options);
  const typed = { ...statement.typed, statementId: statement.typed['statementId'] ?? randomUUID() };
  try {
    const answer = await withDesk(async (session) => {
      const speaker = await speakerOf(session, statement, options);
      const completed = (await statement.complete?.(typed, session, speaker)) ?? typed;
      const saying = await sayingOf(session, speaker, { ...statement, typed: completed });
      const said = await sayAndAnswer(session, speaker, saying, options);
      return options.dryRun ? said : ((await statement.after?.(said, session, speaker)) ?? said);
    });
    if (!options.dryRun) dropKept(options.from);
    return answer;
  } catch (error) {
    throw keptInstead(error, { ...statement, typed }, options);
  }
}

/** With a service away, what was typed goes into a file; any other error comes back as it is. */
export function keptInstead(error: unknown, { kind, typed, command }: TypedStatement, options: CommonOptions): unknown {
  if (!(error instanceof Refusal)) return error;
  if (error.details.code === 'SAVED_WAITING') dropKept((options as StatementOptions).from);
  if (error.exit !== EXIT.serviceAway || options.dryRun) return error;
  const file = keepTyped(`${kind}-${String(typed['statementId']).slice(0, 8)}`, typed);
  return keptRefusal(error.message, file, options.as ? `${command} --as ${options.as}` : command);
}
