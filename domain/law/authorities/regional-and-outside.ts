import type { AuthorityRow } from './authority.ts';

/** Spain's regional authorities: the public sector only; private controllers go to the AEPD whatever the region. */
export const SPAIN_REGIONAL: readonly AuthorityRow[] = [
  {
    code: 'ES-AN',
    name: 'Consejo de Transparencia y Protección de Datos de Andalucía',
    abbr: 'CTPDA',
    languages: 'es',
    zones: ['Europe/Madrid'],
    channels: ['unknown'],
    confidence: 'C',
    evidence: 'existence (F), rest (M)',
    sector: 'public',
  },
  {
    code: 'ES-CT',
    name: 'Autoritat Catalana de Protecció de Dades',
    abbr: 'APDCAT',
    languages: 'ca es',
    zones: ['Europe/Madrid'],
    channels: ['unknown'],
    confidence: 'C',
    evidence: 'existence (F), rest (M)',
    sector: 'public',
  },
  {
    code: 'ES-PV',
    name: 'Autoridad Vasca de Protección de Datos',
    abbr: 'AVPD',
    languages: 'eu es',
    zones: ['Europe/Madrid'],
    channels: ['unknown'],
    confidence: 'C',
    evidence: 'existence (F), rest (M)',
    sector: 'public',
  },
];

/** Authorities that act under another law than the GDPR. */
export const OUTSIDE: readonly AuthorityRow[] = [
  {
    code: 'UK',
    name: "Information Commissioner's Office",
    abbr: 'ICO',
    languages: 'en cy',
    zones: ['Europe/London'],
    channels: ['webform', 'phone'],
    addresses: ['ico.org.uk', '0303 123 1113'],
    confidence: 'B',
    regime: 'UK-GDPR',
    holidayCountry: 'GB',
    notes: [
      {
        text: 'Being replaced as a body by the Information Commission; the telephone is answered in office hours',
        evidence: 'M',
      },
      { text: 'Files under the UK GDPR, Art. 33: 72 hours, as in the Union', evidence: 'F' },
    ],
  },
  {
    code: 'CH',
    name: 'Federal Data Protection and Information Commissioner',
    abbr: 'FDPIC/EDÖB/PFPDT',
    languages: 'de fr it en',
    zones: ['Europe/Zurich'],
    channels: ['webform'],
    addresses: ['databreach.edoeb.admin.ch'],
    confidence: 'A',
    regime: 'CH-FADP',
    notes: [
      {
        text: 'Only where a high risk is likely; as quickly as possible, no number of hours (Art. 24 FADP); guideline of February 2025',
        evidence: 'F',
      },
      { text: 'A confirmation can be downloaded after submission', evidence: 'F' },
    ],
  },
  {
    code: 'EU',
    name: 'European Data Protection Supervisor',
    abbr: 'EDPS',
    languages: 'en',
    zones: ['Europe/Brussels'],
    channels: ['webform'],
    addresses: ['edps.europa.eu'],
    confidence: 'C',
    regime: 'EUDPR',
    holidayCountry: 'BE',
    notes: [
      {
        text: 'EU institutions only (Regulation (EU) 2018/1725); every official language is accepted. Its own holidays are not known to this table',
        evidence: 'M',
      },
    ],
  },
];
