import { describe, it } from 'node:test';
import { FORM_IDS, formFor } from '../../domain/filing/forms.ts';
import type { FilingInput } from '../../domain/filing/input.ts';
import { type Pack, packOf } from '../../domain/filing/pack.ts';
import { packHash, renderPackText } from '../../templates/filing-pack.ts';
import { storyInput, unknownInput } from '../domain/filing/story-input.ts';
import { matchesGolden } from './golden.ts';

/** To whom each form goes here, with the zone in which its times are shown. */
const TO: Readonly<Record<string, [full: [string, string], unknown: [string, string]]>> = {
  aepd: [
    ['ES', 'Europe/Madrid'],
    ['ES', 'Europe/Madrid'],
  ],
  edpb: [
    ['PT', 'Europe/Lisbon'],
    ['SE', 'Europe/Stockholm'],
  ],
  letter: [
    ['FR', 'Europe/Paris'],
    ['DE-BY', 'Europe/Berlin'],
  ],
};

function packFor(input: FilingInput, form: string, [authority, zone]: [string, string]): Pack {
  const addressed = { ...input, authority, zone };
  return packOf(addressed, formFor({ authority, form }));
}

/** What the form decides, without what every pack has beside it. */
function formJson({ authority, form, answered, required, scores, sections, annexA, openCodes }: Pack): string {
  const shown = { authority, form, answered, required, scores, sections, annexA, openCodes };
  return `${JSON.stringify(shown, null, 1)}\n`;
}

const textOf = (pack: Pack): string => renderPackText(pack).replace(packHash(pack), '<hash of the pack>');

describe('every form, filled in and empty', () => {
  for (const form of FORM_IDS) {
    const [full, unknown] = TO[form] ?? [];
    if (!full || !unknown) throw new Error(`Cannot render the form '${form}': say to whom it goes`);
    const packs = { full: packFor(storyInput(), form, full), unknown: packFor(unknownInput(), form, unknown) };
    for (const [state, pack] of Object.entries(packs)) {
      it(`shows ${form}, ${state}, as kept`, () => matchesGolden(`filing-${form}-${state}.txt`, textOf(pack)));
      it(`gives ${form}, ${state}, as JSON as kept`, () =>
        matchesGolden(`filing-${form}-${state}.json`, formJson(pack)));
    }
  }
});
