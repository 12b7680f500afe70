import { Affix, Group, Loader, Paper, Text, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '../api/client.js';
import { useConnected } from '../api/connection.js';
import { useText } from '../i18n/language.js';

const ASK_AGAIN_MS = 2000;

/** Shows that the connection is lost, and polls until it is back. It floats, so that nothing moves. */
export function ConnectionNotice() {
  const t = useText();
  const connected = useConnected();
  const [wasLost, setWasLost] = useState(false);
  if (!connected && !wasLost) setWasLost(true);
  useQuery({
    queryKey: ['connection'],
    queryFn: ({ signal }) => request('/me', { signal }),
    enabled: !connected,
    refetchInterval: ASK_AGAIN_MS,
    retry: false,
    staleTime: 0,
  });
  return (
    <div role="status">
      {connected && wasLost && <VisuallyHidden>{t('connection.back')}</VisuallyHidden>}
      {!connected && (
        <Affix
          position={{ bottom: 16, left: 16, right: 16 }}
          zIndex={500}
          withinPortal={false}
          style={{ pointerEvents: 'none' }}
        >
          <Paper withBorder shadow="md" radius="xl" px="md" py={8} mx="auto" w="fit-content" bg="var(--panel-ground)">
            <Group gap="xs" wrap="nowrap">
              <Loader size={16} color="orange" />
              <Text size="sm">{t('connection.lost')}</Text>
            </Group>
          </Paper>
        </Affix>
      )}
    </div>
  );
}
