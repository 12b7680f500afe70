import { useEffect, useState } from 'react';

/**
 * Returns the focus to what opened a dialog, or else to the page. Mantine does this for a dialog that stays mounted while
 * it is closed; ours are mounted and unmounted with the address.
 */
export function useFocusReturn(): void {
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      const target = opener?.isConnected && opener !== document.body ? opener : document.getElementById('content');
      if (target instanceof HTMLElement) target.focus({ preventScroll: true });
    },
    [opener],
  );
}
