import { CloseButton, Text, UnstyledButton } from '@mantine/core';
import { useImportName } from '../api/imports.js';
import { useLanguage } from '../i18n/language.js';
import { Icon } from '../ui/icon.js';
import { conditionParts, conditionText } from './condition-text.js';
import { hasOpposite } from './condition.js';
import type { Condition } from './condition.js';
import classes from './condition-chip.module.css';

interface ConditionChipProps {
  condition: Condition;
  onSwitch: () => void;
  onRemove: () => void;
}

/** A condition that reads like a sentence, such as "gender is not male". The verb is a button that negates it. */
export function ConditionChip({ condition, onSwitch, onRemove }: ConditionChipProps) {
  const { t, format } = useLanguage();
  const importName = useImportName(condition.name === 'import' ? condition.text : null);
  const words = { t, format, importName };
  const { subject, verb, object } = conditionParts(condition, words);
  const sentence = conditionText(condition, words);
  return (
    <span className={classes.chip} data-not={condition.not || undefined}>
      <Text span size="sm" c="dimmed" className={classes.subject}>
        {subject}
      </Text>
      {hasOpposite(condition) && (
        <Verb
          verb={verb}
          label={t('filter.switchTo', {
            chip: sentence,
            to: conditionParts({ ...condition, not: !condition.not }, words).verb,
          })}
          onSwitch={onSwitch}
        />
      )}
      {object && (
        <Text span size="sm" fw={500} className={classes.object} title={object}>
          {object}
        </Text>
      )}
      <CloseButton size="sm" radius="xl" onClick={onRemove} aria-label={t('filter.remove', { chip: sentence })} />
    </span>
  );
}

function Verb({ verb, label, onSwitch }: { verb: string; label: string; onSwitch: () => void }) {
  return (
    <UnstyledButton className={classes.verb} onClick={onSwitch} title={label} aria-label={label}>
      {verb}
      <Icon name="swap" size={13} />
    </UnstyledButton>
  );
}
