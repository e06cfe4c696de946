import type { Command } from 'commander';
import { readCase } from '../../desk/read-case.ts';
import { riskLines, riskRecord } from '../../desk/risk-view.ts';
import { type Answer, act } from '../answer.ts';
import { examples } from '../examples.ts';
import { wholeNumber } from '../read-option.ts';
import { riskListText, riskRecordText } from '../risk-text.ts';
import { withDesk } from '../session.ts';

interface ShowOptions {
  version?: number;
}

function answerList(caseId: string): Promise<Answer> {
  return withDesk(async ({ desk, read }) => {
    const found = await read((tx) => readCase(tx, desk.vault, caseId));
    const lines = riskLines(found);
    return {
      data: lines,
      text: riskListText(lines, found.facts.policy.zone),
      next: lines.length > 0 ? `Next: tocsin risk show ${caseId}` : `Next: tocsin risk assess ${caseId}`,
    };
  });
}

function answerShow(caseId: string, { version }: ShowOptions): Promise<Answer> {
  return withDesk(async ({ desk, read }) => {
    const found = await read((tx) => readCase(tx, desk.vault, caseId));
    const record = riskRecord(found, version);
    return {
      data: record,
      text: riskRecordText(record, found.facts.policy.zone),
      next: `Next: tocsin risk cases ${caseId}, or tocsin risk assess ${caseId}: the newest assessment supersedes`,
    };
  });
}

/** `risk list` and `risk show`. */
export function addRiskShow(noun: Command): void {
  const list = noun.command('list').argument('<case>', 'e.g. breach-2026-0042');
  list.description('all assessments of a case: who, when, what changed; the newest supersedes, none is lost');
  examples(list, 'risk list breach-2026-0042', 'risk list breach-2026-0042 -o json');
  act(list, ([caseId = '']) => answerList(caseId));

  const show = noun.command('show').argument('<case>', 'e.g. breach-2026-0042');
  show
    .description('one assessment in full: score, facts, safeguards, impact, both conclusions, what they hang on')
    .option('--version <number>', 'which (default: the one in force)', wholeNumber(1));
  examples(show, 'risk show breach-2026-0042', 'risk show breach-2026-0042 --version 1 -o json');
  act<ShowOptions>(show, ([caseId = ''], options) => answerShow(caseId, options));
}
