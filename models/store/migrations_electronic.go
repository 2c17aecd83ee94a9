package store

import "gorm.io/gorm"

// keepElectronicInvoices gives issued documents a place for their electronic form, which is written in the moment of issue and never
// after, and guards the stored files of issued documents as the documents themselves are (law-and-charter.md R-a3.4).
func keepElectronicInvoices(tx *gorm.DB) error {
	if err := DDL(tx, `
alter table invoices add column xml_file_id {int} references files(id)
;
alter table invoices add column xml_sha256 text not null default ''`); err != nil {
		return err
	}
	if Postgres(tx) {
		return DDL(tx, electronicGuardsPostgres)
	}
	return DDL(tx, electronicGuardsSQLite)
}

// writeOrdersOnInvoices lets an organisation say what stands on its invoices: the code of a service, the number of an order
// (law-and-charter.md a1, 21 and 22).
func writeOrdersOnInvoices(tx *gorm.DB) error {
	return DDL(tx, `
alter table organisations add column buyer_reference text not null default ''
;
alter table organisations add column purchase_order text not null default ''`)
}

const electronicGuardsSQLite = `
create trigger invoices_xml_final before update of xml_file_id, xml_sha256 on invoices when old.state = 'final' begin
  select raise(abort, 'a final invoice never changes');
end
;
create trigger files_of_invoices_update before update on files when old.owner_type = 'invoice' begin
  select raise(abort, 'a final invoice never changes');
end
;
create trigger files_of_invoices_delete before delete on files when old.owner_type = 'invoice' begin
  select raise(abort, 'a final invoice never changes');
end
;
create trigger files_no_replacement before insert on files begin
  select raise(abort, 'a final invoice never changes') where exists (select 1 from files where (id = new.id or ref = new.ref) and owner_type = 'invoice');
end
;
create trigger file_blobs_of_invoices before delete on file_blobs begin
  select raise(abort, 'a final invoice never changes') where exists (select 1 from files where sha256 = old.sha256 and owner_type = 'invoice');
end`

const electronicGuardsPostgres = `
create trigger invoices_xml_final before update of xml_file_id, xml_sha256 on invoices for each row when (old.state = 'final') execute function invoice_final()
;
create trigger files_of_invoices before update or delete on files for each row when (old.owner_type = 'invoice') execute function invoice_final()
;
create trigger files_no_truncate before truncate on files for each statement execute function invoice_final()
;
create function invoice_blob_final() returns trigger language plpgsql as $$
begin
  if exists (select 1 from files where sha256 = old.sha256 and owner_type = 'invoice') then
    raise exception 'a final invoice never changes';
  end if;
  return old;
end $$
;
create trigger file_blobs_of_invoices before delete on file_blobs for each row execute function invoice_blob_final()
;
create trigger file_blobs_no_truncate before truncate on file_blobs for each statement execute function invoice_final()`
