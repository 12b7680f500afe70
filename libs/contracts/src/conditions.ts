// Plain data, apart from the schemas, so that the web page can use it without loading zod.

/**
 * One condition on contacts. `kind` says what its text is: it decides the schema (`filter.ts`) and how the page shows it.
 * One with a `not` may be given several times and is joined by `match`; that `not` is its opposite, which always applies.
 * One without may be given once and always applies.
 */
type Condition = (
  { kind: 'tag' | 'value' | 'valueName'; not: string } | { kind: 'words' | 'importId' | 'time'; not: null }
) & {
  /** Whether a campaign's segment may have it, or has enough with it: every segment needs one such, or its opposite. */
  segment: 'no' | 'allowed' | 'enough';
  /** What it finds, for the API's documentation, where `GET /v1/contacts` does not tell it. */
  about?: string;
};

/**
 * Every condition, by its name in queries and in JSON. The list, exports and tag changes know all of them.
 * To add one, add it here, to the query (`contact-query.ts`), to its twin in memory (`matches-filter.ts`), and its text to
 * the page's catalogue (`i18n/catalogue/filter.ts`): what is forgotten does not compile.
 */
export const CONDITIONS = {
  search: { kind: 'words', not: null, segment: 'allowed' },
  tag: { kind: 'tag', not: 'notTag', segment: 'enough' },
  value: { kind: 'value', not: 'notValue', segment: 'enough' },
  hasValue: { kind: 'valueName', not: 'notHasValue', segment: 'enough' },
  // A segment speaks of people and not of files.
  import: { kind: 'importId', not: null, segment: 'no' },
  // The campaigns service's view does not know when a contact was changed.
  updatedSince: {
    kind: 'time',
    not: null,
    segment: 'no',
    about: 'Finds contacts created or changed at this time or later. ISO 8601 with `Z` or an offset.',
  },
} as const satisfies Record<string, Condition>;

type Table = typeof CONDITIONS;
export type ConditionName = keyof Table;
/** The conditions that `match` joins; each has an opposite. */
export type JoinedCondition = { [N in ConditionName]: Table[N]['not'] extends null ? never : N }[ConditionName];
export type SingleCondition = Exclude<ConditionName, JoinedCondition>;
export type SegmentCondition = { [N in ConditionName]: Table[N]['segment'] extends 'no' ? never : N }[ConditionName];
/** The parameters of a condition: its name and that of its opposite. */
export type ParameterOf<N extends ConditionName> = N | NonNullable<Table[N]['not']>;
export type ConditionParameter = ParameterOf<ConditionName>;

const NAMES = Object.keys(CONDITIONS) as ConditionName[];
export const JOINED_CONDITIONS = NAMES.filter((name): name is JoinedCondition => CONDITIONS[name].not !== null);
export const SINGLE_CONDITIONS = NAMES.filter((name): name is SingleCondition => CONDITIONS[name].not === null);

/** Every parameter of every condition, with the condition it stands for. */
export const CONDITION_PARAMETERS: ReadonlyMap<
  string,
  { parameter: ConditionParameter; name: ConditionName; not: boolean }
> = new Map(
  NAMES.flatMap((name) => {
    const opposite = CONDITIONS[name].not;
    const parameters = [{ parameter: name as ConditionParameter, name, not: false }];
    if (opposite) parameters.push({ parameter: opposite, name, not: true });
    return parameters.map((each) => [each.parameter, each] as const);
  }),
);

/** Conditions as a client may write them, those of a list and those of a segment. */
export type ConditionTexts = Partial<Record<ConditionParameter, string | string[]>> & { match?: 'all' | 'any' };

/** Whether conditions have what every segment needs: at least one on a tag or a value, of either sense. */
export function isSegment(conditions: ConditionTexts): boolean {
  return [...CONDITION_PARAMETERS.values()].some(
    ({ parameter, name }) => CONDITIONS[name].segment === 'enough' && (conditions[parameter] ?? '').length > 0,
  );
}
