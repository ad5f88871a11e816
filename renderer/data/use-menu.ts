import { useEffect, useRef } from 'react';
import type { FlorinEvents } from '#shared/contracts/ipc/api.ts';
import { useBridge } from './bridge-context.tsx';

export type MenuCommand = Parameters<Parameters<FlorinEvents['menuChosen']>[0]>[0]['command'];

/** Answers one entry of the native menu while the component is mounted. */
export function useMenuCommand(command: MenuCommand, answer: () => void): void {
  const { events } = useBridge();
  const latest = useRef(answer);
  useEffect(() => {
    latest.current = answer;
  });
  useEffect(() => events.menuChosen((chosen) => (chosen.command === command ? latest.current() : undefined)), [events, command]);
}

export type ScreenRequest = Parameters<Parameters<FlorinEvents['screenRequested']>[0]>[0];

/** Answers a deep link or a notification that asks for a screen. */
export function useScreenRequest(answer: (wanted: ScreenRequest) => void): void {
  const { events } = useBridge();
  const latest = useRef(answer);
  useEffect(() => {
    latest.current = answer;
  });
  useEffect(() => events.screenRequested((wanted) => latest.current(wanted)), [events]);
}

/** Names the shown screen in the window's title, which the main process makes `Florin — <screen>`. */
export function useWindowTitle(screen: string): void {
  const { calls } = useBridge();
  useEffect(() => {
    document.title = `Florin — ${screen}`;
    void calls.shell.setTitle({ title: screen.slice(0, 120) });
  }, [calls, screen]);
}
