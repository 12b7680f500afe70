import { Button, Center, Loader, Stack } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { Route, Routes } from 'react-router';
import { ApiError } from './api/client.js';
import { MeContext, useSession, useSignOut } from './api/session.js';
import { ContactsHome } from './contacts/contacts-address.js';
import { ContactsPage } from './contacts/contacts-page.js';
import { useText } from './i18n/language.js';
import { NotFound } from './shell/not-found.js';
import { Shell } from './shell/shell.js';
import { ConnectionNotice } from './shell/connection-notice.js';
import { SignInPage } from './sign-in/sign-in-page.js';
import { ProblemAlert } from './ui/problem-alert.js';

const ContactPanel = lazy(() => import('./contacts/panel/contact-panel.js'));
const ImportsPage = lazy(() => import('./imports/imports-page.js'));
const SegmentsPage = lazy(() => import('./segments/segments-page.js'));
const PersonPage = lazy(() => import('./people/person-page.js'));
const OverviewPage = lazy(() => import('./overview/overview-page.js'));
const CampaignsPage = lazy(() => import('./campaigns/campaigns-page.js'));
const CampaignPage = lazy(() => import('./campaigns/campaign-page.js'));
const NumbersPage = lazy(() => import('./numbers/numbers-page.js'));
const TeamPage = lazy(() => import('./team/team-page.js'));
const AuditPage = lazy(() => import('./audit/audit-page.js'));
const WebhooksPage = lazy(() => import('./webhooks/webhooks-page.js'));
const OperationsPage = lazy(() => import('./operations/operations-page.js'));
const OrganisationsPage = lazy(() => import('./organisations/organisations-page.js'));
const SecurityPage = lazy(() => import('./security/security-page.js'));
const FactorRequired = lazy(() => import('./sign-in/factor-required.js'));
const WelcomePage = lazy(() => import('./welcome/welcome-page.js'));
const ImportDialog = lazy(() => import('./imports/import-dialog.js'));

/**
 * The pages. Without a session, every address except that of a one-time link shows the sign-in, and then the page
 * itself.
 */
export function App() {
  return (
    <>
      <Suspense fallback={<Loading />}>
        <Routes>
          <Route path="welcome" element={<WelcomePage />} />
          <Route path="*" element={<SignedIn />} />
        </Routes>
      </Suspense>
      <ConnectionNotice />
    </>
  );
}

function SignedIn() {
  const t = useText();
  const session = useSession();
  const signOut = useSignOut();
  const [isSettingUp, setSettingUp] = useState(false);
  if (session.isPending) return <Loading />;
  if (!session.data) {
    return (
      <Center mih="100dvh" p="md">
        <Stack>
          <ProblemAlert error={session.error} onRetry={() => void session.refetch()} />
          {session.error instanceof ApiError && session.error.code === 'organisation_suspended' && (
            // Whoever belongs to another organisation enters that one next time.
            <Button variant="default" loading={signOut.isPending} onClick={() => signOut.mutate()}>
              {t('signIn.out')}
            </Button>
          )}
        </Stack>
      </Center>
    );
  }
  if (!session.data.me) return <SignInPage ended={session.data.ended} />;
  if (session.data.me.secondFactorMissing || isSettingUp)
    return (
      <MeContext value={session.data.me}>
        <FactorRequired onBusy={setSettingUp} />
      </MeContext>
    );
  return (
    <MeContext value={session.data.me}>
      <Routes>
        <Route element={<Shell />}>
          <Route index element={<ContactsHome />} />
          <Route path="contacts" element={<ContactsPage />}>
            <Route path="new" element={<ContactPanel />} />
            <Route path=":accountId/:phone" element={<ContactPanel />} />
            <Route path="import/:importId?" element={<ImportDialog parent="/contacts" path="/contacts/import" />} />
          </Route>
          <Route path="segments" element={<SegmentsPage />} />
          <Route path="people/:phone?" element={<PersonPage />} />
          <Route path="overview" element={<OverviewPage />} />
          <Route path="imports" element={<ImportsPage />}>
            <Route path="new" element={<ImportDialog parent="/imports" path="/imports" />} />
            <Route path=":importId" element={<ImportDialog parent="/imports" path="/imports" />} />
          </Route>
          <Route path="campaigns" element={<CampaignsPage />} />
          <Route path="campaigns/new" element={<CampaignPage />} />
          <Route path="campaigns/:campaignId" element={<CampaignPage />} />
          <Route path="numbers" element={<NumbersPage />} />
          <Route path="team" element={<TeamPage />} />
          <Route path="webhooks" element={<WebhooksPage />} />
          <Route path="operations" element={<OperationsPage />} />
          <Route path="organisations" element={<OrganisationsPage />} />
          <Route path="security" element={<SecurityPage />} />
          <Route path="audit" element={<AuditPage />} />
          <Route path="*" element={<NotFound />} />
        </Route>
      </Routes>
    </MeContext>
  );
}

function Loading() {
  const t = useText();
  return (
    <Center mih="100dvh">
      <Loader aria-label={t('app.loading')} />
    </Center>
  );
}
