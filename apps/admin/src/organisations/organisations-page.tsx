import { Button, EmptyState, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Organisation } from '#contracts';
import { fieldErrors } from '../api/field-errors.js';
import { useCreateOrganisation, useOrganisations } from '../api/organisations.js';
import { useMe } from '../api/session.js';
import { ListSkeleton } from '../contacts/list-skeleton.js';
import { organisations } from '../i18n/catalogue/organisations.js';
import { useAreaText } from '../i18n/language.js';
import { Dialog } from '../ui/dialog.js';
import { DialogForm } from '../ui/dialog-form.js';
import { Icon } from '../ui/icon.js';
import { Lines } from '../ui/lines.js';
import { MoreButton } from '../ui/more-button.js';
import { useNotice } from '../ui/notice.js';
import { Page } from '../ui/page.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { OrganisationLine } from './organisation-line.js';

/** The organisations of the installation, for its operators. Others who follow a link here are told so. */
export default function OrganisationsPage() {
  const t = useAreaText(organisations);
  if (useMe().operator) return <Organisations />;
  return (
    <EmptyState
      mt={80}
      icon={<Icon name="organisations" size={28} />}
      variant="light"
      title={t('organisations.operatorsOnly')}
      description={t('organisations.operatorsOnlyHelp')}
    />
  );
}

function Organisations() {
  const t = useAreaText(organisations);
  const found = useOrganisations();
  const { notify, element } = useNotice();
  const [creating, create] = useDisclosure();
  return (
    <Page title={t('nav.organisations')} actions={<Button onClick={create.open}>{t('organisations.create')}</Button>}>
      <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />
      {found.isPending && <ListSkeleton />}
      {found.items && (
        <Lines
          heading={t('nav.organisations')}
          hiddenHeading
          help={t('organisations.help')}
          columns="minmax(0, 1fr) auto"
        >
          {found.items.map((organisation) => (
            <OrganisationLine key={organisation.id} organisation={organisation} notify={notify} />
          ))}
        </Lines>
      )}
      <MoreButton pages={found} />
      <Dialog title={t('organisations.create')} opened={creating} onClose={create.close}>
        <CreateForm
          onClose={create.close}
          onCreated={({ name }) => {
            notify({ text: t('organisations.created', { name }) });
            create.close();
          }}
        />
      </Dialog>
      {element}
    </Page>
  );
}

interface CreateFormProps {
  onClose: () => void;
  onCreated: (organisation: Organisation) => void;
}

function CreateForm({ onClose, onCreated }: CreateFormProps) {
  const t = useAreaText(organisations);
  const create = useCreateOrganisation();
  const { fields, rest } = fieldErrors(create.error, ['name']);
  return (
    <DialogForm
      submit={t('organisations.create')}
      busy={create.isPending}
      error={rest}
      onCancel={onClose}
      onSubmit={(read) => create.mutate({ name: read('name') }, { onSuccess: onCreated })}
    >
      <TextInput
        name="name"
        label={t('organisations.name')}
        maxLength={100}
        required
        withAsterisk={false}
        error={fields.name}
        data-autofocus
      />
    </DialogForm>
  );
}
