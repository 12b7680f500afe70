import type { Import } from '#contracts';

/** Reads the event stream of an import: its states so far, what came last, and a promise for the end of the stream. */
export function followImport(response: Response): {
  states: Import['status'][];
  last: () => Import | undefined;
  ended: Promise<void>;
} {
  const states: Import['status'][] = [];
  let last: Import | undefined;
  const read = async (): Promise<void> => {
    let text = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      const lines = (text + chunk).split('\n');
      text = lines.pop()!;
      for (const line of lines.filter((one) => one.startsWith('data: '))) {
        last = JSON.parse(line.slice('data: '.length)) as Import;
        states.push(last.status);
      }
    }
  };
  return { states, last: () => last, ended: read() };
}
