import { z } from 'zod';

/** One line of the result, as written by `--json`. `null` where a figure was skipped or could not be measured. */
export const resultSchema = z.object({
  /** As for `--only`. */
  name: z.string(),
  figure: z.string(),
  unit: z.enum(['rows/s', 'ms', 'MB', '%']),
  ours: z.number().positive().nullable(),
  beside: z.number().positive().nullable(),
  besideName: z.string().nullable(),
  ratio: z.number().positive().nullable(),
  goal: z.number(),
  goalText: z.string(),
  ok: z.boolean().nullable(),
  /** Why there are no numbers. */
  reason: z.string().optional(),
});
export type Result = z.infer<typeof resultSchema>;

const HEAD = ['figure', 'ours', 'beside', '', 'ratio', 'goal', ''];

/** The results as a table. */
export function table(results: readonly Result[]): string {
  return markdownTable(HEAD, results.map(cells));
}

/** Cells as a Markdown table, which is also readable in a terminal. */
export function markdownTable(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const all = [head, ...lines];
  const widths = head.map((_, column) => Math.max(...all.map((line) => line[column]!.length), 3));
  const draw = (line: readonly string[]) =>
    `| ${line.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [draw(head), rule, ...lines.map(draw)].join('\n');
}

function cells({ figure, unit, ours, beside, besideName, ratio, goalText, ok, reason }: Result): string[] {
  if (ours === null || beside === null || ratio === null) return [figure, '–', '–', reason ?? '', '–', goalText, ''];
  const text = (value: number) =>
    `${unit === 'rows/s' ? Math.round(value).toLocaleString('en') : value.toFixed(1)} ${unit}`;
  return [
    figure,
    text(ours),
    text(beside),
    besideName!,
    `${ratio.toFixed(2)}×`,
    goalText,
    ok ? 'reached' : 'not reached',
  ];
}
