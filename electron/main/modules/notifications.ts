import { Notification } from 'electron';

export interface Notice {
  readonly title: string;
  readonly body: string;
}

/** Shows a system notification where the system has them. Its text names no campaign: it may be read on a locked screen. */
export function showNotice(notice: Notice, clicked: () => void): void {
  if (!Notification.isSupported()) return;
  const notification = new Notification({ title: notice.title, body: notice.body });
  notification.on('click', clicked);
  notification.show();
}
