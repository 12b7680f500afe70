import { useLayoutEffect } from 'react';
import { useLocation } from 'react-router';
import { useText } from '../i18n/language.js';
import { setGuard } from './leave-guard.js';

/** The place of an entry in the history of the tab, as React Router numbers them. */
interface HistoryState {
  idx: number;
}

const placeOf = (state: unknown): number => (state as HistoryState | null)?.idx ?? 0;

/**
 * Asks before changes that are not saved are lost: by Back and Forward, by a link of the page, and when the tab is closed
 * or read anew. (The blocker of React Router does the first two, but only with its data router, which makes the first load
 * larger by 17 kB.)
 */
export function useLeaveGuard(isDirty: boolean): void {
  const t = useText();
  const question = t('control.leave');
  const { key } = useLocation();

  // At once, and not after the next paint: the very next key may be the way out.
  useLayoutEffect(() => {
    if (!isDirty) return;
    const mayLeave = () => window.confirm(question);
    const here = placeOf(window.history.state);
    // The address has changed already when this is heard, but the router has not heard it yet.
    const onPop = (event: PopStateEvent) => {
      const steps = placeOf(event.state) - here;
      if (steps === 0 || mayLeave()) return;
      event.stopImmediatePropagation();
      window.history.go(-steps);
    };
    const onClick = (event: MouseEvent) => {
      if (!opensHere(event) || mayLeave()) return;
      event.preventDefault();
      event.stopPropagation();
    };
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    setGuard({ onPop, mayLeave });
    document.addEventListener('click', onClick, { capture: true });
    window.addEventListener('beforeunload', onUnload);
    return () => {
      setGuard(null);
      document.removeEventListener('click', onClick, { capture: true });
      window.removeEventListener('beforeunload', onUnload);
    };
  }, [isDirty, question, key]);
}

/** True for a click on a link that leads away from what is shown, in this tab. */
function opensHere({ target, button, metaKey, ctrlKey, shiftKey, altKey }: MouseEvent): boolean {
  const link = target instanceof Element ? target.closest<HTMLAnchorElement>('a[href]') : null;
  if (!link || button !== 0 || metaKey || ctrlKey || shiftKey || altKey) return false;
  return (link.target === '' || link.target === '_self') && !link.hasAttribute('download');
}
