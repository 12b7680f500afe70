import { Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface SectionHeadingProps {
  /** By which the section is labelled. */
  id: string;
  heading: string;
  /** One sentence under the heading. */
  help?: ReactNode;
}

/** The heading of a part of a page. */
export function SectionHeading({ id, heading, help }: SectionHeadingProps) {
  return (
    <>
      <Title order={2} id={id}>
        {heading}
      </Title>
      {help && (
        <Text size="sm" c="dimmed" maw={720}>
          {help}
        </Text>
      )}
    </>
  );
}
