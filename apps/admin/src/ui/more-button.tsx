import { Button } from '@mantine/core';
import { useText } from '../i18n/language.js';

interface MoreButtonProps {
  pages: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> };
}

/** Reads the next page of a list, while there is one. */
export function MoreButton({ pages }: MoreButtonProps) {
  const t = useText();
  if (!pages.hasNextPage) return null;
  return (
    <Button variant="default" mx="auto" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
      {t('control.more')}
    </Button>
  );
}
