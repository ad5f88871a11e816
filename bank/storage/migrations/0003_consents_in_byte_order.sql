-- Pages of opt-ins are read in the byte order of customer ids, whatever the database's own collation is; this index gives them one after the other.
create index consents_byte_order on consents (customer_id collate "C");
