import type { ReactNode } from 'react';
import './ui.css';

interface ToggleChipProps {
  readonly isOn: boolean;
  readonly isDisabled?: boolean;
  readonly onToggle: () => void;
  readonly children: ReactNode;
}

/** A pill that is on or off; `aria-pressed` says which. */
export function ToggleChip({ isOn, isDisabled = false, onToggle, children }: ToggleChipProps) {
  return (
    <button type="button" className={`fl-chip ${isOn ? 'fl-chip-on' : ''}`} aria-pressed={isOn} disabled={isDisabled} onClick={onToggle}>
      {children}
    </button>
  );
}

interface RadioChipsProps<Value extends string | number> {
  readonly label: string;
  readonly options: readonly { readonly value: Value; readonly label: ReactNode; readonly isDisabled?: boolean }[];
  readonly value: Value | undefined;
  readonly isDisabled?: boolean;
  readonly onChange: (value: Value) => void;
}

/** One of a few, as pills: a radio group that arrow keys walk. */
export function RadioChips<Value extends string | number>({ label, options, value, isDisabled = false, onChange }: RadioChipsProps<Value>) {
  const enabled = options.filter((option) => option.isDisabled !== true);
  const step = (event: React.KeyboardEvent<HTMLDivElement>) => {
    const move =
      event.key === 'ArrowRight' || event.key === 'ArrowDown' ? 1 : event.key === 'ArrowLeft' || event.key === 'ArrowUp' ? -1 : 0;
    if (move === 0 || isDisabled || enabled.length === 0) return;
    event.preventDefault();
    const current = enabled.findIndex((option) => option.value === value);
    const next = enabled[(current + move + enabled.length) % enabled.length];
    if (next === undefined) return;
    onChange(next.value);
    event.currentTarget.querySelector<HTMLElement>(`[data-value="${CSS.escape(String(next.value))}"]`)?.focus();
  };
  const stop = value !== undefined && enabled.some((option) => option.value === value) ? value : enabled[0]?.value;
  return (
    <div role="radiogroup" aria-label={label} className="row" onKeyDown={step}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          role="radio"
          aria-checked={option.value === value}
          data-value={option.value}
          tabIndex={option.value === stop ? 0 : -1}
          disabled={isDisabled || option.isDisabled === true}
          className={`fl-chip ${option.value === value ? 'fl-chip-on' : ''}`}
          onClick={() => onChange(option.value)}
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}
