import type { NoticeSample, NoticeView } from '../../desk/notice-view.ts';
import type { Readability } from '../../domain/notice/readability.ts';
import type { Answer } from '../answer.ts';

/** The samples as a person reads them, one below the other. */
export function samplesText(samples: readonly NoticeSample[]): string {
  return samples
    .map(({ locale, audience, to, invented, subject, text, readability }, at) => {
      const who = invented ? 'an invented person' : to;
      const head = `Sample ${at + 1} of ${samples.length}: ${who}, ${audience}, in ${locale}`;
      const easy = readabilityText(readability);
      return `${head}\n${easy}\n${'='.repeat(head.length)}\nSubject: ${subject}\n\n${text.trimEnd()}`;
    })
    .join('\n\n');
}

/** `INFLESZ 62, of normal difficulty (from 55); 2 of 31 sentences have more than 25 words`. */
function readabilityText({ formula, score, normalFrom, sentences, longSentences }: Readability): string {
  const long = `${longSentences} of ${sentences} sentences have more than 25 words`;
  if (formula === null || score === null || normalFrom === null) return `No formula for this language; ${long}`;
  const judged = score >= normalFrom ? 'of normal difficulty or easier' : 'harder than normal';
  return `${formula} ${score}, ${judged} (normal from ${normalFrom}); ${long}`;
}

/** What is approved, in counts: `12 people: es 10, en 2; affected, notAffected`. */
export function countsLine({ count, people, locales, audiences }: NoticeView): string {
  const languages = Object.entries(locales).map(([locale, number]) => `${locale} ${number}`);
  const twice =
    count > people ? ` (${count} lines; whoever is in two lists gets the notice that concerns them most)` : '';
  return `${people} ${people === 1 ? 'person' : 'people'}${twice}: ${languages.join(', ')}; ${audiences.join(', ')}`;
}

/** Answers with real renderings and everything found wrong with them. */
export function previewAnswer(view: NoticeView): Answer {
  const { facts, wave, findings, textHash, listHash, count, people, audiences, locales, templates, samples } = view;
  const blocked = findings.some(({ severity }) => severity === 'error');
  const counted = count > 0 ? `${countsLine(view)}\n\n` : 'No list was imported yet: the people are invented.\n\n';
  return {
    data: {
      caseId: facts.caseId,
      wave,
      count,
      people,
      audiences,
      locales,
      templates,
      textHash,
      listHash,
      findings,
      samples,
    },
    text: counted + samplesText(samples),
    next: blocked
      ? `What is missing must be recorded before approval: tocsin case facts ${facts.caseId} …`
      : `Next: tocsin notice approve ${facts.caseId} --wave ${wave}`,
  };
}
