import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FilingInput } from '../../domain/filing/input.ts';
import { type Pack, packOf } from '../../domain/filing/pack.ts';
import { renderFilingPdf, renderPackPdf } from '../../templates/filing-pack-pdf.ts';
import { storyInput, unknownInput } from '../domain/filing/story-input.ts';
import { elementsOf, type PdfElement, type ReadPdf, readPdf, textOf } from '../support/pdf-reader.ts';
import { HOSTILE_TEXTS } from './hostile-texts.ts';

const full = packOf(storyInput());
const unknown = packOf(unknownInput());
const BOTH = { renderPackPdf, renderFilingPdf } as const;

const made = new Map<string, Promise<ReadPdf>>();

/** The two packs as read back, each made once: a typeface takes its time. */
function readOf(name: keyof typeof BOTH, pack: Pack): Promise<ReadPdf> {
  const key = `${name} ${pack.caseId}`;
  const reading = made.get(key) ?? BOTH[name](pack).then(readPdf);
  made.set(key, reading);
  return reading;
}

/** Text without the line breaks the page put in. */
const flat = (element: PdfElement): string => textOf(element).replaceAll('\n', ' ').replace(/ +/g, ' ');

/** The story with one text in a field of words. */
function withText(text: string): FilingInput {
  const story = storyInput();
  const [key = ''] = Object.entries(story.values).find(([name]) => name.endsWith('Text')) ?? [];
  const filed = story.values[key];
  assert.ok(filed);
  return { ...story, values: { ...story.values, [key]: { ...filed, value: text } } };
}

const rowsOf = (element: PdfElement): string[][] =>
  elementsOf(element, 'TR').map(({ children }) =>
    children.map((cell) => (typeof cell === 'string' ? cell : flat(cell))),
  );

for (const name of ['renderPackPdf', 'renderFilingPdf'] as const) {
  const render = BOTH[name];
  describe(`${name}: tagged PDF`, () => {
    for (const [known, pack] of Object.entries({ full, unknown })) {
      it(`says its title, its language and that it is tagged (${known})`, async () => {
        const { title, language, marked, ua, pages } = await readOf(name, pack);
        assert.deepEqual(
          { title, language, marked, ua },
          {
            title: `Notificación de brecha de datos personales · ${pack.caseId}`,
            language: 'es',
            marked: true,
            ua: '1',
          },
        );
        assert.ok(pages > 1);
      });

      it(`leaves no text outside the tree (${known})`, async () => {
        assert.deepEqual((await readOf(name, pack)).unmarked, []);
      });
    }

    it('embeds every typeface', async () => {
      const { fonts } = await readOf(name, full);
      assert.deepEqual(
        fonts.map(({ embedded }) => embedded),
        [true, true],
      );
      assert.ok(fonts.every((font) => font.name.includes('NotoSans')));
    });

    it('has one H1, and an H2 for each part', async () => {
      const { root } = await readOf(name, full);
      assert.equal(elementsOf(root, 'H1').length, 1);
      assert.ok(elementsOf(root, 'H2').length >= 10);
    });

    it('heads each table once: columns and rows, cells as many as columns', async () => {
      const { root } = await readOf(name, full);
      for (const table of elementsOf(root, 'Table')) {
        const [head, ...rows] = elementsOf(table, 'TR');
        assert.ok(head && rows.length > 0);
        const columns = head.children.length;
        assert.deepEqual(new Set(elementsOf(head, 'TH').map(({ scope }) => scope)), new Set(['Column']));
        for (const row of rows) {
          assert.equal(row.children.length, columns);
          assert.deepEqual(
            elementsOf(row, 'TH').map(({ scope }) => scope),
            ['Row'],
          );
        }
      }
    });

    it('gives the same bytes each time', async () => {
      assert.equal((await render(full)).equals(await render(packOf(storyInput()))), true);
    });

    it('numbers its pages, and marks a drill on each, outside the text', async () => {
      const { artifacts, pages } = await readOf(name, full);
      assert.ok(artifacts.includes(`Página ${pages} de ${pages}`));
      assert.equal(artifacts.filter((text) => text === 'SIMULACRO').length, pages);
      assert.equal((await readOf(name, unknown)).artifacts.includes('SIMULACRO'), false);
    });

    it('takes a text of many pages, and says it once and whole', async () => {
      const words = Array.from({ length: 6000 }, (_each, index) => `palabra${index}`).join(' ');
      const { root, pages, unmarked } = readPdf(await render(packOf(withText(words))));
      assert.ok(pages > 12);
      assert.deepEqual(unmarked, []);
      assert.equal(flat(root).split(words).length, 2);
    });

    it('writes Greek and Cyrillic as they are, and names what the typeface lacks', async () => {
      const { root } = readPdf(await render(packOf(withText('Αρχή, Комисия, 中 🙂'))));
      assert.match(flat(root), /Αρχή, Комисия, \[U\+4E2D\] \[U\+1F642\]/);
    });

    it('input 25: shows what somebody could write as text, in the same structure', async () => {
      const bytes = await render(packOf(withText(HOSTILE_TEXTS.join('\n'))));
      const harmless = HOSTILE_TEXTS.flatMap((text) => text.split('\n')).map(() => 'harmless');
      const shape = (element: PdfElement): unknown[] => [
        element.tag,
        ...element.children.flatMap((child) => (typeof child === 'string' ? [] : [shape(child)])),
      ];
      assert.deepEqual(
        shape(readPdf(bytes).root),
        shape(readPdf(await render(packOf(withText(harmless.join('\n'))))).root),
      );
      assert.doesNotMatch(bytes.toString('latin1'), /\/(?:URI|JavaScript|Launch|OpenAction|AcroForm)\b/);
    });
  });
}

describe('renderPackPdf', () => {
  it('shows every field of every section, in the order of the form', async () => {
    const { root } = await readOf('renderPackPdf', full);
    const numbers = rowsOf(root).flatMap(([number = '']) => (/^\d+\.\d+$/.test(number) ? [number] : []));
    assert.deepEqual(
      numbers,
      full.sections.flatMap(({ fields }) => fields.map(({ number }) => number)),
    );
  });

  it('says state and origin of a field in words, and what to verify before use since when', async () => {
    const { root } = await readOf('renderPackPdf', full);
    const row = rowsOf(root)
      .find(([number]) => number === '1.7')
      ?.join(' | ');
    assert.match(row ?? '', /dado asiento 1, origen la organización/);
    assert.match(row ?? '', /comprobar antes de usar: cotejado el 2026-11-22/);
  });

  it('says that what is English is English', async () => {
    const { root } = await readOf('renderPackPdf', full);
    const english = elementsOf(root, 'Span').filter(({ lang }) => lang === 'en');
    assert.ok(english.some((span) => flat(span) === 'Name of the controller'));
  });

  it('lists what is wrong, and tells how to verify it: hashes, commands, what it proves and what not', async () => {
    const text = flat((await readOf('renderPackPdf', full)).root);
    for (const said of [
      'FILING_VALUE_OPEN 10.1',
      full.register.headHash.slice(0, 30),
      `tocsin register export ${full.caseId}`,
      `tocsin register verify ${full.caseId}-register.json --head`,
      'Qué no prueba',
    ])
      assert.ok(text.includes(said), said);
  });

  it('shows what changed since the filing before, where there was one', async () => {
    const later: Pack = {
      ...full,
      phase: 'complementary',
      previous: {
        registryNumber: 'REGAGE25e00090210001',
        submittedAt: '2025-11-27T17:05:00Z',
        phase: 'initial',
        packHash: 'a'.repeat(64),
      },
      changes: [{ key: 'count', label: 'Número de personas', before: null, after: '1.312' }],
    };
    for (const render of Object.values(BOTH)) {
      const { root } = readPdf(await render(later));
      assert.ok(flat(root).includes('Comparado con REGAGE25e00090210001, presentada el jue 27 nov 2025 18:05 Madrid'));
      assert.deepEqual(
        rowsOf(root).find(([label]) => label === 'Número de personas'),
        ['Número de personas', '(sin valor)', '1.312'],
      );
    }
    assert.equal(flat((await readOf('renderPackPdf', full)).root).includes('Qué ha cambiado'), false);
  });
});

describe('the timeline in the PDF', () => {
  it('is a figure whose alternative text says all it shows, and a table of the same facts', async () => {
    const { root } = await readOf('renderPackPdf', full);
    const [figure] = elementsOf(root, 'Figure');
    for (const said of [
      'dom 9 nov 2025: Mixpanel lo detecta',
      '16 días',
      'jue 27 nov 2025 24:00 +01:00: Fin de las 72 horas: ES',
    ])
      assert.ok(figure?.alt?.includes(said), said);
    assert.ok(rowsOf(root).some(([time, what]) => time === 'dom 9 nov 2025' && what === 'Mixpanel lo detecta hecho'));
    assert.ok(figure && flat(figure).includes('16 días'));
  });

  it('is not drawn where nothing is known, nor in packs kept before there was one, nor for the authority', async () => {
    const { timeline: _none, ...older } = full;
    for (const { root } of [
      await readOf('renderPackPdf', unknown),
      readPdf(await renderPackPdf(older)),
      await readOf('renderFilingPdf', full),
    ])
      assert.deepEqual(elementsOf(root, 'Figure'), []);
  });
});

describe('renderFilingPdf', () => {
  it('is addressed to the authority, with our reference', async () => {
    const [to, , reference] = rowsOf((await readOf('renderFilingPdf', full)).root).slice(1);
    assert.deepEqual(
      [to, reference],
      [
        ['A', 'Agencia Española de Protección de Datos'],
        ['Nuestra referencia', 'breach-2025-9001'],
      ],
    );
  });

  it('says nothing of ours: no finding, source, entry or state', async () => {
    const text = flat((await readOf('renderFilingPdf', full)).root);
    for (const ours of [
      'FILING_VALUE_OPEN',
      'asiento',
      'origen',
      'tocsin',
      full.register.headHash.slice(0, 12),
      'dado',
    ]) {
      assert.equal(new RegExp(`\\b${ours}\\b`).test(text), false, ours);
    }
  });

  it('R-33-4 names what is open and says that it follows', async () => {
    const { root } = await readOf('renderFilingPdf', full);
    assert.deepEqual(elementsOf(root, 'LBody').map(flat), [
      '7.3 Número de registros: ¿exacto? (número de registros)',
      '8.3 Número de personas: ¿exacto? (número de personas)',
      '10.1 ¿Cuándo se produjo? (inicio)',
    ]);
    assert.match(flat(root), /de manera gradual y sin dilación indebida \(art\. 33\.4 del RGPD\)/);
  });

  it('is honest about a case of which nothing is known', async () => {
    const text = flat((await readOf('renderFilingPdf', unknown)).root);
    assert.match(text, /Nombre o razón social Aún no se conoce; se comunicará/);
  });

  it('gives an unsettled value to nobody', async () => {
    const section = full.sections[0];
    assert.ok(section);
    const fields = section.fields.map((field) =>
      field.number === '1.2' ? { ...field, status: 'contradicted' as const, shown: 'B99999999' } : field,
    );
    const pack = { ...full, sections: [{ ...section, fields }, ...full.sections.slice(1)] };
    assert.equal(flat(readPdf(await renderFilingPdf(pack)).root).includes('B99999999'), false);
  });
});
