import type { StoryClaim } from './claim.ts';
import { longDate, type StoryDates } from './dates.ts';

const fromS2 = { source: 'S2', confidence: 'confirmed' } as const;
const fromS0 = { source: 'S0', confidence: 'unverified' } as const;
const ours = { source: 'controller', confidence: 'confirmed' } as const;

/** What both articles or the controller say, and nobody disputes. */
function undisputed({ detectedOn, plannedOn }: StoryDates): StoryClaim[] {
  const detected = longDate(detectedOn, 'es');
  return [
    { key: 'discoveredBy', value: 'processor', ...fromS2 },
    { key: 'types', value: ['confidentiality'], ...fromS2 },
    { key: 'cKind', value: 'exfiltrated', ...fromS2 },
    { key: 'unintelligible', value: 'no', source: 'S2', confidence: 'inferred' },
    { key: 'cause', value: 'external_malicious', ...fromS2 },
    {
      key: 'systemsText',
      text: 'Parte de la infraestructura del encargado (analítica web de la interfaz del portal de la API). Los sistemas propios del responsable no se han visto afectados. Se ha pedido al encargado la ubicación de los servidores.',
      ...fromS2,
    },
    { key: 'categories', value: ['users', 'customers'], ...fromS2 },
    { key: 'dataTypes', value: ['basic', 'contact', 'location', 'additional'], ...fromS2 },
    { key: 'recordKind', value: 'tbd', ...ours },
    { key: 'consequences.c', value: ['linkable', 'misused'], ...fromS2 },
    { key: 'impact', value: ['loss_of_control', 'fraud'], ...fromS2 },
    {
      key: 'impactText',
      text: 'Los datos permiten suplantación dirigida (phishing) e ingeniería social contra administradores y equipos de desarrollo.',
      ...fromS2,
    },
    { key: 'severity', value: 'moderate', ...ours },
    {
      key: 'measuresBefore',
      value: ['policies', 'training', 'access_levels', 'logical_access_mfa', 'incident_log'],
      ...ours,
    },
    {
      key: 'measuresBeforeText',
      text: 'Contrato de encargo con plazo de aviso de 48 horas, datos de analítica limitados a datos de perfil, doble factor en los accesos propios y registro de incidentes.',
      ...ours,
    },
    { key: 'addressing', value: ['vendor_removed_from_production', 'dataset_review_per_account'], ...fromS2 },
    { key: 'preventive', value: ['audits', 'process_change'], ...fromS2 },
    { key: 'status', value: 'no_will_on_date', ...ours },
    { key: 'plannedOn', value: plannedOn, ...ours },
    { key: 'processingSince', value: '1_to_5_years', ...ours },
    { key: 'processingScope', value: 'international', ...ours },
    { key: 'resolved', value: 'unknown', ...ours },
    { key: 'riskAnalysis', value: 'y', ...ours },
    { key: 'dpia', value: 'n', ...ours },
    {
      key: 'measuresText',
      text: `Se retiró al proveedor del entorno de producción inmediatamente después de detectarse el acceso (${detected}).`,
      ...fromS0,
    },
  ];
}

/** What S2 says where S0 says otherwise or nothing, as the articles have it, defects included. */
function disputed({ detectedOn, toldOn }: StoryDates): StoryClaim[] {
  const detected = longDate(detectedOn, 'es').replace(/ de \d{4}$/, '');
  const told = longDate(toldOn, 'es').replace(/ de \d{4}$/, '');
  return [
    { key: 'when', value: 'day', source: 'S2', confidence: 'unverified' },
    { key: 'when', value: 'tbd', ...ours },
    { key: 'incident', value: ['sent_by_mistake'], ...fromS0 },
    { key: 'incident', value: ['unauthorised_it_access', 'exfiltration'], ...fromS2 },
    { key: 'causeText', text: 'Los datos se enviaron a un registro de salida de Mixpanel.', ...fromS0 },
    {
      key: 'causeText',
      text: 'Un atacante accedió sin autorización a parte de la infraestructura de Mixpanel y exportó un conjunto de datos de analítica.',
      ...fromS2,
    },
    {
      key: 'dataTypesText',
      text: 'Nombre de usuario de la cuenta, correo electrónico, ubicación exacta, sistema operativo y navegador, sitios de procedencia, identificadores; no la «cerradura» de la API.',
      ...fromS0,
    },
    {
      key: 'dataTypesText',
      text: 'Nombre de pila indicado al registrarse, correo electrónico, ubicación aproximada (ciudad, provincia, país), sistema operativo y navegador, sitios de procedencia, identificadores; más abajo, también direcciones.',
      ...fromS2,
    },
    { key: 'discoveryText', text: 'Avisó Mixpanel, socio de la compañía.', ...fromS0 },
    {
      key: 'discoveryText',
      text: `Mixpanel, responsable del tratamiento, detectó el incidente, que comenzó el ${detected}, avisó el ${told} e informará a las organizaciones y, si procede, a las autoridades.`,
      ...fromS2,
    },
    {
      key: 'measuresText',
      text: 'Se retiró al proveedor tras recibir los detalles técnicos; se revisa el conjunto de datos cuenta por cuenta y se refuerzan los controles de todos los proveedores. Cambiar la contraseña no es imprescindible, pero se aconseja.',
      ...fromS2,
    },
    { key: 'countKind', value: 'approximate', source: 'S2', confidence: 'unverified' },
    { key: 'countKind', value: 'tbd', ...ours },
    { key: 'categoriesText', text: AUDIENCE_TEXT, ...fromS2 },
    { key: 'categoriesText', text: AUDIENCE_TEXT, ...fromS0 },
  ];
}

const AUDIENCE_TEXT =
  'Titulares de cuentas de la API: desarrolladores, empresas y organizaciones que usan el portal de la API. No se conoce que haya menores ni colectivos vulnerables.';

/**
 * Everything the two articles and the controller say, contradictions included: without the choices of
 * `contradictions.ts` the filing refuses to take sides.
 */
export const storyClaims = (dates: StoryDates): StoryClaim[] => [...undisputed(dates), ...disputed(dates)];
