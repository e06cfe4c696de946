/** Who a notice speaks to, the most concerned first; three lists, three first lines. */
export const AUDIENCES = ['affected', 'possiblyAffected', 'notAffected'] as const;
export type Audience = (typeof AUDIENCES)[number];

export const isAudience = (value: unknown): value is Audience => AUDIENCES.some((audience) => audience === value);
