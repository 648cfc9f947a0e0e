import type { Words } from '../words/words.js';

interface NavigationEntry {
  path: string;
  label: (words: Words) => string;
}

/** The main menu, in order. The entry whose path the page's begins with is marked as the present one; the longest wins. */
export const navigation: readonly NavigationEntry[] = [
  { path: '/portal', label: (words) => words.navigation.children },
  { path: '/portal/consents', label: (words) => words.navigation.consents },
  { path: '/portal/letters', label: (words) => words.navigation.letters },
  { path: '/portal/contact', label: (words) => words.navigation.contact },
];

export function presentEntry(path: string): NavigationEntry | undefined {
  return navigation
    .filter((entry) => path === entry.path || path.startsWith(`${entry.path}/`))
    .toSorted((a, b) => b.path.length - a.path.length)[0];
}
