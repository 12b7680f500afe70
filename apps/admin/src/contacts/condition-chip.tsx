import { CloseButton, Text, UnstyledButton } from '@mantine/core';
import { useImportName } from '../api/imports.js';
import { useText } from '../i18n/language.js';
import { Icon } from '../ui/icon.js';
import { conditionParts, conditionText } from './condition-text.js';
import type { Condition } from './condition.js';
import classes from './condition-chip.module.css';

interface ConditionChipProps {
  condition: Condition;
  onSwitch: () => void;
  onRemove: () => void;
}

/** A condition that reads as a sentence, such as "gender is not male". Its verb is a button that turns it round. */
export function ConditionChip({ condition, onSwitch, onRemove }: ConditionChipProps) {
  const t = useText();
  const { subject, verb, object } = conditionParts(condition, t);
  const opposite = conditionParts({ ...condition, not: !condition.not }, t).verb;
  const sentence = conditionText(condition, t);
  return (
    <span className={classes.chip} data-not={condition.not || undefined}>
      <Text span size="sm" c="dimmed" className={classes.subject}>
        {subject}
      </Text>
      <UnstyledButton
        className={classes.verb}
        onClick={onSwitch}
        title={t('filter.switchTo', { chip: sentence, to: opposite })}
        aria-label={t('filter.switchTo', { chip: sentence, to: opposite })}
      >
        {verb}
        <Icon name="swap" size={13} />
      </UnstyledButton>
      {object && (
        <Text span size="sm" fw={500} className={classes.object} title={object}>
          {object}
        </Text>
      )}
      <CloseButton size="sm" radius="xl" onClick={onRemove} aria-label={t('filter.remove', { chip: sentence })} />
    </span>
  );
}

/** Narrows the list to what an import did: a chip that cannot be turned round. */
export function ImportChip({ id, onRemove }: { id: string; onRemove: () => void }) {
  const t = useText();
  const file = useImportName(id) ?? t('contact.anImport');
  return (
    <span className={classes.chip}>
      <Text span size="sm" c="dimmed" className={classes.subject}>
        {t('filter.import')}
      </Text>
      <Text span size="sm" fw={500} className={classes.object} title={file}>
        {file}
      </Text>
      <CloseButton
        size="sm"
        radius="xl"
        onClick={onRemove}
        aria-label={t('filter.remove', { chip: `${t('filter.import')} ${file}` })}
      />
    </span>
  );
}
