import { Badge } from '@mantine/core';
import type { Import, ImportStatus } from '#contracts';
import { useText } from '../i18n/language.js';

const COLORS: Record<ImportStatus, string> = {
  uploaded: 'gray',
  checking: 'blue',
  ready: 'orange',
  importing: 'blue',
  completed: 'brand',
  completed_with_errors: 'orange',
  rejected: 'red',
  cancelled: 'gray',
  failed: 'red',
};

/** The state of an import as a badge. */
export function StatusBadge({ made }: { made: Pick<Import, 'status' | 'waitingFor' | 'stalled'> }) {
  const t = useText();
  const waiting = made.status === 'importing' && made.waitingFor !== null;
  if (made.stalled) {
    return (
      <Badge variant="light" color="orange" size="lg">
        {t('status.stalled')}
      </Badge>
    );
  }
  return (
    <Badge variant="light" color={waiting ? 'gray' : COLORS[made.status]} size="lg">
      {waiting ? t('status.waiting') : t(`status.${made.status}`)}
    </Badge>
  );
}
