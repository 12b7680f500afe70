// Plain data without schemas, so that the web page can use it without loading zod.

/**
 * One condition on contacts. `kind` is the kind of its text: it determines the schema (`filter.ts`) and how the page
 * shows it. A condition with a `not` may be repeated, and `match` joins its texts; `not` is the name of its opposite,
 * which always applies. A condition without a `not` may be given once and always applies.
 */
type Condition = (
  { kind: 'tag' | 'value' | 'valueName'; not: string } | { kind: 'words' | 'importId' | 'time' | 'yesOrNo'; not: null }
) & {
  /** Whether segments may use it. Every segment needs at least one condition, or opposite, that is `enough`. */
  segment: 'no' | 'allowed' | 'enough';
  /** A description for the API's documentation, where that of `GET /v1/contacts` does not cover it. */
  about?: string;
};

/**
 * Every condition, by its name in queries and in JSON. The contact list, exports and tag changes accept all of them. To
 * add a condition, add it here, to the query (`contact-query.ts`), to its counterpart in memory (`matches-filter.ts`),
 * and add its text to the page's catalogue (`i18n/catalogue/filter.ts`). A missing part does not compile.
 */
export const CONDITIONS = {
  search: { kind: 'words', not: null, segment: 'allowed' },
  tag: { kind: 'tag', not: 'notTag', segment: 'enough' },
  value: { kind: 'value', not: 'notValue', segment: 'enough' },
  hasValue: { kind: 'valueName', not: 'notHasValue', segment: 'enough' },
  // A segment selects people, not files.
  import: { kind: 'importId', not: null, segment: 'no' },
  // The campaigns service's view does not store when a contact was changed.
  updatedSince: {
    kind: 'time',
    not: null,
    segment: 'no',
    about: 'Finds contacts created or changed at this time or later. ISO 8601 with `Z` or an offset.',
  },
  // A campaign reaches none of them, so a segment need not say so.
  optedOut: {
    kind: 'yesOrNo',
    not: null,
    segment: 'no',
    about: '`yes` finds contacts that are marked as "do not contact", and `no` all others.',
  },
} as const satisfies Record<string, Condition>;

type Table = typeof CONDITIONS;
export type ConditionName = keyof Table;
/** The conditions that `match` joins: those with an opposite. */
export type JoinedCondition = { [N in ConditionName]: Table[N]['not'] extends null ? never : N }[ConditionName];
export type SingleCondition = Exclude<ConditionName, JoinedCondition>;
export type SegmentCondition = { [N in ConditionName]: Table[N]['segment'] extends 'no' ? never : N }[ConditionName];
/** The parameters of a condition: its name and the name of its opposite. */
export type ParameterOf<N extends ConditionName> = N | NonNullable<Table[N]['not']>;
export type ConditionParameter = ParameterOf<ConditionName>;

const NAMES = Object.keys(CONDITIONS) as ConditionName[];
export const JOINED_CONDITIONS = NAMES.filter((name): name is JoinedCondition => CONDITIONS[name].not !== null);
export const SINGLE_CONDITIONS = NAMES.filter((name): name is SingleCondition => CONDITIONS[name].not === null);

/** Every parameter, and the condition it belongs to. */
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

/** The conditions of a list or of a segment, as a client may write them. */
export type ConditionTexts = Partial<Record<ConditionParameter, string | string[]>> & { match?: 'all' | 'any' };

/** Whether the conditions include what every segment needs: at least one on a tag or a value, positive or negative. */
export function isSegment(conditions: ConditionTexts): boolean {
  return [...CONDITION_PARAMETERS.values()].some(
    ({ parameter, name }) => CONDITIONS[name].segment === 'enough' && (conditions[parameter] ?? '').length > 0,
  );
}
