import { Group, Stack, Text, Title, VisuallyHidden } from '@mantine/core';
import { useId } from 'react';
import type { CSSProperties, ReactNode } from 'react';
import classes from './lines.module.css';

interface LinesProps {
  heading: string;
  /** For a list that is all of its page: the page's title stands above it already. */
  hiddenHeading?: boolean;
  /** One sentence under the heading. */
  help?: ReactNode;
  /** Buttons beside the heading. */
  actions?: ReactNode;
  /** The columns of a line on a wide screen, as CSS has them; on a phone they stand below each other. */
  columns: string;
  /** {@link Line}s; where there are none, what says so goes here instead. */
  children: ReactNode;
}

/** A list with its heading: a panel of lines, each a small grid. */
export function Lines({ heading, hiddenHeading = false, help, actions, columns, children }: LinesProps) {
  const id = useId();
  return (
    <Stack gap="sm" component="section" aria-labelledby={id}>
      {hiddenHeading ? (
        <VisuallyHidden>
          <h2 id={id}>{heading}</h2>
        </VisuallyHidden>
      ) : (
        <Group justify="space-between" align="flex-end" gap="sm">
          <div className={classes.heading}>
            <Title order={2} id={id}>
              {heading}
            </Title>
            {help && (
              <Text size="sm" c="dimmed" maw={720}>
                {help}
              </Text>
            )}
          </div>
          {actions && <Group gap="sm">{actions}</Group>}
        </Group>
      )}
      <ul className={classes.list} aria-labelledby={id} style={{ '--line-columns': columns } as CSSProperties}>
        {children}
      </ul>
    </Stack>
  );
}

/** One line of {@link Lines}; its children are the cells, the last of them usually what can be done. */
export function Line({ children }: { children: ReactNode }) {
  return <li className={classes.line}>{children}</li>;
}

/** Says that a list has nothing in it. */
export function NoLine({ children }: { children: ReactNode }) {
  return (
    <li className={classes.empty}>
      <Text size="sm" c="dimmed" component="div">
        {children}
      </Text>
    </li>
  );
}

/** The first cell of a line: what it is, and a dimmed line about it. */
export function LineTitle({ title, children }: { title: ReactNode; children?: ReactNode }) {
  return (
    <Stack gap={2} miw={0}>
      <Text fw={500} size="sm" component="div" className={classes.wrap}>
        {title}
      </Text>
      {children && (
        <Text size="sm" c="dimmed" component="div" className={classes.wrap}>
          {children}
        </Text>
      )}
    </Stack>
  );
}

/** What can be done with a line: at its end, on a phone from edge to edge. */
export function LineActions({ children }: { children: ReactNode }) {
  return (
    <Group gap="sm" justify="flex-end" className={classes.actions}>
      {children}
    </Group>
  );
}

/** Goes under the other cells of a line, from edge to edge. */
export function LineBelow({ children }: { children: ReactNode }) {
  return <div className={classes.below}>{children}</div>;
}
