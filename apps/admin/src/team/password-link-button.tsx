import { Button } from '@mantine/core';
import type { Member } from '#contracts';
import { usePasswordLink } from '../api/team.js';
import { team } from '../i18n/catalogue/team.js';
import { useAreaText, useFormat } from '../i18n/language.js';
import { Dialog } from '../ui/dialog.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { ShownOnce } from '../ui/shown-once.js';

/** Makes a link for a member who has forgotten their password, and shows it once. */
export function PasswordLinkButton({ member: { id, name } }: { member: Member }) {
  const t = useAreaText(team);
  const format = useFormat();
  const make = usePasswordLink();
  return (
    <>
      <Button
        variant="default"
        aria-label={t('team.passwordLinkOne', { name })}
        loading={make.isPending}
        onClick={() => make.mutate(id)}
      >
        {t('team.passwordLink')}
      </Button>
      <Dialog
        title={t('team.passwordLinkOne', { name })}
        opened={make.data !== undefined || make.error !== null}
        onClose={make.reset}
        dismissible={make.data === undefined}
      >
        <ProblemAlert error={make.error} />
        {make.data && (
          <ShownOnce
            label={t('team.passwordLinkFor', { name })}
            secret={make.data.link}
            help={t('team.passwordLinkHelp', { name, date: format.dateTime(make.data.expiresAt) })}
            onDone={make.reset}
          />
        )}
      </Dialog>
    </>
  );
}
