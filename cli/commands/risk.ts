import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { addAssess } from './risk-assess.ts';
import { addRiskCases } from './risk-cases.ts';
import { addRiskReport } from './risk-report.ts';
import { addRiskShow } from './risk-show.ts';

export default function risk(noun: Command): void {
  examples(
    noun,
    'risk assess breach-2026-0042 --as carla',
    'risk assess breach-2026-0042 --from risk.json --risk risk --notify --voluntary --reasons "…" --as carla',
  );
  addAssess(noun);
  addRiskShow(noun);
  addRiskCases(noun);
  addRiskReport(noun);
}
