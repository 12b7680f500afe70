import { COLOURS, svg, text } from '../../test/support/svg.js';
import { along, PARTS, type Amounts, type Part, type Point } from './points.js';

const AXES: Record<keyof Amounts, string> = { rows: 'rows', accounts: 'accounts', tags: 'tags a contact' };
const ROWS_PER_SECOND = 'rows per second';
const MEASURES: Record<string, (point: Point) => Partial<Record<Part | typeof ROWS_PER_SECOND, number>>> = {
  [ROWS_PER_SECOND]: ({ rowsPerSecond }) => ({ [ROWS_PER_SECOND]: rowsPerSecond }),
  'processor time, µs a row': ({ cpu }) => cpu,
  'most memory, MB': ({ memory }) => memory,
};
const OTHER_COLOURS: Record<string, string> = {
  exporter: '#868e96',
  store: '#c92a2a',
  Redis: '#f08c00',
  objects: '#66a80f',
};
const [WIDTH, HEIGHT, GAP, LEFT, TOP] = [300, 180, 70, 70, 70];

/** How speed, processor time and memory change with each amount, as a picture in SVG. The amounts are on a logarithmic scale. */
export function drawGrowth(points: readonly Point[]): string {
  const panels = Object.entries(MEASURES).flatMap(([measure, read], row) =>
    (Object.keys(AXES) as (keyof Amounts)[]).map((axis, column) => {
      const [x, y] = [LEFT + column * (WIDTH + GAP), TOP + row * (HEIGHT + GAP)];
      return `<g transform="translate(${x} ${y})">${panel(along(points, axis), axis, measure, read)}</g>`;
    }),
  );
  const legend = PARTS.map((part, index) =>
    text(LEFT + index * 95, 28, part, `font-weight="bold" fill="${colourOf(part)}"`),
  );
  const [width, height] = [LEFT + 3 * (WIDTH + GAP) - GAP + 20, TOP + 3 * (HEIGHT + GAP) - 10];
  return svg(width, height, 'How the cost of an import grows', [...legend, ...panels]);
}

function panel(
  points: readonly Point[],
  axis: keyof Amounts,
  measure: string,
  read: (typeof MEASURES)[string],
): string {
  const figures = points.map(read);
  const top = roundUp(Math.max(1, ...figures.flatMap((of) => Object.values(of))));
  const amounts = points.map((point) => Math.log10(point[axis]));
  const [first, last] = [amounts[0] ?? 0, amounts.at(-1) ?? 0];
  const x = (amount: number) => round(last === first ? WIDTH / 2 : ((amount - first) / (last - first)) * WIDTH);
  const y = (figure: number) => round(HEIGHT - (figure / top) * HEIGHT);
  const names = [...new Set(figures.flatMap((of) => Object.keys(of)))] as (keyof (typeof figures)[number])[];
  const lines = names.map((name) => {
    const places = figures.flatMap((of, index) => {
      const figure = of[name];
      return figure === undefined ? [] : [`${x(amounts[index]!)},${y(figure)}`];
    });
    const dots = places.map((place) => `<circle cx="${place.replace(',', '" cy="')}" r="3" fill="${colourOf(name)}"/>`);
    return `<polyline points="${places.join(' ')}" fill="none" stroke="${colourOf(name)}" stroke-width="2"/>${dots.join('')}`;
  });
  const marks = [0, 0.5, 1].map((part) => {
    const at = y(part * top);
    const words = text(-6, at + 4, (part * top).toLocaleString('en'), 'text-anchor="end" fill="#495057"');
    return `<path d="M0 ${at}H${WIDTH}" stroke="#dee2e6"/>${words}`;
  });
  const ticks = points.map((point, index) =>
    text(x(amounts[index]!), HEIGHT + 16, point[axis].toLocaleString('en'), 'text-anchor="middle" fill="#495057"'),
  );
  const title = text(0, -10, `${measure}, by ${AXES[axis]}`, 'fill="#212529"');
  return [title, ...marks, ...ticks, ...lines].join('');
}

function colourOf(name: string): string {
  return COLOURS[name] ?? OTHER_COLOURS[name] ?? '#212529';
}

/** The next of 1, 2, 4, 6, 8, 10, 20, 40, …, whose half is short, too. */
function roundUp(figure: number): number {
  const size = 10 ** Math.floor(Math.log10(figure));
  return [1, 2, 4, 6, 8, 10].find((digit) => digit * size >= figure)! * size;
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
