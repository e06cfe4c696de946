import { quoteValue, Refusal } from '../../refusal.ts';
import type { Rule } from '../decide.ts';
import type { CaseFacts } from '../facts.ts';

const isKnown = (facts: CaseFacts, controllerId: string): boolean =>
  facts.controllers.some((controller) => controller.controllerId === controllerId);

export const controllerRules = {
  'controller.add': ((facts, { body, corrects }) => {
    if (corrects !== null || !isKnown(facts, body.controllerId)) return {};
    throw new Refusal({
      code: 'CONTROLLER_KNOWN',
      message: `Cannot add controller ${quoteValue(body.controllerId)}: it is part of case '${facts.caseId}' already`,
      next: `Tell it with 'tocsin controller tell ${facts.caseId} ${body.controllerId}', or record that it was told in another way with 'tocsin controller told ${facts.caseId} ${body.controllerId} --at …'`,
    });
  }) satisfies Rule<'controller.add'>,
  'controller.recordNotice': ((facts, { body }) => {
    if (isKnown(facts, body.controllerId)) return {};
    throw new Refusal({
      code: 'CONTROLLER_UNKNOWN',
      message: `Cannot record a notice to controller ${quoteValue(body.controllerId)}: it is not part of case '${facts.caseId}'`,
      next: `Add it first with 'tocsin controller add ${facts.caseId} ${body.controllerId} --name …'`,
    });
  }) satisfies Rule<'controller.recordNotice'>,
};
