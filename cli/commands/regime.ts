import { type Command, Option } from 'commander';
import { readCase } from '../../desk/read-case.ts';
import { regimeViews } from '../../desk/regime-view.ts';
import { MOMENTS } from '../../domain/law/regimes.ts';
import { type Answer, act } from '../answer.ts';
import { examples } from '../examples.ts';
import { type Session, withDesk } from '../session.ts';
import { sayBy } from '../statement-command.ts';
import { TIME_HELP, zoneOptions } from '../time-option.ts';
import { addRegimeFiled } from './regime-filed.ts';
import { addRegimeReceipt } from './regime-receipt.ts';
import { nextOf, regimesText } from './regime-text.ts';

async function answerList(session: Session, caseId: string): Promise<Answer> {
  const now = await session.desk.now();
  const { facts } = await session.read((tx) => readCase(tx, session.desk.vault, caseId));
  const views = regimeViews(facts, now);
  return { data: views, text: regimesText(caseId, views, facts.policy.zone), next: nextOf(caseId, views) };
}

/** Regimes are written in capitals; who types `nis2` means the same. */
const regimeArgument = (command: Command): Command =>
  command
    .argument('<case>', 'e.g. breach-2026-0042')
    .argument('<regime>', 'NIS2, DORA, CONTRACT … (see tocsin regime list)', (text) => text.toUpperCase());

interface JudgeOptions {
  step?: string;
  category?: string;
}

function addJudge(noun: Command): void {
  const judge = regimeArgument(
    noun.command('judge').description('decide whether this incident must be reported under a regime, and as what'),
  )
    .argument('<applies>', 'yes, no or unknown')
    .option('--step <step>', 'one step only, such as subscribers, or the id of a clause')
    .option(
      '--category <category>',
      'the kind of incident where its steps differ: lasting (NIS2), critical (ENS-ES) …',
    );
  sayBy<JudgeOptions>(judge, {
    kind: 'regime.judge',
    ofCase: true,
    examples: [
      'regime judge breach-2026-0042 NIS2 yes --reason "service down for 6 h" --as diego',
      'regime judge breach-2026-0042 ENS-ES yes --category high --reason "…" --as diego',
    ],
    typed: ([, regimeId, applies], { step, category }) => ({ regimeId, applies, step, category }),
  });
}

function addMoment(noun: Command): void {
  const moment = zoneOptions(
    regimeArgument(
      noun.command('moment').description('record what a period runs from: detection, classification, recovery …'),
    )
      .argument('<anchor>', MOMENTS.join(', '))
      .option('--at <time>', `when: ${TIME_HELP}`),
  ).addOption(new Option('--source <words>', 'who or what says so (sealed)'));
  sayBy<{ at?: string; precision?: string; source?: string }>(moment, {
    kind: 'regime.recordMoment',
    ofCase: true,
    examples: [
      'regime moment breach-2026-0042 DORA classifiedAt --at 2026-03-10T14:30 --as carla',
      'regime moment breach-2026-0042 NIS2 detectedAt --at 2026-03-09T22:15+01:00 --as carla',
    ],
    typed: ([, regimeId, anchor], { at, precision, source }) => ({ regimeId, anchor, at, precision, source }),
  });
}

/** `tocsin regime …`: duties to report beside the GDPR, by law or by contract. */
export default function addRegimeCommands(noun: Command): void {
  const list = noun
    .command('list')
    .description('regimes a case concerns, their steps and dates, and what is still to be said')
    .argument('<case>', 'e.g. breach-2026-0042');
  examples(list, 'regime list breach-2026-0042', 'regime list breach-2026-0042 -o json');
  act(list, ([caseId = '']) => withDesk((session) => answerList(session, caseId)));
  addJudge(noun);
  addMoment(noun);
  addRegimeFiled(noun, regimeArgument);
  addRegimeReceipt(noun, regimeArgument);
  examples(
    noun,
    'regime list breach-2026-0042',
    'regime filed breach-2026-0042 NIS2 earlyWarning --at 2026-03-11T09:00',
  );
}
