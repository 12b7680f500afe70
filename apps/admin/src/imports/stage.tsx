import { Stack, Title } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import classes from './stage.module.css';

interface StageProps {
  heading: string;
  /** The buttons at the end, always visible. */
  actions: ReactNode;
  /** Draws a line above the buttons, for steps that scroll. */
  divided?: boolean;
  children: ReactNode;
}

/**
 * A step of the import with its heading and buttons. The heading takes the focus when the step begins, so that a
 * screen reader says what happened and the keyboard is not left on a button that is gone.
 */
export function Stage({ heading, actions, divided = false, children }: StageProps) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  return (
    <Stack>
      <Title order={2} ref={title} tabIndex={-1} className={classes.heading}>
        {heading}
      </Title>
      {children}
      <div className={classes.actions} data-divided={divided || undefined}>
        {actions}
      </div>
    </Stack>
  );
}
