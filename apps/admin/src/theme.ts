import { Badge, createTheme } from '@mantine/core';
import type { CSSVariablesResolver, MantineColorsTuple } from '@mantine/core';

/** A calm green. Shade 7 on white, and white on it, pass WCAG AA. */
const brand: MantineColorsTuple = [
  '#eefaf5',
  '#d8f2e6',
  '#b0e4ce',
  '#82d3b2',
  '#56c098',
  '#34a97e',
  '#1c8f67',
  '#0f7a56',
  '#0b6346',
  '#084d37',
];

/** Greys of the dark scheme, with a slight tint of the same green. */
const dark: MantineColorsTuple = [
  '#d5dcd9',
  '#b9c2be',
  '#98a39e',
  '#6c7773',
  '#47524e',
  '#333d39',
  '#262e2b',
  '#1c2320',
  '#151a18',
  '#0e1211',
];

export const theme = createTheme({
  colors: { brand, dark },
  primaryColor: 'brand',
  primaryShade: 7,
  fontFamily: "'Inter Variable', 'Inter fallback', system-ui, sans-serif",
  headings: {
    fontWeight: '600',
    sizes: { h1: { fontSize: '1.5rem', lineHeight: '1.3' }, h2: { fontSize: '1.125rem', lineHeight: '1.4' } },
  },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Badge: Badge.extend({
      defaultProps: { tt: 'none', fw: 500, radius: 'sm' },
      styles: { root: { letterSpacing: 0 } },
    }),
  },
});

const TINTED = ['brand', 'blue', 'gray', 'orange', 'red', 'yellow'];

/** Background and text colours of the light variant (badges, alerts, the link of the open page). */
function tints(strength: string, shade: number): Record<string, string> {
  return Object.fromEntries(
    TINTED.flatMap((color) => [
      [
        `--mantine-color-${color}-light`,
        `color-mix(in srgb, var(--mantine-color-${color}-6) ${strength}, transparent)`,
      ],
      [
        `--mantine-color-${color}-light-hover`,
        `color-mix(in srgb, var(--mantine-color-${color}-6) ${strength}, var(--row-hover))`,
      ],
      [`--mantine-color-${color}-light-color`, `var(--mantine-color-${color}-${shade})`],
    ]),
  );
}

/** Our backgrounds and lines, and text colours where those of Mantine are too pale for WCAG AA. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    ...tints('12%', 9),
    '--mantine-color-yellow-light-color': '#7a4b00',
    '--mantine-color-orange-light-color': '#8f3a08',
    '--mantine-color-red-light-color': '#ac1f1f',
    '--mantine-color-text': '#18211d',
    '--mantine-color-dimmed': '#5c646c',
    '--mantine-color-placeholder': '#6b737b',
    '--mantine-color-error': '#c92a2a',
    '--page-ground': '#f6f8f7',
    '--panel-ground': '#ffffff',
    '--panel-border': '#e3e8e6',
    '--row-hover': '#f4f8f6',
    '--tag-ground': '#eaf0ed',
    '--not-text': '#b3261e',
  },
  dark: {
    ...tints('18%', 2),
    '--mantine-color-dimmed': '#a2ada8',
    '--mantine-color-placeholder': '#98a39e',
    '--mantine-color-error': '#ff9c94',
    '--page-ground': 'var(--mantine-color-dark-8)',
    '--panel-ground': 'var(--mantine-color-dark-7)',
    '--panel-border': 'var(--mantine-color-dark-5)',
    '--row-hover': '#232b28',
    '--tag-ground': '#303a36',
    '--not-text': '#ff9c94',
  },
});
