import { Group, Stack, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTitle } from './use-title.js';
import classes from './page.module.css';

interface PageProps {
  title: string;
  /** Buttons beside the title. */
  actions?: ReactNode;
  children: ReactNode;
}

/** A page that scrolls as a whole, with its heading. It also sets the title of the browser's tab. */
export function Page({ title, actions, children }: PageProps) {
  useTitle(title);
  return (
    <div className={classes.page}>
      <Stack gap="lg" className={classes.column}>
        <Group justify="space-between" gap="sm">
          <Title order={1}>{title}</Title>
          {actions && <Group gap="sm">{actions}</Group>}
        </Group>
        {children}
      </Stack>
    </div>
  );
}
