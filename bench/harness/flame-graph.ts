import { escaped, svg, text } from '../../test/support/svg.js';
import { isClient } from './folded-stacks.js';

const [WIDTH, ROW, MARGIN, TOP] = [1200, 18, 10, 46];
const CHARACTER = 6.7;
/** A narrower frame could not be seen. In pixels. */
const NARROWEST = 1;
/** The one below all, and the services. */
const BASE = '#dee2e6';
const [OURS, CLIENTS] = ['#ffc078', '#a5d8ff'];

interface Flame {
  name: string;
  microseconds: number;
  callees: Map<string, Flame>;
}

/**
 * A flame graph in SVG: a bar for each function, as wide as its share of the time, on its caller.
 * @param stacks microseconds by `service;step;function;…`, the caller first
 * @param rows that were imported meanwhile; all times are for one of them
 */
export function drawFlames(stacks: ReadonlyMap<string, number>, rows: number, title: string): string {
  const root = treeOf(stacks);
  const cost = (microseconds: number) => `${(microseconds / rows).toFixed(1)} µs a row`;
  const frames = [...placed(root, root.microseconds)];
  const height = TOP + (Math.max(...frames.map(({ depth }) => depth)) + 1) * ROW + MARGIN;
  const bars = frames.map(({ flame, depth, x, width, colour }) => {
    const y = height - MARGIN - (depth + 1) * ROW;
    const said = `${flame.name}: ${cost(flame.microseconds)}`;
    const hint = `<title>${escaped(said)}, ${((flame.microseconds * 100) / root.microseconds).toFixed(1)} %</title>`;
    const rect = `<rect x="${round(x)}" y="${y}" width="${round(width)}" height="${ROW - 1}" fill="${colour}"/>`;
    return `<g>${hint}${rect}${label(depth < 3 ? said : flame.name, x, y, width)}</g>`;
  });
  const legend = [
    text(MARGIN, 20, title, 'font-size="14" font-weight="bold"'),
    text(MARGIN, 38, '■', `fill="${OURS}"`) + text(MARGIN + 14, 38, 'the services'),
    text(MARGIN + 110, 38, '■', `fill="${CLIENTS}"`) + text(MARGIN + 124, 38, 'the clients of servers'),
  ];
  return svg(WIDTH, height, title, [...legend, ...bars]);
}

function treeOf(stacks: ReadonlyMap<string, number>): Flame {
  const flameOf = (name: string): Flame => ({ name, microseconds: 0, callees: new Map() });
  const root = flameOf('all');
  for (const [stack, microseconds] of stacks) {
    root.microseconds += microseconds;
    let flame = root;
    for (const name of stack.split(';')) {
      if (!flame.callees.has(name)) flame.callees.set(name, flameOf(name));
      flame = flame.callees.get(name)!;
      flame.microseconds += microseconds;
    }
  }
  return root;
}

interface PlacedFlame {
  flame: Flame;
  depth: number;
  x: number;
  width: number;
  colour: string;
}

/** The widest callee first. The frames above a step have its colour. */
function* placed(flame: Flame, total: number, depth = 0, x = MARGIN, below = BASE): Generator<PlacedFlame> {
  const width = ((WIDTH - 2 * MARGIN) * flame.microseconds) / total;
  if (width < NARROWEST) return;
  const colour = depth === 2 ? (isClient(flame.name) ? CLIENTS : OURS) : below;
  yield { flame, depth, x, width, colour };
  for (const callee of [...flame.callees.values()].sort((a, b) => b.microseconds - a.microseconds)) {
    yield* placed(callee, total, depth + 1, x, colour);
    x += ((WIDTH - 2 * MARGIN) * callee.microseconds) / total;
  }
}

/** As much of a name as fits. */
function label(name: string, x: number, y: number, width: number): string {
  const characters = Math.floor((width - 4) / CHARACTER);
  if (characters < 3) return '';
  const words = name.length > characters ? `${name.slice(0, characters - 1)}…` : name;
  return text(round(x + 3), y + 13, words, 'font-family="monospace" font-size="11"');
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
