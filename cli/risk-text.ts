import type { RiskLine, RiskRecord } from '../desk/risk-view.ts';
import { showMoment, showText } from '../desk/show-words.ts';
import type { RiskVersionState } from '../domain/case/risk-versions.ts';
import { REPORT_TOOLS, type ReportTool } from '../domain/severity/aepd-tools.ts';
import { ASSESSMENT_FACTORS } from '../domain/severity/assessment-factors.ts';
import { BAND_WORDS, severityText } from './severity-text.ts';
import { notifyTargetText } from './target-text.ts';
import { columns, facts as factRows, wrapped } from './text-table.ts';

const WIDTH = 100;
const LABEL = 16;

const STATES: Readonly<Record<RiskVersionState, string>> = {
  inForce: 'in force',
  superseded: 'superseded',
  corrected: 'corrected',
  waits: 'waits for a second person',
  refused: 'refused by the second person',
  overtaken: 'overtaken before it was confirmed',
};
const AUTHORITY = { notify: 'notify', document: 'document only' } as const;
const PEOPLE = {
  notRequired: 'need not be told',
  communicate: 'must be told',
  voluntary: 'are told by choice',
} as const;

const changesText = ({ changes }: Pick<RiskLine, 'changes'>): string =>
  changes.map(({ what, from, to }) => `${what} ${from ?? '-'} → ${to ?? '-'}`).join('; ');

const scoreText = ({ score, band }: Pick<RiskLine, 'score' | 'band'>): string =>
  score === null || band === null ? '-' : `${score} ${BAND_WORDS[band]}`;

function versionBlock(line: RiskLine, zone: string): string {
  const head = `${String(line.version).padStart(2)}  ${STATES[line.state]}, entry ${line.seq}, ${line.actor}, ${showMoment(line.at, 'instant', zone)}`;
  const departs = line.departures.length > 0 ? `; departs from the score on ${line.departures.join(' and ')}` : '';
  const concluded = `score ${scoreText(line)}; risk ${line.risk}; Art. 33(1) ${AUTHORITY[line.conclusion33]}; Art. 34(1) people ${PEOPLE[line.conclusion34]}${departs}`;
  const changed = line.changes.length > 0 ? [`changed: ${changesText(line)}`] : [];
  return [head, ...[concluded, ...changed].map((text) => wrapped(text, WIDTH - 4).replace(/^/gm, '    '))].join('\n');
}

/** All assessments of a case, each with what became of it and what it changed. */
export const riskListText = (lines: readonly RiskLine[], zone: string): string =>
  lines.length > 0
    ? lines.map((line) => versionBlock(line, zone)).join('\n\n')
    : 'Nobody has assessed the risk of this case yet.';

const NOTHING = '(nothing written)';

function wordsOf({ words }: RiskRecord, field: string): string {
  const text = words[field];
  return text === undefined ? NOTHING : wrapped(showText(text), WIDTH - LABEL);
}

const departsOn = ({ departures }: RiskRecord, article: string): string =>
  departures.includes(article) ? '; departs from the score, see the reasons' : '';

function decisionRows(record: RiskRecord): [string, string][] {
  const { risk, conclusion33, conclusion34, dpoAdvice, factors } = record;
  const weighed = ASSESSMENT_FACTORS.map(({ code, means }) => `[${factors.includes(code) ? 'x' : ' '}] ${means}`);
  const advice = record.words['dpoAdvice'] === undefined ? '' : `\n${wordsOf(record, 'dpoAdvice')}`;
  const asked = { agrees: 'agrees', objects: 'objects', notAsked: 'was not asked' }[dpoAdvice];
  return [
    ['Facts', wordsOf(record, 'facts')],
    ['Safeguards', wordsOf(record, 'safeguards')],
    ['Likely impact', wordsOf(record, 'impact')],
    ['Risk', risk],
    ['Art. 33(1)', `${AUTHORITY[conclusion33]}${departsOn(record, 'Art. 33(1)')}`],
    ['Art. 34(1)', `the people ${PEOPLE[conclusion34]}${departsOn(record, 'Art. 34(1)')}`],
    ['Reasons', wordsOf(record, 'reasons')],
    ['The DPO', `${asked}${advice}`],
    ['Weighed', weighed.join('\n')],
  ];
}

function reportLines({ reports }: RiskRecord, zone: string): string[] {
  if (reports.length === 0) return [];
  const rows = reports.map(({ seq, at, tool, outcome, sha256 }) => [
    `  entry ${seq}`,
    REPORT_TOOLS[tool as ReportTool]?.name ?? tool,
    outcome,
    showMoment(at, 'instant', zone),
    `sha256 ${sha256.slice(0, 12)}…`,
  ]);
  return ['', 'Reports of tools (they assist, the controller decides)', columns(rows)];
}

/** One decision from its score to its two conclusions, in the order R-6-5 asks for. */
export function riskRecordText(record: RiskRecord, zone: string): string {
  const { caseId, version, versions, state, actor, assurance, at, seq, severity, lenientScore } = record;
  const changed =
    record.changes.length > 0 ? [wrapped(`Changed since version ${version - 1}: ${changesText(record)}`, WIDTH)] : [];
  const target = state === 'inForce' ? notifyTargetText(record.notifyTarget, zone) : '';
  return [
    `${caseId} · assessment ${version} of ${versions} · ${STATES[state]}`,
    `By ${actor} (${assurance}) on ${showMoment(at, 'instant', zone)}, entry ${seq}`,
    ...changed,
    '',
    severity ? severityText(severity) : 'No score: assessed by a method of your own',
    ...(lenientScore === null ? [] : [`Judged leniently: ${lenientScore}`]),
    '',
    factRows(decisionRows(record)),
    ...(target ? ['', target] : []),
    ...reportLines(record, zone),
  ].join('\n');
}
