import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { addAssessCommand } from './law-assess.ts';
import { addCasesCommand } from './law-cases.ts';
import { addClockCommands } from './law-clocks.ts';
import { addCompletionCommand } from './law-completion.ts';
import { addRegimeTable } from './law-regimes.ts';
import { addRouteCommand } from './law-route.ts';
import { addSeverityCommand } from './law-severity.ts';
import { addTableCommands } from './law-tables.ts';

/** `tocsin law …`: pure look-ups. They need no server and know no "now". */
export default function addLawCommands(law: Command): void {
  examples(law, 'law clocks --aware 2026-10-23T18:00:00+02:00 --authority ES', 'law route --from scope.json');
  addClockCommands(law);
  addCompletionCommand(law);
  addSeverityCommand(law);
  addAssessCommand(law);
  addCasesCommand(law);
  addRouteCommand(law);
  addTableCommands(law);
  addRegimeTable(law);
}
