import { useEffect, useState } from 'react';

/**
 * Gives the focus back to what opened a dialog, else to the page. Mantine does so for a dialog that stays mounted while
 * it is closed; ours come and go with the address.
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
