import type { ReceivedSpan } from './otlp-receiver.js';
import { COLOURS, svg, text } from './svg.js';

const [ROW, LABEL, CHART, TOP, MARGIN] = [20, 400, 640, 56, 16];

/** A trace as a picture in SVG: a line for each span, below the one that it belongs to, with a bar for its time. */
export function drawTrace(spans: readonly ReceivedSpan[]): string {
  const lines = inOrder(spans, '', 0);
  const began = Math.min(...spans.map((span) => span.began));
  const total = Math.max(...spans.map((span) => span.began + span.took)) - began;
  const [width, height] = [MARGIN * 2 + LABEL + CHART + 70, TOP + lines.length * ROW + MARGIN];
  const scaled = (time: number) => Math.round((CHART * time * 10) / total) / 10;
  const x = (time: number) => MARGIN + LABEL + scaled(time);
  const marks = [0, 0.25, 0.5, 0.75, 1].map((part) => {
    const at = x(part * total);
    return `<path d="M${at} ${TOP - 8}V${height - MARGIN}" stroke="#dee2e6"/>${text(at, TOP - 12, ms(part * total), 'text-anchor="middle" fill="#868e96"')}`;
  });
  const bars = lines.map(({ span, depth }, index) => {
    const y = TOP + index * ROW;
    const [from, long] = [x(span.began - began), Math.max(2, scaled(span.took))];
    const colour = COLOURS[span.service] ?? '#495057';
    return [
      text(MARGIN + depth * 14, y + 14, labelOf(span), 'fill="#212529"'),
      `<rect x="${from}" y="${y + 3}" width="${long}" height="${ROW - 6}" rx="2" fill="${colour}"/>`,
      text(from + long + 4, y + 14, ms(span.took), 'fill="#868e96"'),
    ].join('');
  });
  const legend = Object.entries(COLOURS).map(([name, colour], index) =>
    text(MARGIN + index * 90, 24, name, `font-weight="bold" fill="${colour}"`),
  );
  return svg(width, height, 'The trace of an import', [...legend, ...marks, ...bars]);
}

/** What job of an import it is, and which batch. */
function labelOf({ name, attributes }: ReceivedSpan): string {
  const [job] = String(attributes['messaging.message.id']).split('-');
  if (name === 'process imports') return `${name}: ${job}`;
  return name.startsWith('process ContactUpserted') ? `${name}: batch ${attributes.batch}` : name;
}

/** Each span is followed by those that belong to it, in the order of their beginnings. */
function inOrder(
  spans: readonly ReceivedSpan[],
  parentSpanId: string,
  depth: number,
): { span: ReceivedSpan; depth: number }[] {
  return spans
    .filter((span) => span.parentSpanId === parentSpanId)
    .sort((a, b) => a.began - b.began)
    .flatMap((span) => [{ span, depth }, ...inOrder(spans, span.spanId, depth + 1)]);
}

function ms(time: number): string {
  return `${time < 10 ? time.toFixed(1) : Math.round(time)} ms`;
}
