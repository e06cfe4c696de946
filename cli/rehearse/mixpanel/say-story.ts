import type { Desk, Speaker } from '../../../desk/context.ts';
import { type Said, say } from '../../../desk/say.ts';
import type { StatementKind } from '../../../domain/case/bodies.ts';
import { noticeKey } from '../../../domain/notice/content.ts';
import type { StoryChoice, StoryClaim } from './claim.ts';
import type { StoryDates } from './dates.ts';
import { type NoticeLocale, storyNotice } from './notice-content.ts';
import type { CONTROLLER, VENDOR } from './organisations.ts';

/** A statement of the story, ready to be said. */
export interface StorySaying {
  kind: StatementKind;
  body: Record<string, unknown>;
  words?: Record<string, string>;
}

export const speakerOf = (organisationId: string, actor: string): Speaker => ({
  organisationId,
  actor,
  assurance: 'claimed',
});

/** The organisation, its people and its processors; the first statement is made by whoever sets it up. */
export function organisationSayings(
  organisation: typeof CONTROLLER | typeof VENDOR,
  policy: Record<string, unknown> = {},
  profile: Record<string, unknown> = {},
): StorySaying[] {
  const { country, zone, authority, role, sector, size, words, people } = organisation;
  const processors = 'processors' in organisation ? organisation.processors : [];
  return [
    { kind: 'organisation.describe', body: { country, zone, authority, role, sector, size, policy, profile }, words },
    ...[...people]
      .sort((a, b) => Number(isKeeper(b)) - Number(isKeeper(a)))
      .map(
        ({ personId, roles, deputy, locale, name, email }): StorySaying => ({
          kind: 'person.add',
          body: { personId, roles: [...roles], deputy, locale },
          words: { name, email },
        }),
      ),
    ...processors.map(
      ({ processorId, contractHours, sameGroup, words: known }): StorySaying => ({
        kind: 'processor.describe',
        body: { processorId, contractHours, sameGroup },
        words: known,
      }),
    ),
  ];
}

/** Whoever may add the others is added first. */
const isKeeper = ({ roles, deputy }: { roles: readonly string[]; deputy: boolean }): boolean =>
  roles.includes('dpo') && !deputy;

function factsSaying(claims: readonly (StoryClaim | StoryChoice)[], chosen: boolean): StorySaying {
  const words = Object.fromEntries(claims.flatMap(({ key, text }) => (text === undefined ? [] : [[key, text]])));
  return {
    kind: 'case.recordFacts',
    body: {
      claims: claims.map(({ key, value, source, confidence }) => ({
        key,
        source,
        confidence,
        ...(value === undefined ? {} : { value }),
        ...(chosen ? { chosen } : {}),
      })),
    },
    words,
  };
}

/** The claims of each source in a statement of its own: two sources may claim the same field. */
export function claimSayings(claims: readonly StoryClaim[]): StorySaying[] {
  const sources = [...new Set(claims.map(({ source }) => source))];
  return sources.map((source) =>
    factsSaying(
      claims.filter((claim) => claim.source === source),
      false,
    ),
  );
}

/** The choices between contradicting claims, with their reasons. */
export function choiceSaying(choices: readonly StoryChoice[]): StorySaying {
  const saying = factsSaying(choices, true);
  const reasons = choices.map(
    ({ key, settles, reason }) => `${key}${settles.length > 0 ? ` (${settles.join(', ')})` : ''}: ${reason}`,
  );
  return { ...saying, words: { ...saying.words, reason: reasons.join('\n') } };
}

const asList = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n');

/** What people will be told, in one language, as facts of the case. */
export function noticeSaying(locale: NoticeLocale, dates: StoryDates, contact: string): StorySaying {
  const notice = storyNotice(locale, dates);
  const texts = {
    nature: notice.whatHappened,
    when: notice.when,
    verify: notice.verify,
    data: asList(notice.dataAffected),
    notAffected: asList(notice.dataNotAffected),
    consequences: notice.consequences,
    measures: asList(notice.measures),
    advice: asList(notice.advice),
    contact: `${notice.contactIntro}\n${contact}`,
  } as const;
  const fields = Object.keys(texts) as (keyof typeof texts)[];
  const claims = fields.map((field) => ({
    key: noticeKey(locale, field),
    source: 'controller',
    confidence: 'confirmed',
  }));
  return {
    kind: 'case.recordFacts',
    body: { claims },
    words: Object.fromEntries(fields.map((field) => [noticeKey(locale, field), texts[field]])),
  };
}

/** Says statements one after the other, each by the given person. */
export async function sayAll(
  desk: Desk,
  speaker: Speaker,
  caseId: string | null,
  sayings: readonly StorySaying[],
): Promise<Said[]> {
  const answers: Said[] = [];
  for (const { kind, body, words } of sayings) {
    answers.push(await say(desk, speaker, { kind, caseId, body, ...(words ? { words } : {}) }));
  }
  return answers;
}
