import { DateInput } from '@mantine/dates';
import { IconCalendar } from '@tabler/icons-react';
import 'dayjs/locale/en-gb.js';
import 'dayjs/locale/fr.js';
import 'dayjs/locale/nl.js';
import type { UiLanguage } from '../i18n/messages/index.ts';
import { parseDay } from '../i18n/parse-day.ts';
import { useText } from '../i18n/text.tsx';
import type { FieldProps } from './fields.tsx';

const CALENDAR_LOCALES: Readonly<Record<UiLanguage, string>> = { en: 'en-gb', nl: 'nl', fr: 'fr' };

interface DateFieldProps extends FieldProps {
  readonly value: string | null;
  /** First and last day that the calendar offers; others can be typed, and the form says what is wrong with them. */
  readonly min?: string;
  readonly max?: string;
  readonly onChange: (value: string | null) => void;
}

/** A calendar date, shown in words so that nobody mistakes the order of day and month; typed in figures or words, or picked. */
export function DateField({ label, hint, error, path, value, min, max, onChange }: DateFieldProps) {
  const text = useText();
  const { t } = text;
  const isOutside = (day: string) => (min !== undefined && day < min) || (max !== undefined && day > max);
  return (
    <DateInput
      label={label}
      description={hint}
      error={error}
      data-path={path}
      value={value}
      valueFormat={text.weekdayLong}
      dateParser={(typed) => parseDay(typed, text)}
      onChange={(next) => (next === null ? undefined : onChange(next.slice(0, 10)))}
      getDayProps={(day) => ({ disabled: isOutside(day) })}
      locale={CALENDAR_LOCALES[text.language]}
      firstDayOfWeek={1}
      hideOutsideDates
      {...(min === undefined ? {} : { defaultDate: min })}
      rightSection={<IconCalendar size={16} aria-hidden />}
      rightSectionPointerEvents="none"
      ariaLabels={{
        previousMonth: t('common.calendar.previous-month'),
        nextMonth: t('common.calendar.next-month'),
        previousYear: t('common.calendar.previous-year'),
        nextYear: t('common.calendar.next-year'),
        previousDecade: t('common.calendar.previous-years'),
        nextDecade: t('common.calendar.next-years'),
        monthLevelControl: t('common.calendar.choose-month'),
        yearLevelControl: t('common.calendar.choose-year'),
      }}
    />
  );
}
