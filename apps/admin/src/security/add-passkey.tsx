import { Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { PasskeyCreation, SecondFactor } from '#contracts';
import { fieldErrors } from '../api/field-errors.js';
import { useAddPasskey, useBeginPasskey } from '../api/passkeys.js';
import { whenDone } from '../api/when-done.js';
import { passkeys } from '../i18n/catalogue/passkeys.js';
import { secondFactor } from '../i18n/catalogue/second-factor.js';
import { useAreaText } from '../i18n/language.js';
import { Dialog } from '../ui/dialog.js';
import { DialogForm } from '../ui/dialog-form.js';
import type { Notice } from '../ui/notice.js';
import { usePasskeyError } from './passkey-error.js';
import { RecoveryCodesOnce } from './recovery-codes-once.js';
import { useProof } from './use-proof.js';

interface AddPasskeyProps {
  opened: boolean;
  factor: SecondFactor;
  notify: (notice: Notice) => void;
  onClose: () => void;
}

/** Adds a passkey step by step: the proof, the name and the browser's question, then recovery codes if there are new ones. */
export function AddPasskey({ opened, factor, notify, onClose }: AddPasskeyProps) {
  const t = useAreaText(passkeys);
  const [options, setOptions] = useState<PasskeyCreation | null>(null);
  const [added, setAdded] = useState<{ name: string; codes: string[] } | null>(null);
  const close = () => {
    setOptions(null);
    setAdded(null);
    onClose();
  };
  const done = (name: string, codes: string[] | null) => {
    if (codes) return setAdded({ name, codes });
    close();
    notify({ text: t('passkey.added', { name }) });
  };
  return (
    <Dialog title={t('passkey.add')} opened={opened} onClose={close} dismissible={added === null}>
      {added ? (
        <RecoveryCodesOnce codes={added.codes} onDone={() => done(added.name, null)} />
      ) : options ? (
        <MakeForm options={options} onDone={done} onCancel={close} />
      ) : (
        opened && <ProofForm factor={factor} onDone={setOptions} onCancel={close} />
      )}
    </Dialog>
  );
}

interface ProofFormProps {
  factor: SecondFactor;
  onDone: (options: PasskeyCreation) => void;
  onCancel: () => void;
}

function ProofForm({ factor, onDone, onCancel }: ProofFormProps) {
  const t = useAreaText(secondFactor);
  const begin = useBeginPasskey();
  const { prove, element, rest } = useProof(factor, begin.error);
  return (
    <DialogForm
      submit={t('factor.goOn')}
      busy={begin.isPending}
      error={rest}
      onCancel={onCancel}
      onSubmit={() => whenDone(begin.mutateAsync(prove), onDone)}
    >
      {element}
    </DialogForm>
  );
}

interface MakeFormProps {
  options: PasskeyCreation;
  onDone: (name: string, codes: string[] | null) => void;
  onCancel: () => void;
}

/** The name, and what the browser asks. It has a button of its own, because browsers only ask after a click. */
function MakeForm({ options, onDone, onCancel }: MakeFormProps) {
  const t = useAreaText(passkeys);
  const add = useAddPasskey();
  const { fields, rest } = fieldErrors(add.error, ['name']);
  return (
    <DialogForm
      submit={t('passkey.make')}
      busy={add.isPending}
      error={usePasskeyError(rest)}
      onCancel={onCancel}
      onSubmit={(read) =>
        whenDone(add.mutateAsync({ name: read('name'), options }), ({ passkey, recoveryCodes }) =>
          onDone(passkey.name, recoveryCodes),
        )
      }
    >
      <Text size="sm">{t('passkey.makeHelp')}</Text>
      <TextInput
        name="name"
        label={t('passkey.name')}
        description={t('passkey.nameHelp')}
        maxLength={100}
        required
        withAsterisk={false}
        error={fields.name}
        autoFocus
      />
    </DialogForm>
  );
}
