import '@mantine/dates/styles.css';
import 'dayjs/locale/es';
import { Button, Group, Radio, Stack, Text } from '@mantine/core';
import { DatesProvider, DateTimePicker } from '@mantine/dates';
import { useId, useState } from 'react';
import type { Campaign, Reach } from '#contracts';
import { useScheduleCampaign } from '../api/campaigns.js';
import { whenDone } from '../api/when-done.js';
import { campaigns } from '../i18n/catalogue/campaigns.js';
import { useAreaText, useLanguage } from '../i18n/language.js';
import { Dialog } from '../ui/dialog.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { toInstant, toLocal } from './local-time.js';

interface ScheduleDialogProps {
  opened: boolean;
  onClose: () => void;
  reach: Reach | null;
  /** The campaign as it will go out; null if it could not be saved. The page behind then shows the error. */
  ready: () => Promise<Campaign | null>;
  onScheduled: (campaign: Campaign) => void;
}

/** Chooses when the audience is frozen: now, or at a date and time in the person's time zone. */
export default function ScheduleDialog({ opened, onClose, ...props }: ScheduleDialogProps) {
  const t = useAreaText(campaigns);
  const { language } = useLanguage();
  return (
    <DatesProvider settings={{ locale: language, firstDayOfWeek: 1, weekendDays: [] }}>
      <Dialog title={t('schedule.title')} opened={opened} onClose={onClose}>
        <ScheduleForm onClose={onClose} {...props} />
      </Dialog>
    </DatesProvider>
  );
}

function ScheduleForm({ onClose, reach, ready, onScheduled }: Omit<ScheduleDialogProps, 'opened'>) {
  const t = useAreaText(campaigns);
  const { format } = useLanguage();
  const schedule = useScheduleCampaign();
  const id = useId();
  const [when, setWhen] = useState<'now' | 'later'>('later');
  const [local, setLocal] = useState<string | null>(null);
  const [asked, setAsked] = useState(false);
  const [opened] = useState(() => new Date());
  const at = when === 'later' && local !== null ? toInstant(local) : null;
  const missing = when === 'later' && (at === null || at <= opened.toISOString());

  const submit = async () => {
    setAsked(true);
    if (missing) return;
    const campaign = await ready();
    if (!campaign) return onClose();
    whenDone(schedule.mutateAsync({ id: campaign.id, ...(at !== null && { scheduledAt: at }) }), (scheduled) => {
      onClose();
      onScheduled(scheduled);
    });
  };
  return (
    <Stack>
      <Text size="sm">{t('schedule.help')}</Text>
      {reach && (
        <Text size="sm" c="dimmed">
          {t('reach.title')}: {t('campaigns.reaches', { count: reach.count })}
        </Text>
      )}
      <Radio.Group label={t('schedule.when')} value={when} onChange={(chosen) => setWhen(chosen)}>
        <Group mt={6} gap="lg">
          <Radio value="later" label={t('schedule.later')} />
          <Radio value="now" label={t('schedule.now')} />
        </Group>
      </Radio.Group>
      {when === 'later' && (
        <DateTimePicker
          label={t('schedule.at')}
          description={t('schedule.zone', { zone: Intl.DateTimeFormat().resolvedOptions().timeZone })}
          value={local}
          onChange={setLocal}
          minDate={toLocal(opened)}
          valueFormat={(value) => format.dateTime(toInstant(value))}
          placeholder={format.dateTime(new Date(opened.getTime() + DAY_MS).toISOString())}
          error={asked && missing ? t('schedule.missing') : null}
          hideOutsideDates
          // The calendar is a dialog that is named by the control that opens it.
          id={id}
          popoverProps={{ id, withinPortal: false }}
          ariaLabels={{ previousMonth: t('schedule.previousMonth'), nextMonth: t('schedule.nextMonth') }}
          maxLevel="month"
          timePickerProps={{ hoursInputLabel: t('schedule.hours'), minutesInputLabel: t('schedule.minutes') }}
          submitButtonProps={{ 'aria-label': t('schedule.take') }}
        />
      )}
      <ProblemAlert error={schedule.error} />
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          {t('control.cancel')}
        </Button>
        <Button loading={schedule.isPending} onClick={() => void submit()}>
          {t(when === 'now' ? 'schedule.doNow' : 'schedule.button')}
        </Button>
      </Group>
    </Stack>
  );
}

const DAY_MS = 24 * 3600 * 1000;
