export { breachCase } from './breach-case.ts';
export { noticeCampaign } from './notice-campaign.ts';
export { openCase } from './open-case.ts';
