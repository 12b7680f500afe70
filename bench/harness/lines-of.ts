const LINE_END = 10;

/** The number of line ends in a body, of which only a piece is in memory at a time. */
export async function linesOf({ body }: Response): Promise<number> {
  let lines = 0;
  for await (const chunk of body!)
    for (let at = chunk.indexOf(LINE_END); at !== -1; at = chunk.indexOf(LINE_END, at + 1)) lines++;
  return lines;
}
