import {
  FILING_SUBTYPES,
  FILING_TYPES,
  ID_TYPES,
  INFO_POINTS,
  REPORTER_FUNCTIONS,
  SECTORS,
  SIZES,
} from '../codes/filing.ts';
import { fieldsOf, oneOf, PARTIES, REFERENCE, WORDS, when, YES_NO } from '../field.ts';
import { WHO_LABELS } from './labels-who.ts';

const field = fieldsOf(WHO_LABELS);

const engine = { saidBy: 'engine' } as const;
const organisation = { saidBy: 'organisation' } as const;
const reporter = { saidBy: 'reporter' } as const;
const otherPoint = { code: 'b', need: when('infoPoint', 'other') } as const;
const outsideEea = { saidBy: 'organisation', need: when('nonEea', true) } as const;

/** Sections A to E of the EDPB common template: the filing, the controller, who files, the DPO, who else is involved. */
export const WHO = [
  field('type', 'A[3]', oneOf(FILING_TYPES), engine),
  field('subtype', 'A[4]', oneOf(FILING_SUBTYPES), engine),
  field('withdrawReason', 'A[5]', WORDS, { need: when('subtype', 'withdraw') }),
  field('previousId', 'A[6]', REFERENCE, { need: when('type', 'follow_up'), saidBy: 'submission' }),
  field('internalRef', 'A[7]', REFERENCE, { need: 'optional', ...engine }),

  field('controller.idType', 'B[10]', oneOf(ID_TYPES), { need: 'optional', ...organisation }),
  field('controller.id', 'B[11]', WORDS, { need: 'optional', ...organisation }),
  field('controller.name', 'B[12]', WORDS, organisation),
  field('controller.contact.address', 'B[13]', WORDS, organisation),
  field('controller.contact.phone', 'B[13]', WORDS, { need: 'optional', ...organisation }),
  field('controller.contact.email', 'B[13]', WORDS, organisation),
  field('controller.sector', 'B[14]', oneOf(SECTORS), { need: 'optional', ...organisation }),
  field('controller.size', 'B[15]', oneOf(SIZES), { need: when('controller.sector', 'private'), ...organisation }),
  field('controller.sizeText', 'B[16]', WORDS, { need: when('controller.size', 'other') }),
  field('controller.activity', 'B[17]', WORDS, { need: 'optional', ...organisation }),
  field('representative.name', 'B[18]', WORDS, outsideEea),
  field('representative.contact', 'B[19]', WORDS, outsideEea),

  field('reporter.name', 'C[21]', WORDS, reporter),
  field('reporter.contact.email', 'C[22]', WORDS, reporter),
  field('reporter.contact.phone', 'C[23]', WORDS, { need: 'optional', ...reporter }),
  field('reporter.function', 'C[24]', oneOf(REPORTER_FUNCTIONS), reporter),
  field('reporter.nationalId', 'C[25]', WORDS, { need: 'optional' }),
  field('reporter.accuracyStatement', 'C[26]', YES_NO, { need: 'optional' }),

  field('dpo.designated', 'D[29]', YES_NO, { code: 'b', saidBy: 'dpo' }),
  field('dpo.name', 'D[30]', WORDS, { code: 'b', saidBy: 'dpo', need: when('dpo.designated', true) }),
  field('dpo.contact.email', 'D[31]', WORDS, { code: 'b', saidBy: 'dpo', need: when('dpo.designated', true) }),
  field('dpo.contact.phone', 'D[31]', WORDS, { code: 'b', saidBy: 'dpo', need: 'optional' }),
  field('infoPoint', 'D[33]', oneOf(INFO_POINTS), { code: 'b' }),
  field('infoPointName', 'D[34]', WORDS, otherPoint),
  field('infoPointFunction', 'D[35]', WORDS, otherPoint),
  field('infoPointContact', 'D[36]', WORDS, otherPoint),

  field('involved', 'E[38]', YES_NO, { code: 'a1', saidBy: 'processor' }),
  field('parties', 'E[39]', PARTIES, { code: 'a1', saidBy: 'processor', need: when('involved', true) }),
  field('jointControllersText', 'E[39]', WORDS, { code: 'a1', need: when('role', 'jointController') }),
];
