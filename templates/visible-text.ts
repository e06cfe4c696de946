/** Control and direction characters but the newline, lone surrogates, and what is no character at all. */
const UNSEEN = /(?!\n)[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/gu;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * Text somebody typed, with every character that could hide, reorder or break what is around it made visible.
 *
 * Lines are kept, as `\n`; a tab is a space. What is left is also what XML allows.
 */
export const visibleText = (text: string): string =>
  text.replace(/\r\n?/g, '\n').replaceAll('\t', ' ').replace(UNSEEN, escaped);

/** As {@link visibleText}, on one line: for places where a line break could pass for something else. */
export const visibleLine = (text: string): string => visibleText(text).replaceAll('\n', ' ');
