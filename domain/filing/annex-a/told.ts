import { ATTACHMENTS, EXEMPTIONS, INFORMED, MEANS, PEOPLE_TOLD } from '../codes/consequences.ts';
import { Y_N_UNKNOWN } from '../codes.ts';
import {
  COUNT,
  COUNT_PER_COUNTRY,
  COUNTRIES,
  DATE,
  field,
  oneOf,
  REFERENCE,
  someOf,
  WORDS,
  when,
  YES_NO,
} from '../field.ts';

const told = { code: 'people', need: when('status', 'yes') } as const;
const exempt = { code: 'people', need: when('status', 'no_exempt_34_3') } as const;
const across = { need: when('crossBorder', 'y') } as const;
const outside = { need: when('nonEea', true) } as const;

/** Sections M to Q of the EDPB common template: people and others told, countries, attachments. */
export const TOLD = [
  field('status', 'M[97]', oneOf(PEOPLE_TOLD), ['¿Se ha comunicado a las personas?', 'Have people been told?'], {
    code: 'people',
  }),
  field('startedOn', 'M[98]', DATE, ['Fecha de la comunicación', 'Told from'], told),
  field('plannedOn', 'M[99]', DATE, ['Fecha prevista', 'Planned for'], {
    code: 'people',
    need: when('status', 'no_will_on_date'),
  }),
  field('exemption', 'M[100]', oneOf(EXEMPTIONS), ['Excepción aplicada', 'Exemption claimed'], exempt),
  field('exemptionText', 'M[101]', WORDS, ['Justificación de la excepción', 'Reasons for the exemption'], exempt),
  field('informed', 'M[102]', oneOf(INFORMED), ['¿A todas las personas?', 'All of them?'], told),
  field('informedText', 'M[103]', WORDS, ['Por qué no a todas', 'Why not all'], {
    code: 'people',
    need: when('informed', 'not_all'),
  }),
  field('informedCount', 'M[103]', COUNT, ['Número de personas informadas', 'Number of people told'], told),
  field('means', 'M[104]', oneOf(MEANS), ['Medio', 'Means'], {
    code: 'people',
    need: [...when('status', 'yes'), ...when('exemption', 'c')],
  }),
  field('meansText', 'M[105]', WORDS, ['Descripción del medio', 'Description of the means'], {
    code: 'people',
    need: when('means', 'other'),
  }),
  field('contentText', 'M[106]', WORDS, ['Contenido comunicado', 'Content as sent'], told),

  field('police', 'N[109]', oneOf(Y_N_UNKNOWN), ['¿Denuncia policial?', 'Police told?']),
  field('otherAuthorities', 'N[110]', oneOf(Y_N_UNKNOWN), [
    '¿Otras autoridades o CERT?',
    'Other authorities or CERT told?',
  ]),
  field('othersToldText', 'N[111]', WORDS, ['Detalles y referencias', 'Details and references'], {
    need: [...when('police', 'y'), ...when('otherAuthorities', 'y')],
  }),

  field('crossBorder', 'O[113]', oneOf(Y_N_UNKNOWN), ['¿Transfronteriza?', 'Cross-border?']),
  field('leadSA', 'O[114]', REFERENCE, ['Autoridad principal', 'Lead authority'], across),
  field('establishments', 'O[115]', COUNTRIES, ['Países con establecimiento', 'Countries with establishments'], across),
  field(
    'affectedCountries',
    'O[116]',
    COUNTRIES,
    ['Países de las personas afectadas', 'Countries of the people'],
    across,
  ),
  field('countPerCountry', 'O[117]', COUNT_PER_COUNTRY, ['Personas por país', 'People per country'], across),
  field(
    'authoritiesTold',
    'O[118]',
    COUNTRIES,
    ['Otras autoridades de control informadas', 'Other authorities told'],
    across,
  ),

  field('nonEea', 'P[120]', YES_NO, ['¿Responsable fuera del EEE?', 'Controller outside the EEA?'], {
    saidBy: 'organisation',
  }),
  field('nonEeaCountries', 'P[121]', COUNTRIES, ['Países afectados', 'Countries affected'], outside),
  field('nonEeaCountPerCountry', 'P[122]', COUNT_PER_COUNTRY, ['Personas por país', 'People per country'], outside),
  field('nonEeaAuthorities', 'P[123]', COUNTRIES, ['Autoridades informadas', 'Authorities told'], outside),

  field('attachments', 'Q[125]', someOf(ATTACHMENTS), ['Documentos adjuntos', 'Attachments'], { need: 'optional' }),
];
