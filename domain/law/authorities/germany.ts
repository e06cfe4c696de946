import type { AuthorityRow, Note } from './authority.ts';

const BDSG: readonly Note[] = [
  {
    text: 'What a filing says may be used against the filer in criminal or fine proceedings only with consent (BDSG 42(4), 43(4))',
    evidence: 'M',
  },
  {
    text: 'A controller outside the EEA files where the people live; where that is not known, with one Land, asking it to coordinate',
    evidence: 'D',
  },
];

const land = (region: string, abbr: string, name: string, more: Pick<AuthorityRow, 'sector'> = {}): AuthorityRow => ({
  code: `DE-${region}`,
  name,
  abbr,
  languages: 'de',
  zones: ['Europe/Berlin'],
  channels: ['webform'],
  confidence: 'B',
  evidence: 'address not seen',
  notes: BDSG,
  ...more,
});

/**
 * Germany: the private sector answers to the authority of its Land, federal bodies, telecoms and post to the BfDI.
 *
 * Churches and broadcasters have supervisors of their own (Art. 85, 91 (M)).
 */
export const GERMANY: readonly AuthorityRow[] = [
  {
    code: 'DE',
    name: 'Bundesbeauftragte für den Datenschutz und die Informationsfreiheit',
    abbr: 'BfDI',
    languages: 'de',
    zones: ['Europe/Berlin'],
    channels: ['webform'],
    addresses: ['bfdi.bund.de', 'poststelle@bfdi.bund.de'],
    confidence: 'B',
    sector: 'federal',
    notes: [{ text: 'Federal bodies, telecoms and post only; otherwise name the Land', evidence: 'F' }, ...BDSG],
  },
  land('BB', 'LDA Brandenburg', 'LDA Brandenburg'),
  land('BE', 'BlnBDI', 'BlnBDI, Berlin'),
  land('BW', 'LfDI BW', 'LfDI Baden-Württemberg'),
  land('BY', 'BayLDA', 'Bayerisches Landesamt für Datenschutzaufsicht (BayLDA)', { sector: 'private' }),
  land('BYP', 'BayLfD', 'Bayerischer Landesbeauftragter für den Datenschutz (BayLfD)', { sector: 'public' }),
  land('HB', 'LfDI Bremen', 'LfDI Bremen'),
  land('HE', 'HBDI', 'HBDI, Hesse'),
  land('HH', 'HmbBfDI', 'HmbBfDI, Hamburg'),
  land('MV', 'LfDI MV', 'LfDI Mecklenburg-Vorpommern'),
  land('NI', 'LfD Niedersachsen', 'LfD Niedersachsen'),
  land('NW', 'LDI NRW', 'LDI Nordrhein-Westfalen'),
  land('RP', 'LfDI RLP', 'LfDI Rheinland-Pfalz'),
  land('SH', 'ULD', 'Unabhängiges Landeszentrum für Datenschutz Schleswig-Holstein (ULD)'),
  land('SL', 'UDZ', 'Unabhängiges Datenschutzzentrum Saarland (UDZ)'),
  land('SN', 'SDTB', 'SDTB, Sachsen'),
  land('ST', 'LfD Sachsen-Anhalt', 'LfD Sachsen-Anhalt'),
  land('TH', 'TLfDI', 'TLfDI, Thüringen'),
];
