import { markdownTable } from '../harness/table.js';
import { PARTS, type Part, type Point } from './points.js';

/** What was measured, as two tables in Markdown: speed and processor time, and memory. */
export function growthTables(points: readonly Point[]): string {
  const amounts = ({ rows, accounts, tags }: Point) =>
    [rows, accounts, tags].map((amount) => amount.toLocaleString('en'));
  const head = ['rows', 'accounts', 'tags a contact'];
  const [cpu, memory] = (['cpu', 'memory'] as const).map((what) =>
    PARTS.filter((part) => points.some((point) => point[what][part] !== undefined)),
  ) as [Part[], Part[]];
  const ofParts = (figures: Point['cpu'], parts: Part[]) => parts.map((part) => text(figures[part]));
  const speed = markdownTable(
    [...head, 'rows/s', 'bytes a contact', ...cpu],
    points.map((point) => [
      ...amounts(point),
      Math.round(point.rowsPerSecond).toLocaleString('en'),
      Math.round(point.contactBytes).toLocaleString('en'),
      ...ofParts(point.cpu, cpu),
    ]),
  );
  const most = markdownTable(
    [...head, ...memory],
    points.map((point) => [...amounts(point), ...ofParts(point.memory, memory)]),
  );
  return `Processor time in µs a row:\n\n${speed}\n\nThe most memory, in MB:\n\n${most}`;
}

function text(figure: number | undefined): string {
  if (figure === undefined) return '–';
  return figure < 10 ? figure.toFixed(1) : Math.round(figure).toLocaleString('en');
}
