import { Box } from '@mantine/core';
import classes from './busy-line.module.css';

/** A moving line at the top of a list whose next answer is awaited. It takes no room, and quick answers never show it. */
export function BusyLine({ component = 'div' }: { component?: 'div' | 'li' }) {
  return <Box component={component} className={classes.line} aria-hidden="true" />;
}
