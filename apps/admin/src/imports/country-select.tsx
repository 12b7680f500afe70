import { Select } from '@mantine/core';
import { countryName, PHONE_COUNTRIES } from '#contracts';
import { reading } from '../i18n/catalogue/reading.js';
import { useAreaText, useLanguage } from '../i18n/language.js';

interface CountrySelectProps {
  /** An ISO 3166 code; null for none. */
  value: string | null;
  /** The country that is most likely meant: it comes first, and is not chosen unasked. */
  likely: string | null;
  onChange: (country: string | null) => void;
}

/** Chooses the country of the phone numbers that have no country code. */
export function CountrySelect({ value, likely, onChange }: CountrySelectProps) {
  const t = useAreaText(reading);
  const { language } = useLanguage();
  const option = (country: string) => ({ value: country, label: countryName(country, language) });
  const others = PHONE_COUNTRIES.filter((country) => country !== likely)
    .map(option)
    .sort((a, b) => a.label.localeCompare(b.label, language));
  return (
    <Select
      label={t('reading.country')}
      description={t('reading.countryHelp')}
      placeholder={t('reading.countryNone')}
      searchable
      clearable
      data={[
        ...(likely === null ? [] : [{ group: t('reading.countryLikely'), items: [option(likely)] }]),
        { group: t('reading.countries'), items: others },
      ]}
      value={value}
      onChange={onChange}
    />
  );
}
