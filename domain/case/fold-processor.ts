import type { BodyOf } from './bodies.ts';
import type { Entry } from './entry.ts';
import { type CaseFacts, noteFact, noteSuspicion, type ProcessorHop } from './facts.ts';
import type { Folds, OpenedBody } from './fold.ts';

/** The hop of a processor, begun when it is first heard of. */
function hopOf(facts: CaseFacts, processorId: string, entry: Entry): ProcessorHop {
  const known = facts.hops.find((hop) => hop.processorId === processorId);
  if (known) return known;
  const added = entry.body as OpenedBody;
  const hop: ProcessorHop = {
    number: facts.hops.length + 1,
    processorId,
    detectedAt: null,
    detectedPrecision: null,
    knownToUsAt: null,
    noticedAt: null,
    noticedPrecision: null,
    certain: false,
    contractHours: added.contractHours ?? null,
    sameGroup: added.sameGroup ?? false,
    answered: [],
    gaveUpAt: null,
  };
  facts.hops.push(hop);
  return hop;
}

/** What opening a case on a processor's word says about the hop. */
export function hopNoticeEffect(facts: CaseFacts, body: BodyOf<'case.open'>, entry: Entry): void {
  if (!body.processorId) return;
  const hop = hopOf(facts, body.processorId, entry);
  hop.detectedAt = body.detectedAt;
  hop.detectedPrecision = body.detectedAt ? body.detectedPrecision : null;
  if (body.from !== 'processor_notice') return;
  hop.noticedAt = body.learnedAt;
  hop.noticedPrecision = body.precision;
  hop.certain = body.certain;
}

export const PROCESSOR_FOLDS: Folds = {
  'processor.recordDetection': (facts, body, entry) => {
    const hop = hopOf(facts, body.processorId, entry);
    hop.detectedAt = body.detectedAt;
    hop.detectedPrecision = body.precision;
    hop.knownToUsAt = body.knownToUsAt ?? hop.knownToUsAt;
    // R-33-2: for a processor its own detection is what starts its duty.
    if (facts.role === 'processor') {
      facts.candidates.push({ at: body.detectedAt, precision: body.precision, kind: 'confirmation', seq: entry.seq });
    }
    noteFact(facts);
  },
  'processor.recordNotice': (facts, body, entry) => {
    const hop = hopOf(facts, body.processorId, entry);
    // Later phases add to what the first notice said; they do not make it later.
    if (!hop.noticedAt || Date.parse(body.noticedAt) < Date.parse(hop.noticedAt)) {
      hop.noticedAt = body.noticedAt;
      hop.noticedPrecision = body.precision;
    }
    hop.certain ||= body.certain;
    hop.answered = [...new Set([...hop.answered, ...body.contains])];
    // R-2-5: "we are looking into a possible incident" is a suspicion, not awareness.
    if (body.certain) {
      facts.candidates.push({
        at: body.noticedAt,
        precision: body.precision,
        kind: 'processor_notice',
        seq: entry.seq,
      });
    } else noteSuspicion(facts, { at: body.noticedAt, precision: body.precision, seq: entry.seq });
    noteFact(facts);
  },
  'processor.recordAnswer': (facts, body, entry) => {
    const hop = hopOf(facts, body.processorId, entry);
    hop.answered = [...new Set([...hop.answered, ...body.codes])];
  },
  'processor.giveUp': (facts, body, entry) => {
    hopOf(facts, body.processorId, entry).gaveUpAt = entry.at;
  },
};
