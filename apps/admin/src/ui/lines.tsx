import { Group, Stack, Text, VisuallyHidden } from '@mantine/core';
import { useId } from 'react';
import type { CSSProperties, ReactNode } from 'react';
import classes from './lines.module.css';
import { SectionHeading } from './section-heading.js';

interface LinesProps {
  heading: string;
  /** For a list that fills its page: the page's title is already above it. */
  hiddenHeading?: boolean;
  /** One sentence under the heading. */
  help?: ReactNode;
  /** Buttons beside the heading. */
  actions?: ReactNode;
  /** The columns of a line on a wide screen, in CSS; on a phone the cells are stacked. */
  columns: string;
  /** {@link Line}s, or a message that there are none. */
  children: ReactNode;
}

/** A list with its heading: a panel of lines. Each line is a small grid. */
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
            <SectionHeading id={id} heading={heading} help={help} />
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

/** One line of {@link Lines}. Its children are the cells; the last one usually has the actions. */
export function Line({ children }: { children: ReactNode }) {
  return <li className={classes.line}>{children}</li>;
}

/** The message that a list is empty. */
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

/** The actions of a line: at its end; on a phone they take the full width. */
export function LineActions({ children }: { children: ReactNode }) {
  return (
    <Group gap="sm" justify="flex-end" className={classes.actions}>
      {children}
    </Group>
  );
}

/** A cell below the others that takes the full width of the line. */
export function LineBelow({ children }: { children: ReactNode }) {
  return <div className={classes.below}>{children}</div>;
}
