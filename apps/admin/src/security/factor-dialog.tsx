import { Text } from '@mantine/core';
import { useState } from 'react';
import type { RecoveryCodes, SecondFactor, TotpSetup } from '#contracts';
import { useBeginTotp, useRemoveTotp, useRenewRecoveryCodes } from '../api/second-factor.js';
import { whenDone } from '../api/when-done.js';
import { secondFactor } from '../i18n/catalogue/second-factor.js';
import { useAreaText } from '../i18n/language.js';
import { Dialog } from '../ui/dialog.js';
import { DialogForm } from '../ui/dialog-form.js';
import type { Notice } from '../ui/notice.js';
import { RecoveryCodesOnce } from './recovery-codes-once.js';
import { SetUpApp } from './set-up-app.js';
import { useProof } from './use-proof.js';

/** What somebody does with their authenticator app and recovery codes. */
export type FactorAction = 'setUp' | 'newCodes' | 'turnOff';

interface FactorDialogProps {
  action: FactorAction | null;
  /** What is set up already. */
  factor: SecondFactor;
  notify: (notice: Notice) => void;
  onClose: () => void;
}

const TITLES = {
  setUp: 'factor.setUp',
  newCodes: 'factor.newCodes',
  turnOff: 'factor.turnOffTitle',
} as const satisfies Record<FactorAction, string>;

/**
 * Changes the second factor step by step: the proof, then what the action needs, then recovery codes if there are
 * new ones.
 */
export function FactorDialog({ action, factor, notify, onClose }: FactorDialogProps) {
  const t = useAreaText(secondFactor);
  const [setup, setSetup] = useState<TotpSetup | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const close = () => {
    setSetup(null);
    setCodes(null);
    onClose();
  };
  const confirmed = ({ recoveryCodes }: RecoveryCodes) => {
    if (recoveryCodes) return setCodes(recoveryCodes);
    close();
    notify({ text: t('factor.isOn') });
  };
  const turnedOff = () => {
    close();
    notify({ text: t('factor.turnedOff') });
  };
  return (
    <Dialog title={t(TITLES[action ?? 'setUp'])} opened={action !== null} onClose={close} dismissible={codes === null}>
      {codes ? (
        <RecoveryCodesOnce
          codes={codes}
          onDone={() => {
            close();
            if (setup) notify({ text: t('factor.isOn') });
          }}
        />
      ) : setup ? (
        <SetUpApp setup={setup} onDone={confirmed} onCancel={close} />
      ) : (
        action && (
          <ProofForm
            {...{ action, factor, onCancel: close, onSetup: setSetup, onTurnedOff: turnedOff }}
            onCodes={({ recoveryCodes }) => setCodes(recoveryCodes)}
          />
        )
      )}
    </Dialog>
  );
}

interface ProofFormProps {
  action: FactorAction;
  factor: SecondFactor;
  onSetup: (setup: TotpSetup) => void;
  onCodes: (codes: RecoveryCodes) => void;
  onTurnedOff: () => void;
  onCancel: () => void;
}

const HELP = { newCodes: 'factor.newCodesHelp', turnOff: 'factor.turnOffHelp' } as const;
const SUBMIT = { setUp: 'factor.goOn', newCodes: 'factor.newCodes', turnOff: 'factor.turnOff' } as const;

function ProofForm({ action, factor, onSetup, onCodes, onTurnedOff, onCancel }: ProofFormProps) {
  const t = useAreaText(secondFactor);
  const begin = useBeginTotp();
  const renew = useRenewRecoveryCodes();
  const turnOff = useRemoveTotp();
  const { error, isPending } = { setUp: begin, newCodes: renew, turnOff }[action];
  const { prove, element, rest } = useProof(factor, error);
  const submit = {
    setUp: () => whenDone(begin.mutateAsync(prove), onSetup),
    newCodes: () => whenDone(renew.mutateAsync(prove), onCodes),
    turnOff: () => whenDone(turnOff.mutateAsync(prove), onTurnedOff),
  }[action];
  return (
    <DialogForm submit={t(SUBMIT[action])} busy={isPending} error={rest} onCancel={onCancel} onSubmit={submit}>
      {action !== 'setUp' && <Text size="sm">{t(HELP[action])}</Text>}
      {element}
    </DialogForm>
  );
}
