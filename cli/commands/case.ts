import type { Command } from 'commander';
import { addDecisionCommands } from './case-decisions.ts';
import { addFactsCommand } from './case-facts.ts';
import { addOpenCommand } from './case-open.ts';
import { addScopeCommand } from './case-scope.ts';
import { addShowCommands } from './case-show.ts';

/** `tocsin case …`: open a case, see it, record its facts, close it. */
export default function addCaseCommands(noun: Command): void {
  addOpenCommand(noun);
  addShowCommands(noun);
  addFactsCommand(noun);
  addScopeCommand(noun);
  addDecisionCommands(noun);
}
