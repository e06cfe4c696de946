import type { BodyOf } from '../domain/case/bodies.ts';
import { type RiskVersion, riskVersions } from '../domain/case/risk-versions.ts';
import { rfc3339InZone } from '../domain/clocks/show-time.ts';
import { Refusal } from '../domain/refusal.ts';
import { type ExplainedSeverity, explainSeverity } from '../domain/severity/explain.ts';
import { type NotifyTarget, notifyTargetOf } from './notify-target.ts';
import type { ReadCase } from './read-case.ts';

type Assessment = BodyOf<'risk.assess'>;

/** One line of `risk list`; instants in the organisation's zone. */
export interface RiskLine
  extends Pick<RiskVersion, 'version' | 'seq' | 'at' | 'actor' | 'state' | 'score' | 'changes'> {
  band: ExplainedSeverity['band'] | null;
  risk: Assessment['risk'];
  conclusion33: Assessment['conclusion33'];
  conclusion34: Assessment['conclusion34'];
  departures: string[];
}

export interface RiskReportView {
  seq: number;
  at: string;
  actor: string;
  tool: string;
  outcome: string;
  sha256: string;
  note: string | null;
}

/** The record of one decision: score, facts, safeguards, likely impact, Art. 33(1), Art. 34(1) (R-6-5). */
export interface RiskRecord extends RiskLine {
  caseId: string;
  versions: number;
  assurance: string;
  method: Assessment['method'];
  severity: ExplainedSeverity | null;
  lenientScore: string | null;
  factors: string[];
  /** Opened; null where they were erased, absent where nothing was written. */
  words: Record<string, string | null>;
  dpoAdvice: Assessment['dpoAdvice'];
  reports: RiskReportView[];
  notifyTarget: NotifyTarget | null;
}

const explained = ({ inputs, answers }: Assessment): ExplainedSeverity | null =>
  inputs && explainSeverity(inputs, answers);

function lineOf({ assessment, ...said }: RiskVersion, zone: string): RiskLine {
  const { risk, conclusion33, conclusion34 } = assessment;
  const { version, seq, actor, state, score, changes, departures } = said;
  const band = explained(assessment)?.band ?? null;
  const at = rfc3339InZone(said.at, zone);
  return { version, seq, at, actor, state, score, band, risk, conclusion33, conclusion34, departures, changes };
}

/** All assessments of a case, oldest first. */
export const riskLines = ({ facts, entries }: ReadCase): RiskLine[] =>
  riskVersions(facts, entries).map((version) => lineOf(version, facts.policy.zone));

const reportViews = ({ facts, words }: ReadCase): RiskReportView[] =>
  facts.riskReports.map(({ seq, at, actor, tool, outcome, reportSha256 }) => ({
    seq,
    at: rfc3339InZone(at, facts.policy.zone),
    actor,
    tool,
    outcome,
    sha256: reportSha256,
    note: words[seq]?.['note'] ?? null,
  }));

/**
 * One assessment in full: the version asked for, else the one in force, else the newest.
 *
 * @throws {Refusal} `RISK_NOT_ASSESSED`, `RISK_VERSION`
 */
export function riskRecord(read: ReadCase, asked: number | undefined): RiskRecord {
  const { facts, entries, words } = read;
  const versions = riskVersions(facts, entries);
  const inForce = versions.find(({ state }) => state === 'inForce') ?? versions.at(-1);
  if (!inForce) throw notAssessed(facts.caseId);
  const version = asked === undefined ? inForce : versions.find((each) => each.version === asked);
  if (!version) throw noVersion(facts.caseId, asked ?? 0, versions.length);
  const { assessment } = version;
  return {
    caseId: facts.caseId,
    versions: versions.length,
    ...lineOf(version, facts.policy.zone),
    assurance: version.assurance,
    method: assessment.method,
    severity: explained(assessment),
    lenientScore: assessment.lenient ? explainSeverity(assessment.lenient).score : null,
    factors: assessment.factors ?? [],
    words: words[version.seq] ?? {},
    dpoAdvice: assessment.dpoAdvice,
    reports: reportViews(read),
    notifyTarget: notifyTargetOf(facts),
  };
}

const notAssessed = (caseId: string): Refusal =>
  new Refusal({
    code: 'RISK_NOT_ASSESSED',
    message: `Cannot show an assessment of case '${caseId}': nobody has assessed the risk yet`,
    next: `Assess it: tocsin risk assess ${caseId}`,
  });

const noVersion = (caseId: string, asked: number, count: number): Refusal =>
  new Refusal({
    code: 'RISK_VERSION',
    message: `Cannot show assessment ${asked} of case '${caseId}': it has ${count}`,
    next: `See them all: tocsin risk list ${caseId}`,
  });
