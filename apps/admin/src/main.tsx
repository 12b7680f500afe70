import '@mantine/core/styles.css';
import './page.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { queryClient } from './api/query-client.js';
import { App } from './app.js';
import { LanguageProvider } from './i18n/language.js';
import { cssVariables, theme } from './theme.js';
import { listenBeforeRouter } from './ui/leave-guard.js';
import { ErrorBoundary } from './ui/error-boundary.js';

/** Without it, the browser does not apply the styles that libraries make. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? '';
// This is where `get-nonce` looks, by which Mantine's dependencies make styles.
Object.assign(globalThis, { __webpack_nonce__: nonce });

listenBeforeRouter();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <LanguageProvider>
        <QueryClientProvider client={queryClient}>
          <BrowserRouter>
            <ErrorBoundary>
              <App />
            </ErrorBoundary>
          </BrowserRouter>
        </QueryClientProvider>
      </LanguageProvider>
    </MantineProvider>
  </StrictMode>,
);
