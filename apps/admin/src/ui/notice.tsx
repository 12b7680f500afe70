import { Button, Dialog, Group, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useText } from '../i18n/language.js';

/** What was just done, and how to undo it where that is easy. */
export interface Notice {
  text: string;
  undo?: () => void;
}

const SHOWN_MS = 10_000;

/** Shows the last notice in a corner for some seconds. @returns a function that shows one, and the element to render */
export function useNotice() {
  const t = useText();
  const [notice, setNotice] = useState<Notice | null>(null);
  useEffect(() => {
    if (!notice) return;
    const timer = setTimeout(() => setNotice(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [notice]);
  const undo = () => {
    notice?.undo?.();
    setNotice(null);
  };
  const element = (
    <div role="status">
      <Dialog
        opened={notice !== null}
        onClose={() => setNotice(null)}
        withBorder
        size={360}
        radius="lg"
        p="sm"
        transitionProps={{ duration: 0 }}
        withinPortal={false}
      >
        <Group justify="space-between" wrap="nowrap">
          <Text size="sm">{notice?.text}</Text>
          {notice?.undo && (
            <Button variant="subtle" size="compact-sm" onClick={undo}>
              {t('control.undo')}
            </Button>
          )}
        </Group>
      </Dialog>
    </div>
  );
  return { notify: setNotice, element };
}
