import { Modal } from '@mantine/core';
import { useText } from '../../i18n/text.tsx';
import { useFlorin } from '../../store/store-context.tsx';
import { TemplateCards } from './template-cards.tsx';

/** The choice behind “New campaign”, over any screen. */
export function TemplateChooser() {
  const { t } = useText();
  const isOpen = useFlorin((state) => state.isChoosingTemplate);
  const choose = useFlorin((state) => state.chooseTemplate);
  const close = () => choose(false);
  return (
    <Modal opened={isOpen} onClose={close} size="lg" title={t('templates.title')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <div className="stack">
        <p className="sub">{t('templates.lead')}</p>
        <TemplateCards label={t('templates.title')} takesFocus onChosen={close} />
      </div>
    </Modal>
  );
}
