import { Box } from '@mantine/core';
import classes from './busy-line.module.css';

/** A moving line at the top of a list that is waiting for an answer. It takes no space, and does not appear for quick answers. */
export function BusyLine({ component = 'div' }: { component?: 'div' | 'li' }) {
  return <Box component={component} className={classes.line} aria-hidden="true" />;
}
