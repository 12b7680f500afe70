import { columnKindSchema, type ColumnMapping, type Import } from '#contracts';
import { UserError } from '#terminal';

const KINDS = columnKindSchema.options;
const MEANING = new RegExp(`^(.+)=(${KINDS.join('|')})(?::(.+))?$`, 's');

/**
 * Reads what columns become: `Teléfono=id`, `Población=value:city`, `Notas=ignored`. A header may have a `=` itself.
 * @throws UserError
 */
export function readMapping(texts: readonly string[]): ColumnMapping[] {
  return texts.map((text) => {
    const [, column, kind, name] = MEANING.exec(text) ?? [];
    if (column === undefined)
      throw new UserError(`${text}: write it as COLUMN=KIND or COLUMN=value:NAME; the kinds are ${KINDS.join(', ')}.`);
    return { column, kind: columnKindSchema.parse(kind), ...(name !== undefined && { name }) };
  });
}

/** How the columns of a file were understood, in the form of {@link readMapping}. */
export function mappingText(columns: Import['columns']): string {
  return columns
    .map(({ header, name, kind }) => `${header ?? name}=${kind}${kind === 'value' ? `:${name}` : ''}`)
    .join(', ');
}
