import type { Import } from '#contracts';

/** Reads the event stream of an import: the states received so far, and a promise for the end of the stream. */
export function followImport(response: Response): { states: Import['status'][]; ended: Promise<void> } {
  const states: Import['status'][] = [];
  const read = async (): Promise<void> => {
    let text = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      const lines = (text + chunk).split('\n');
      text = lines.pop()!;
      const events = lines.filter((line) => line.startsWith('data: '));
      states.push(...events.map((line) => (JSON.parse(line.slice('data: '.length)) as Import).status));
    }
  };
  return { states, ended: read() };
}
