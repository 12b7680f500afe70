import { Alert, Stack, Text } from '@mantine/core';
import type { Campaign } from '#contracts';
import { campaigns } from '../i18n/catalogue/campaigns.js';
import { useAreaText } from '../i18n/language.js';
import { Icon } from '../ui/icon.js';

/** The API's warnings, and its reason why an audience could not be frozen. */
export function CampaignAlerts({ campaign: { warnings, error } }: { campaign: Campaign }) {
  const t = useAreaText(campaigns);
  return (
    <>
      {error && (
        <Alert color="red" role="alert" icon={<Icon name="alert" />} title={t('campaign.notFrozen')}>
          <Text size="sm">{error.message}</Text>
          <Text size="sm">{t('campaign.notFrozenHelp')}</Text>
        </Alert>
      )}
      {warnings.length > 0 && (
        <Alert color="yellow" icon={<Icon name="alert" />} title={t('campaign.warnings')}>
          <Stack gap={4}>
            {warnings.map(({ code, message }) => (
              <Text size="sm" key={code}>
                {message}
              </Text>
            ))}
          </Stack>
        </Alert>
      )}
    </>
  );
}
