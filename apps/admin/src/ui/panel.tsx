import { Group, Paper, Stack, Title } from '@mantine/core';
import { useId } from 'react';
import type { ReactNode } from 'react';

interface PanelProps {
  heading: string;
  /** Beside the heading. */
  actions?: ReactNode;
  children: ReactNode;
}

/** A part of a page with its own background and heading. */
export function Panel({ heading, actions, children }: PanelProps) {
  const id = useId();
  return (
    <Paper component="section" aria-labelledby={id} withBorder radius="lg" p="lg" bg="var(--panel-ground)">
      <Stack>
        <Group justify="space-between" gap="sm">
          <Title order={2} id={id}>
            {heading}
          </Title>
          {actions}
        </Group>
        {children}
      </Stack>
    </Paper>
  );
}
