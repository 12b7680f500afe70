/**
 * A CSV of `count` contacts with consecutive phones. `tag` and `city` depend on the row, so that filters can select
 * some.
 */
export function peopleCsv(
  count: number,
  { firstPhone = 34600000000, city = (index: number) => CITIES[index % CITIES.length]! } = {},
): string {
  const lines = ['id,name,tags,gender,city'];
  for (let index = 0; index < count; index++) {
    const tags = index % 2 === 0 ? '"dog, vip"' : 'cat';
    lines.push(`${firstPhone + index},Person ${index},${tags},${index % 3 === 0 ? 'female' : 'male'},${city(index)}`);
  }
  return lines.join('\n');
}

export const CITIES = ['London', 'Madrid', 'São Paulo', 'Zürich'];

/** How many contacts of {@link peopleCsv} have each tag. */
export function tagCounts(count: number): { tag: string; count: number }[] {
  const even = Math.ceil(count / 2);
  return [
    { tag: 'dog', count: even },
    { tag: 'vip', count: even },
    { tag: 'cat', count: count - even },
  ].sort((a, b) => b.count - a.count || (a.tag < b.tag ? -1 : 1));
}
