import { modificationsForeseen } from '../../law/modifications.ts';
import type { Finding } from '../../refusal.ts';
import { type AuthorityFile, standingPhases } from '../facts.ts';

const warning = (code: string, sentence: string): Finding => ({
  code,
  field: 'phase',
  severity: 'warning',
  source: 'R-5-3',
  sentence,
});

/**
 * What to know about a further filing with an authority that foresees so many of them only: one that leaves something
 * open uses up the last, one beyond the number may be questioned. Never a refusal: Art. 33(4) sets no number.
 *
 * @param corrects  the entry that is corrected and does not count beside itself
 */
export function modificationFindings(
  file: AuthorityFile,
  filing: { phase: string; subtype: 'complete' | 'incomplete' },
  corrects: number | null = null,
): Finding[] {
  const foreseen = modificationsForeseen(file.code);
  if (foreseen === null || !['complementary', 'final'].includes(filing.phase)) return [];
  const made = standingPhases(file).filter(({ phase, seq }) => phase !== 'initial' && seq !== corrects).length;
  if (made >= foreseen)
    return [
      warning(
        'MODIFICATION_BEYOND',
        `${file.code} foresees ${foreseen} later filing in general and has had ${made}: it may ask why; give everything that is still open in this one`,
      ),
    ];
  if (filing.phase === 'final' || filing.subtype === 'complete') return [];
  return [
    warning(
      'MODIFICATION_ONCE',
      `${file.code} foresees ${foreseen} later filing in general: complementary and final in one. Wait for what is still open if the time allows, and say why if it does not`,
    ),
  ];
}
