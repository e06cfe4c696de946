import { longDate, type StoryDates } from './dates.ts';
import type { StoryNotice } from './notice-content.ts';

export const noticeEn = ({ detectedOn, toldOn }: StoryDates): StoryNotice => ({
  subject: {
    affected: 'About your personal data: an incident at a supplier',
    notAffected: 'An incident at a supplier: your data are not affected',
  },
  intro: {
    affected:
      'We are writing because some data of your API account were copied by somebody else from the systems of a supplier of ours.',
    notAffected:
      'We are telling you for transparency: as far as we know today, your data are not affected and you need do nothing.',
  },
  whatHappened: `On ${longDate(detectedOn, 'en')} Mixpanel, which measures the use of the API portal for us, found that somebody had entered part of its systems without permission and copied a set of data. It told us on ${longDate(toldOn, 'en')}. We do not know when the access began. Our own systems were not affected.`,
  when: `Detected on ${longDate(detectedOn, 'en')}; when it began is not known.`,
  verify:
    'Type the address of our site that you know into your browser and look for the notice by its reference, or call us on the usual number. We will never ask you for passwords, keys or codes.',
  dataAffected: [
    'the name on your API account',
    'the e-mail address of the account',
    'your approximate location (city, region and country)',
    'the operating system and browser used',
    'the websites you came from',
    'user or organisation identifiers',
  ],
  dataNotAffected: [
    'the content of conversations and prompts',
    'API requests and usage logs',
    'passwords and credentials',
    'API keys',
    'payment data',
    'identity documents',
  ],
  consequences:
    'Somebody could use these data to write to you pretending to be us (phishing), or to deceive the people who run your systems.',
  measures: [
    'We have removed the supplier from our production systems.',
    'We are reviewing the data account by account and investigating the extent.',
    'We are making extra security checks of all our suppliers.',
    'We have notified the Spanish data protection authority, or will within the legal period.',
  ],
  advice: [
    'Distrust unexpected messages about us or about the API.',
    'Check the sender and the domain of links; type the address yourself.',
    'Turn on a second factor for signing in.',
    'Never share passwords, keys or codes: we will not ask for them.',
    'Changing your password is not needed; do so if you use it elsewhere too.',
    'Read this message calmly and follow the updates we send you.',
    'If you run an organisation, review who has access to the API and your plan for incidents.',
  ],
  contactIntro: 'For any question about your data:',
});
