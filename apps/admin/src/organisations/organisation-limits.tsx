import { NumberInput, Text } from '@mantine/core';
import type { Organisation, OrganisationLimits as Limits } from '#contracts';
import { useChangeOrganisation, useUsage } from '../api/organisations.js';
import { organisations } from '../i18n/catalogue/organisations.js';
import { useAreaText, useFormat } from '../i18n/language.js';
import { Dialog } from '../ui/dialog.js';
import { DialogForm } from '../ui/dialog-form.js';
import type { Notice } from '../ui/notice.js';

interface OrganisationLimitsProps {
  organisation: Organisation;
  opened: boolean;
  onClose: () => void;
  notify: (notice: Notice) => void;
}

const LIMITS = ['contacts', 'openImports', 'requestsPerMinute', 'storageBytes'] as const satisfies (keyof Limits)[];

/** The limits of an organisation, with what it uses of each. */
export function OrganisationLimits({ opened, onClose, ...props }: OrganisationLimitsProps) {
  const t = useAreaText(organisations);
  return (
    <Dialog title={t('organisations.limitsOf', { name: props.organisation.name })} opened={opened} onClose={onClose}>
      <LimitsForm onClose={onClose} {...props} />
    </Dialog>
  );
}

function LimitsForm({ organisation, onClose, notify }: Omit<OrganisationLimitsProps, 'opened'>) {
  const t = useAreaText(organisations);
  const format = useFormat();
  const usage = useUsage(organisation.id).data;
  const change = useChangeOrganisation();
  const save = (read: (name: string) => string) => {
    const limits = Object.fromEntries(LIMITS.map((limit) => [limit, Number(read(limit)) || null]));
    const onSuccess = ({ name }: Organisation) => {
      notify({ text: t('organisations.limitsSet', { name }) });
      onClose();
    };
    change.mutate({ id: organisation.id, limits }, { onSuccess });
  };
  return (
    <DialogForm
      submit={t('control.save')}
      busy={change.isPending}
      error={change.error}
      onCancel={onClose}
      onSubmit={save}
    >
      <Text size="sm" c="dimmed">
        {t('organisations.limitsHelp')}
      </Text>
      {LIMITS.map((limit, index) => {
        const used = usage?.[limit];
        return (
          <NumberInput
            key={limit}
            name={limit}
            label={t(`organisations.limit.${limit}`)}
            description={used == null ? undefined : t('organisations.used', { used: format.number(used) })}
            defaultValue={organisation.limits[limit] ?? ''}
            min={1}
            allowDecimal={false}
            allowNegative={false}
            hideControls
            data-autofocus={index === 0 || undefined}
          />
        );
      })}
    </DialogForm>
  );
}
