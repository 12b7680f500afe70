import '@mantine/dropzone/styles.css';
import { Button, Group, Input, Stack, Text } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { useState } from 'react';
import { useLanguage } from '../i18n/language.js';
import { Icon } from '../ui/icon.js';

interface FileDropProps {
  file: File | null;
  error: string | null;
  /** What the button says while there is no file. */
  choose?: string;
  onFile: (file: File) => void;
}

/** Accepts one file by drop, click or key. The API determines its format, by content and not by name. */
export function FileDrop({ file, error, choose, onFile }: FileDropProps) {
  const { t, format } = useLanguage();
  const [severalDropped, setSeveralDropped] = useState(false);
  return (
    <Input.Wrapper label={t('import.file')} labelElement="div" error={severalDropped ? t('import.oneFile') : error}>
      <Dropzone
        mt={4}
        radius="md"
        multiple={false}
        // The button inside can be reached with the keyboard; its click opens the dialog like any click here.
        activateOnKeyboard={false}
        enablePointerEvents
        onDrop={([dropped]) => {
          setSeveralDropped(false);
          if (dropped) onFile(dropped);
        }}
        onReject={() => setSeveralDropped(true)}
        inputProps={{ 'aria-label': t('import.file') }}
      >
        <Group gap="md" mih={104} px="sm" justify="center">
          <Icon name={file ? 'file' : 'upload'} size={30} />
          <Stack gap={2} style={{ flex: '1 1 220px' }} role="status">
            <Text fw={500} style={{ overflowWrap: 'anywhere' }}>
              {file ? file.name : t('import.drop')}
            </Text>
            <Text size="sm" c="dimmed">
              {file ? format.bytes(file.size) : t('import.dropHelp')}
            </Text>
          </Stack>
          <Button variant="default" data-autofocus>
            {file ? t('import.chooseOther') : (choose ?? t('import.choose'))}
          </Button>
        </Group>
      </Dropzone>
    </Input.Wrapper>
  );
}
