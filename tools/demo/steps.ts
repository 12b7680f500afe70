import { bad, clock, good, type Report } from '#terminal';

interface Step {
  title: string;
  /** Null when the step was never reached. */
  held: boolean | null;
  figures: string;
  milliseconds: number;
}

/** Thrown when a step does not find what it expects. */
export class StepFailed extends Error {
  override name = 'StepFailed';
}

/** @throws StepFailed with `message` unless the condition holds */
export function check(condition: boolean, message: string): asserts condition {
  if (!condition) throw new StepFailed(message);
}

/** Runs steps one after another, prints each result, and skips all steps after a failure. */
export class Steps {
  private readonly steps: Step[] = [];

  /** @param isOver returns true once everything is being stopped; failures after that are ignored */
  constructor(
    private readonly report: Report,
    private readonly isOver: () => boolean,
  ) {}

  get allHeld(): boolean {
    return this.steps.every((step) => step.held);
  }

  /**
   * @param work does the step; returns its figures in a few words, and the result for the next steps
   * @returns null when this step or an earlier one failed
   */
  async run<T>(title: string, work: () => Promise<{ figures: string; result: T }>): Promise<T | null> {
    const step: Step = { title, held: null, figures: '', milliseconds: 0 };
    const isReached = this.allHeld;
    this.steps.push(step);
    if (!isReached) return null;
    const started = Date.now();
    try {
      const { figures, result } = await work();
      Object.assign(step, { held: true, figures });
      return result;
    } catch (error) {
      Object.assign(step, { held: false, figures: error instanceof StepFailed ? error.message : String(error) });
      return null;
    } finally {
      step.milliseconds = Date.now() - started;
      if (!this.isOver()) this.report.say(line(step));
    }
  }

  /** All steps with their figures, one per line. */
  table(): string {
    const width = Math.max(...this.steps.map(({ title }) => title.length));
    return this.steps
      .map((step) => `  ${mark(step)} ${step.title.padEnd(width)}  ${seconds(step)}  ${step.figures}`)
      .join('\n');
  }
}

function line(step: Step): string {
  return `${mark(step)} ${step.title}: ${step.figures}`;
}

function mark({ held }: Step): string {
  const colours = process.stdout.isTTY;
  if (held === null) return '-';
  return held ? (colours ? good('✓') : '✓') : colours ? bad('✗') : '✗';
}

function seconds({ held, milliseconds }: Step): string {
  if (held === null) return '        ';
  return (milliseconds < 60_000 ? `${(milliseconds / 1000).toFixed(1)} s` : clock(milliseconds)).padStart(8);
}
