import type { Role } from '../../../domain/law/roles.ts';

export interface StoryPerson {
  personId: string;
  name: string;
  email: string;
  roles: readonly Role[];
  deputy: boolean;
  locale: 'es' | 'en';
}

const person = (domain: string, locale: 'es' | 'en') => {
  return (personId: string, name: string, roles: readonly Role[], deputy = false): StoryPerson => ({
    personId,
    name,
    email: `${personId}@${domain}`,
    roles,
    deputy,
    locale,
  });
};

const ours = person('controladora.example', 'es');
const theirs = person('vendor.example', 'en');

/** A cyber insurance whose policy wants to be told within 24 hours: a clock of its own beside the 72. */
export const INSURED = { clauses: [{ clauseId: 'ciberseguro', kind: 'insurance', hours: 24 }] };

/** The drill's controller: invented, with the facts of the story (the reading "Spanish controller, same facts"). */
export const CONTROLLER = {
  organisationId: 'controladora',
  country: 'ES',
  zone: 'Europe/Madrid',
  authority: 'ES',
  role: 'controller',
  sector: 'private',
  size: 'sme',
  words: {
    name: 'Controladora de Ejemplo, S.L.',
    taxId: 'B00000000',
    address: 'Calle Inventada, 1, 28000 Madrid',
    phone: '+34 000 000 000',
    email: 'proteccion.datos@controladora.example',
    activity: 'Servicios de software (API para desarrolladores)',
    alertAddress: 'alertas@controladora.example',
  },
  people: [
    ours('ana', 'Ana Ejemplar', ['reporter']),
    ours('bruno', 'Bruno Muestra', ['security', 'operator']),
    ours('carla', 'Carla Modelo', ['handler']),
    ours('diego', 'Diego Patrón', ['dpo']),
    ours('elena', 'Elena Supuesto', ['decisionOwner']),
    ours('fermin', 'Fermín Hipótesis', ['legal']),
    ours('gloria', 'Gloria Ensayo', ['auditor']),
    ours('hugo', 'Hugo Suplente', ['handler'], true),
    ours('irene', 'Irene Suplente', ['dpo'], true),
  ],
  processors: [
    {
      processorId: 'mixpanel',
      contractHours: 48,
      sameGroup: false,
      // Its contact is not in the sources; the filing is checked to say so.
      words: { name: 'Mixpanel', service: 'Analítica web del portal de la API' },
    },
  ],
} as const;

/** The vendor's own organisation, for its side of the story: a processor with two client controllers to tell. */
export const VENDOR = {
  organisationId: 'vendor',
  country: 'ES',
  zone: 'Europe/Madrid',
  authority: 'ES',
  role: 'processor',
  sector: 'private',
  size: 'large',
  words: {
    name: 'Mixpanel (drill)',
    taxId: 'W0000000J',
    address: '1 Invented Street, 28000 Madrid',
    phone: '+34 000 000 001',
    email: 'privacy@vendor.example',
    activity: 'Web analytics',
    alertAddress: 'alerts@vendor.example',
  },
  people: [
    theirs('rita', 'Rita Sample', ['reporter', 'security']),
    theirs('sam', 'Sam Specimen', ['handler']),
    theirs('tess', 'Tess Template', ['dpo']),
    theirs('ulla', 'Ulla Invented', ['decisionOwner', 'legal']),
    theirs('vic', 'Vic Placeholder', ['auditor', 'operator']),
    theirs('wim', 'Wim Standin', ['handler'], true),
    theirs('xena', 'Xena Standin', ['dpo'], true),
  ],
  controllers: [
    {
      controllerId: 'controladora',
      contractHours: 48,
      words: { name: 'Controladora de Ejemplo, S.L.', contact: 'proteccion.datos@controladora.example' },
    },
    {
      controllerId: 'otra-clienta',
      contractHours: 24,
      words: { name: 'Otra Clienta de Ejemplo, S.A.', contact: 'privacidad@otra-clienta.example' },
    },
  ],
} as const;
