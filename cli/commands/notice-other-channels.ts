import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Speaker } from '../../desk/context.ts';
import { act } from '../answer.ts';
import { examples } from '../examples.ts';
import type { Typed } from '../kept-answers.ts';
import { type Session, withDesk } from '../session.ts';
import { type StatementOptions, statementOptions } from '../statement-options.ts';
import { sayTyped, typedBy } from '../typed-statement.ts';
import { ofCase, ofWave } from './notice-options.ts';
import { type OthersOptions, takeOthers } from './notice-others.ts';
import { completePosted, countNeverReached } from './notice-posted.ts';
import { waveNumber } from './recipients-options.ts';

/** Commands about the channel itself, and about whom e-mail does not reach. */
export function otherChannels(noun: Command): void {
  channel(noun);
  others(noun);
  posted(noun);
  publish(noun);
}

function channel(noun: Command): void {
  const block = statementOptions(
    ofCase(noun, 'block-channel', 'say that the breach hit the e-mail the people would be told by: nothing is sent'),
    'notice.blockChannel',
  );
  examples(
    block,
    'notice block-channel breach-2026-0042',
    'notice block-channel breach-2026-0042 --reason "the attacker reads the mailboxes of example.com"',
  );
  act<StatementOptions>(block, ([caseId = ''], options) => {
    const typed = typedBy(options, { channel: 'email' });
    return sayTyped({ kind: 'notice.blockChannel', caseId, typed, command: `notice block-channel ${caseId}` }, options);
  });
  const release = statementOptions(
    ofCase(noun, 'release-channel', 'say why the people may be told by e-mail all the same'),
    'notice.releaseChannel',
  ).addOption(
    new Option(
      '--because <why>',
      'notHit: the breach did not touch it, otherDomain: notices come from another domain, restored: it is safe again',
    ).choices(['notHit', 'otherDomain', 'restored']),
  );
  examples(
    release,
    'notice release-channel breach-2026-0042 --because otherDomain --reason "sent from example.net"',
    'notice release-channel breach-2026-0042 --because notHit --reason "the mail server stands elsewhere" --as dana',
  );
  act<StatementOptions & { because?: string }>(release, ([caseId = ''], options) => {
    const typed = typedBy(options, { channel: 'email', because: options.because });
    return sayTyped(
      { kind: 'notice.releaseChannel', caseId, typed, command: `notice release-channel ${caseId}` },
      options,
    );
  });
}

function others(noun: Command): void {
  const command = ofCase(
    noun,
    'others',
    'the people e-mail did not reach, for another channel (entered in the register)',
  )
    .option('--wave <number>', 'one wave only', waveNumber)
    .option('--csv <file>', 'write them as CSV')
    .addOption(new Option('--pdf <file>', 'write a letter for each of them who has a postal address').conflicts('csv'));
  statementOptions(command, 'notice.takeOthers');
  examples(
    command,
    'notice others breach-2026-0042',
    'notice others breach-2026-0042 --wave 1 --pdf letters.pdf --reason "to the post office"',
  );
  act<OthersOptions>(command, ([caseId = ''], options) => withDesk((session) => takeOthers(session, caseId, options)));
}

const howMany = (text: string): number => {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is no count, such as 12.');
};

function posted(noun: Command): void {
  const kind = 'notice.recordPosted';
  const command = statementOptions(
    ofWave(noun, 'posted', 'record that letters went to people e-mail did not reach'),
    kind,
  )
    .option('--at <time>', 'when they were posted')
    .option('--count <number>', 'how many', howMany)
    .addOption(
      new Option('--list <file>', 'the CSV of notice others, with the lines that were posted').conflicts('count'),
    )
    .option('--zone <zone>', "zone of a time written without offset (default: the organisation's)");
  examples(
    command,
    'notice posted breach-2026-0042 --wave 1 --at 2026-11-30T12:00 --count 12',
    'notice posted breach-2026-0042 --wave 1 --at 2026-11-30T12:00 --list posted.csv',
  );
  act<StatementOptions & { wave: number; at?: string; count?: number; list?: string }>(
    command,
    ([caseId = ''], options) => {
      const typed = typedBy(options, { wave: options.wave, postedAt: options.at, count: options.count });
      const complete = (given: Typed, session: Session, speaker: Speaker): Promise<Typed> =>
        completePosted(given, session, speaker, caseId, options.list);
      return sayTyped({ kind, caseId, typed, complete, command: `notice posted ${caseId}` }, options);
    },
  );
}

function publish(noun: Command): void {
  const kind = 'notice.recordPublication';
  const command = statementOptions(
    ofCase(noun, 'publish', 'record that the public communication stands (Art. 34(3)(c))'),
    kind,
  )
    .option('--at <time>', 'when it was published')
    .option('--where <words>', 'where it stands (sealed)')
    .option('--zone <zone>', "zone of a time written without offset (default: the organisation's)");
  examples(
    command,
    'notice publish breach-2026-0042 --at 2026-11-28T10:00:00+01:00',
    'notice publish breach-2026-0042 --at 2026-11-28T10:00 --where "home page"',
  );
  act<StatementOptions & { at?: string; where?: string }>(command, ([caseId = ''], options) => {
    const typed = typedBy(options, { publishedAt: options.at, where: options.where });
    const complete = async (given: Typed, session: Session, { organisationId }: Speaker): Promise<Typed> => ({
      notReached: await countNeverReached(session, organisationId, caseId),
      ...given,
    });
    return sayTyped({ kind, caseId, typed, complete, command: `notice publish ${caseId}` }, options);
  });
}
