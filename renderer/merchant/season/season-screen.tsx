import { useText } from '../../i18n/text.tsx';
import { PageHead } from '../../ui/card.tsx';
import { LoadingState } from '../../ui/states.tsx';

export function SeasonScreen() {
  const { t } = useText();
  return (
    <>
      <PageHead title={t('season.title')} />
      <LoadingState />
    </>
  );
}
