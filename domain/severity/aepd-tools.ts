/** What the AEPD's tools, and others, may have answered; `(M)` of the outcomes of Asesora Brecha: verify before use. */
export const REPORT_OUTCOMES = [
  { code: 'notify', means: 'notify the authority' },
  { code: 'documentOnly', means: 'a notification is not necessary, but document it' },
  { code: 'notControllersDuty', means: 'it is not a duty of this controller' },
  { code: 'notABreach', means: 'it is not a personal data breach' },
  { code: 'otherAuthority', means: 'another authority is competent' },
  { code: 'insufficientData', means: 'the data are not sufficient' },
  { code: 'communicate', means: 'tell the people: a high risk' },
  { code: 'notNecessary', means: 'telling the people is not necessary' },
  { code: 'cannotBeDetermined', means: 'whether to tell the people cannot be determined' },
] as const;

export type ReportOutcome = (typeof REPORT_OUTCOMES)[number]['code'];

const ASESORA: readonly ReportOutcome[] = [
  'notify',
  'documentOnly',
  'notControllersDuty',
  'notABreach',
  'otherAuthority',
  'insufficientData',
];
const COMUNICA: readonly ReportOutcome[] = ['communicate', 'notNecessary', 'cannotBeDetermined'];

/** Tools whose downloaded report belongs into the file. They only assist; the controller decides. */
export const REPORT_TOOLS = {
  asesoraBrecha: { name: 'AEPD Asesora Brecha', article: 'Art. 33', outcomes: ASESORA },
  comunicaBrecha: { name: 'AEPD Comunica-Brecha RGPD', article: 'Art. 34', outcomes: COMUNICA },
  other: { name: 'another tool', article: 'Art. 33, 34', outcomes: REPORT_OUTCOMES.map(({ code }) => code) },
} as const satisfies Record<string, { name: string; article: string; outcomes: readonly ReportOutcome[] }>;

export type ReportTool = keyof typeof REPORT_TOOLS;
