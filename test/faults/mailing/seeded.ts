/** Numbers of one seed, printed so that a run can be had again: `TOCSIN_SEED=… `. */
export interface Seeded {
  seed: number;
  /** The next number, from `least` to below `most`. */
  between: (least: number, most: number) => number;
}

/** mulberry32 over `TOCSIN_SEED`, or over a seed of its own. */
export function seeded(): Seeded {
  const given = process.env['TOCSIN_SEED'];
  const seed = given ? Number(given) : Math.floor(Math.random() * 2 ** 31);
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { seed, between: (least, most) => least + next() * (most - least) };
}

/** Whether this is `npm run test:long`: the same tests with the numbers of a night. */
export const LONG = process.env['TOCSIN_LONG'] === '1';
