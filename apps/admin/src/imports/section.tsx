import { Stack, Title } from '@mantine/core';
import type { ReactNode } from 'react';

/** A part of a step, with its heading. */
export function Section({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Stack gap={6} component="section">
      <Title order={3} size="sm">
        {heading}
      </Title>
      {children}
    </Stack>
  );
}
