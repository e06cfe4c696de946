/** How a notice differs from what the same person was told before. */
export type NoticeCorrection = 'none' | 'nowConcerned' | 'noLongerConcerned';
