import { secondFactor } from '../i18n/catalogue/second-factor.js';
import { useAreaText } from '../i18n/language.js';
import { ShownOnce } from '../ui/shown-once.js';

/** New recovery codes, which are shown this one time. */
export function RecoveryCodesOnce({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const t = useAreaText(secondFactor);
  return <ShownOnce label={t('factor.codes')} secret={codes.join('\n')} help={t('factor.codesHelp')} onDone={onDone} />;
}
