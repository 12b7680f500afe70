import { Modal } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useEffect } from 'react';
import { useLocation, useNavigate, useParams } from 'react-router';
import { useText } from '../i18n/language.js';
import { PHONE_WIDTH } from '../ui/phone-width.js';
import { useFocusReturn } from '../ui/use-focus-return.js';
import { ChooseFile } from './choose-file.js';
import { ImportView } from './import-view.js';
import { dismissUpload, useUpload } from './upload-store.js';
import { UploadFailed, Uploading, UploadInterrupted } from './uploading.js';

interface ImportDialogProps {
  /** The page behind the dialog; closing returns to it. */
  parent: string;
  /** The address of an import is `<path>/<id>`. */
  path: string;
}

/** An import from choosing the file to the result. Its id is in the address, so a reload finds it again. */
export default function ImportDialog({ parent, path }: ImportDialogProps) {
  const t = useText();
  const { importId } = useParams();
  const { search } = useLocation();
  const navigate = useNavigate();
  const onPhone = useMediaQuery(PHONE_WIDTH, undefined, { getInitialValueInEffect: false });
  const upload = useUpload();
  const uploaded = !importId && upload.phase === 'done' ? upload.importId : null;

  useEffect(() => {
    if (!uploaded) return;
    dismissUpload();
    void navigate({ pathname: `${path}/${uploaded}`, search }, { replace: true });
  }, [uploaded, navigate, path, search]);

  useFocusReturn();

  const another = () => navigate({ pathname: parent === path ? `${path}/new` : path, search });
  return (
    <Modal
      opened
      onClose={() => void navigate({ pathname: parent, search })}
      title={t('import.title')}
      closeButtonProps={{ 'aria-label': t('import.close') }}
      size={760}
      styles={{ title: { fontWeight: 600 } }}
      // A <header> here would count as the header of the page.
      attributes={{ header: { role: 'presentation' } }}
      radius="lg"
      fullScreen={onPhone ?? false}
      closeOnClickOutside={false}
      transitionProps={{ duration: 0 }}
    >
      {importId ? (
        <ImportView
          key={importId}
          id={importId}
          path={path}
          forAdministrators={parent === '/imports'}
          onAnother={() => void another()}
        />
      ) : upload.phase === 'uploading' || upload.phase === 'paused' || upload.phase === 'done' ? (
        <Uploading upload={upload} />
      ) : upload.phase === 'interrupted' ? (
        <UploadInterrupted upload={upload} />
      ) : upload.phase === 'failed' ? (
        <UploadFailed upload={upload} />
      ) : (
        <ChooseFile />
      )}
    </Modal>
  );
}
