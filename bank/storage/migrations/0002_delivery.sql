-- A refund within the return period cancels a redemption that was not paid out yet; the row stays for the audit.
alter table redemptions add column cancelled_at timestamptz;

-- Deliveries still to be sent, for the workers.
create index deliveries_queued on deliveries (queued_at) where state = 'queued';
