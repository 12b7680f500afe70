import { useLayoutEffect } from 'react';
import { useLocation } from 'react-router';
import { useText } from '../i18n/language.js';
import { setGuard } from './leave-guard.js';

/** The position of an entry in the history of the tab, as numbered by React Router. */
interface HistoryState {
  idx: number;
}

const placeOf = (state: unknown): number => (state as HistoryState | null)?.idx ?? 0;

/**
 * Asks before unsaved changes are lost: by Back and Forward, by a link of the page, and when the tab is closed
 * or reloaded. (The blocker of React Router does the first two, but only with its data router, which makes the first load
 * larger by 17 kB.)
 */
export function useLeaveGuard(isDirty: boolean): void {
  const t = useText();
  const question = t('control.leave');
  const { key } = useLocation();

  // Immediately, not after the next paint: the next key may already leave the page.
  useLayoutEffect(() => {
    if (!isDirty) return;
    const mayLeave = () => window.confirm(question);
    const here = placeOf(window.history.state);
    // The address has already changed at this point, but the router does not know it yet.
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

/** True for a click on a link that leaves the present page in this tab. */
function opensHere({ target, button, metaKey, ctrlKey, shiftKey, altKey }: MouseEvent): boolean {
  const link = target instanceof Element ? target.closest<HTMLAnchorElement>('a[href]') : null;
  if (!link || button !== 0 || metaKey || ctrlKey || shiftKey || altKey) return false;
  return (link.target === '' || link.target === '_self') && !link.hasAttribute('download');
}
