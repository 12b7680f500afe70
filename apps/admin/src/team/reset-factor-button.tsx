import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Member } from '#contracts';
import { useResetFactor } from '../api/team.js';
import { whenDone } from '../api/when-done.js';
import { team } from '../i18n/catalogue/team.js';
import { useAreaText } from '../i18n/language.js';
import { Confirm } from '../ui/confirm.js';
import type { Notice } from '../ui/notice.js';

/** Takes the second factor of a member away, who has lost it. */
export function ResetFactorButton({ member, notify }: { member: Member; notify: (notice: Notice) => void }) {
  const t = useAreaText(team);
  const { id, name } = member;
  const reset = useResetFactor();
  const [asking, ask] = useDisclosure();
  const done = () => {
    ask.close();
    notify({ text: t('team.factorReset', { name }) });
  };
  return (
    <>
      <Button variant="default" aria-label={t('team.resetFactorOne', { name })} onClick={ask.open}>
        {t('team.resetFactor')}
      </Button>
      <Confirm
        opened={asking}
        title={t('team.resetFactorAsk', { name })}
        yes={t('team.resetFactor')}
        busy={reset.isPending}
        error={reset.error}
        onClose={ask.close}
        onYes={() => whenDone(reset.mutateAsync(id), done)}
      >
        {t('team.resetFactorWhat')}
      </Confirm>
    </>
  );
}
