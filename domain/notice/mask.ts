/** `A•••`: enough to see that it is a real person, not enough to know who. */
export const maskName = (name: string | null): string | null => (name === null ? null : maskWord(name));

/** `a•••@e•••.test`. */
export function maskAddress(address: string): string {
  const [local = '', domain = ''] = address.split('@');
  return `${maskWord(local)}@${maskWord(domain)}.${domain.split('.').at(-1) ?? ''}`;
}

const maskWord = (word: string): string => `${[...word][0] ?? ''}•••`;
