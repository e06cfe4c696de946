import { longDate, type StoryDates } from './dates.ts';
import type { StoryNotice } from './notice-content.ts';

export const noticeFr = ({ detectedOn, toldOn }: StoryDates): StoryNotice => ({
  subject: {
    affected: 'Vos données personnelles : incident chez un prestataire',
    notAffected: 'Incident chez un prestataire : vos données ne sont pas concernées',
  },
  intro: {
    affected:
      'Nous vous écrivons car certaines données de votre compte API ont été copiées par un tiers dans les systèmes d’un de nos prestataires.',
    notAffected:
      'Nous vous informons par souci de transparence : à ce jour, vos données ne sont pas concernées et vous n’avez rien à faire.',
  },
  whatHappened: `Le ${longDate(detectedOn, 'fr')}, Mixpanel, qui mesure pour nous l’usage du portail de l’API, a constaté que quelqu’un était entré sans autorisation dans une partie de ses systèmes et avait copié un ensemble de données. Il nous en a informés le ${longDate(toldOn, 'fr')}. Nous ne savons pas quand l’accès a commencé. Nos propres systèmes n’ont pas été touchés.`,
  when: `Détecté le ${longDate(detectedOn, 'fr')} ; le début n’est pas connu.`,
  verify:
    'Tapez vous-même l’adresse de notre site que vous connaissez et cherchez l’avis par son numéro de référence, ou appelez-nous au numéro habituel. Nous ne vous demanderons ni mot de passe, ni clé, ni code.',
  dataAffected: [
    'le nom indiqué sur votre compte API',
    'l’adresse électronique du compte',
    'votre localisation approximative (ville, région et pays)',
    'le système d’exploitation et le navigateur utilisés',
    'les sites par lesquels vous êtes arrivé',
    'les identifiants d’utilisateur ou d’organisation',
  ],
  dataNotAffected: [
    'le contenu des conversations et des instructions',
    'les requêtes et les journaux d’usage de l’API',
    'les mots de passe et identifiants de connexion',
    'les clés d’API',
    'les données de paiement',
    'les pièces d’identité',
  ],
  consequences:
    'Ces données pourraient servir à vous écrire en se faisant passer pour nous (hameçonnage), ou à tromper les personnes qui administrent vos systèmes.',
  measures: [
    'Nous avons retiré le prestataire de nos systèmes en production.',
    'Nous examinons les données compte par compte et enquêtons sur l’étendue de l’incident.',
    'Nous menons des contrôles de sécurité supplémentaires chez tous nos prestataires.',
    'Nous avons notifié l’incident à l’autorité espagnole de protection des données ou le ferons dans le délai légal.',
  ],
  advice: [
    'Méfiez-vous des messages inattendus à notre sujet ou au sujet de l’API.',
    'Vérifiez l’expéditeur et le domaine des liens ; saisissez l’adresse vous-même.',
    'Activez l’authentification à deux facteurs.',
    'Ne communiquez jamais mots de passe, clés ou codes : nous ne vous les demanderons pas.',
    'Changer de mot de passe n’est pas nécessaire ; faites-le si vous l’utilisez ailleurs.',
    'Lisez ce message attentivement et suivez les mises à jour que nous vous enverrons.',
    'Si vous administrez une organisation, revoyez les droits d’accès à l’API et votre plan de réponse aux incidents.',
  ],
  contactIntro: 'Pour toute question sur vos données :',
});
