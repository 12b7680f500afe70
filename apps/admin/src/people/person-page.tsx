import { Button, Group, TextInput } from '@mantine/core';
import { useNavigate, useParams } from 'react-router';
import { usePerson } from '../api/people.js';
import { useMe } from '../api/session.js';
import { ListSkeleton } from '../contacts/list-skeleton.js';
import { people } from '../i18n/catalogue/people.js';
import { useAreaText } from '../i18n/language.js';
import { formFields } from '../ui/form-fields.js';
import { Icon } from '../ui/icon.js';
import { Page } from '../ui/page.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { PersonTable } from './person-table.js';
import { PersonalData } from './personal-data.js';

/** What all numbers of the organisation know of one phone number. */
export default function PersonPage() {
  const t = useAreaText(people);
  const navigate = useNavigate();
  const { phone = '' } = useParams();
  const person = usePerson(phone);
  const me = useMe();
  return (
    <Page title={t('people.title')}>
      <form
        key={`search ${phone}`}
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          const wanted = formFields(event.currentTarget)('phone').trim();
          if (wanted !== '') void navigate(`/people/${encodeURIComponent(wanted)}`);
        }}
      >
        <Group align="flex-end" gap="sm">
          <TextInput
            name="phone"
            label={t('people.phone')}
            description={t('people.phoneHelp')}
            defaultValue={phone}
            maxLength={200}
            flex={1}
            maw={480}
          />
          <Button type="submit" variant="default" leftSection={<Icon name="search" />}>
            {t('people.find')}
          </Button>
        </Group>
      </form>
      {person.isLoading && <ListSkeleton />}
      <ProblemAlert error={person.error} onRetry={() => void person.refetch()} />
      {person.data && <PersonTable person={person.data} />}
      {person.data && me.role === 'admin' && (
        <PersonalData key={`data ${person.data.phone}`} phone={person.data.phone} />
      )}
    </Page>
  );
}
