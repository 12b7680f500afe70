import { Badge, Group } from '@mantine/core';
import { useText } from '../i18n/language.js';
import classes from './tag-list.module.css';

const MOST_TAGS = 3;
/** About how many characters fit into the column; the frame of a tag takes the space of a few characters. */
const MOST_CHARACTERS = 34;
const FRAME_CHARACTERS = 4;

/** A contact's tags in one line. If they do not all fit, it says how many more there are. */
export function TagList({ tags }: { tags: readonly string[] }) {
  const t = useText();
  const shown = tags.slice(0, Math.max(1, countThatFit(tags)));
  const rest = tags.slice(shown.length);
  return (
    <Group gap={6} wrap="nowrap">
      {shown.map((tag) => (
        <Badge key={tag} className={classes.tag} title={tag}>
          {tag}
        </Badge>
      ))}
      {rest.length > 0 && (
        <span
          className={classes.more}
          role="img"
          title={rest.join(', ')}
          aria-label={t('contacts.moreTags', { count: rest.length, tags: rest.join(', ') })}
        >
          +{rest.length}
        </span>
      )}
    </Group>
  );
}

function countThatFit(tags: readonly string[]): number {
  let characters = 0;
  const first = tags.findIndex((tag) => (characters += tag.length + FRAME_CHARACTERS) > MOST_CHARACTERS);
  return Math.min(MOST_TAGS, first < 0 ? tags.length : first);
}
