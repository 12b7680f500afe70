import { Alert, Text } from '@mantine/core';
import { useAway } from '../api/status.js';
import { useText } from '../i18n/language.js';
import { Icon } from '../ui/icon.js';

/** Says above every page what is away, and what waits for it. It goes when that is back. */
export function AwayBanner() {
  const t = useText();
  const away = useAway();
  return (
    <div role="status" style={{ flexShrink: 0 }}>
      {away.length > 0 && (
        <Alert color="yellow" radius={0} icon={<Icon name="alert" />}>
          {away.map((part) => (
            <Text key={part} size="sm">
              {t(`away.${part}`)}
            </Text>
          ))}
        </Alert>
      )}
    </div>
  );
}
