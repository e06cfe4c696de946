/** Open and close tags match, and no ampersand stands alone: what an XML reader asks first. */
export function wellFormed(svg: string): boolean {
  const open: string[] = [];
  for (const [, close, tag, self] of svg.matchAll(/<(\/?)([a-z]+)(?:\s[^<>]*?)?(\/?)>/g)) {
    if (close === '/' && open.pop() !== tag) return false;
    if (close === '' && self === '') open.push(tag ?? '');
  }
  return open.length === 0 && !/&(?!(?:amp|lt|gt|quot|#x?[0-9a-fA-F]+);)/.test(svg);
}

/** Every tag, in order: what somebody typed must not add one. */
export const tagsOf = (svg: string): string[] =>
  [...svg.matchAll(/<(\/?[a-zA-Z][^\s/>]*)/g)].map(([, tag]) => tag ?? '');
