/** What an assessment weighs, to be ticked: Guidelines 9/2022, version 2.0, section IV.B (F). */
export const ASSESSMENT_FACTORS = [
  { code: 'breachType', means: 'the type of breach' },
  { code: 'dataNatureVolume', means: 'nature, sensitivity and volume of the data' },
  { code: 'identification', means: 'how easily people are identified' },
  { code: 'consequences', means: 'how severe the consequences are for people' },
  { code: 'people', means: 'special characteristics of the people' },
  { code: 'controller', means: 'special characteristics of the controller' },
  { code: 'numberAffected', means: 'the number of people affected' },
] as const;

export type AssessmentFactor = (typeof ASSESSMENT_FACTORS)[number]['code'];
