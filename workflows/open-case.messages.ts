import type { OpenCaseInput } from '../activities/open-case.ts';

export type { OpenCaseInput };

export interface OpenCaseAnswer {
  caseId: string;
  seq: number;
}
