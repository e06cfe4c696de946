import { createRequire } from 'node:module';

const resolve = createRequire(import.meta.url).resolve;

/**
 * The typefaces embedded in a paper: Latin, Greek and Cyrillic.
 *
 * Given to pdfkit by their path: it reads a file again at each use of another name for one it has already.
 */
export const FONT_FILES = {
  regular: resolve('@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf'),
  bold: resolve('@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf'),
} as const;

/** How a run of text looks; sizes in points. */
export interface Style {
  font: keyof typeof FONT_FILES;
  size: number;
  colour: string;
}

export const INK = '#1b1d21';
export const QUIET = '#4d525a';
export const RULE = '#b5b9c0';
export const SOFT = '#f1f2f4';
/** Contrast of each with white, and with {@link SOFT}, is above 4.5 : 1. */
export const GOOD = '#0b5d2a';
export const OPEN = '#7a4700';
export const BAD = '#a3000e';

export const TITLE: Style = { font: 'bold', size: 17, colour: INK };
export const HEADING: Style = { font: 'bold', size: 12.5, colour: INK };
export const BODY: Style = { font: 'regular', size: 9.5, colour: INK };
export const STRONG: Style = { ...BODY, font: 'bold' };
export const SMALL: Style = { font: 'regular', size: 8, colour: QUIET };

const LEADING = 1.36;

/** Height of a line in points. */
export const lineHeight = ({ size }: Style): number => size * LEADING;
