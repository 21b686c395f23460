-- A database as the first release wrote it. Never edited: what was kept then has to open for ever.
BEGIN TRANSACTION;
CREATE TABLE audit (
	id INTEGER NOT NULL, 
	at BIGINT NOT NULL, 
	actor TEXT NOT NULL, 
	action TEXT NOT NULL, 
	scenario_id TEXT, 
	detail TEXT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "audit" VALUES(1,1790000000000000,'Ana','create','0b9c7a52-6f0e-4d0c-9b1e-3a5d1c8e7f01','');
CREATE TABLE drafts (
	scenario_id TEXT NOT NULL, 
	holder TEXT NOT NULL, 
	base INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	at BIGINT NOT NULL, 
	document TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	aside TEXT NOT NULL, 
	PRIMARY KEY (scenario_id, holder), 
	FOREIGN KEY(scenario_id) REFERENCES scenarios (id)
);
INSERT INTO "drafts" VALUES('0b9c7a52-6f0e-4d0c-9b1e-3a5d1c8e7f01','browser-of-ana',2,3,1790018000000000,'{"schema_version": 1, "name": "Łódź Plan", "start_month": "2027-01", "teams": [{"name": "Direct", "inbound_per_month": {"mean": 80.0}, "stages": [{"name": "demo", "rate": {"mean": 0.5}}, {"name": "sale", "rate": {"mean": 0.22}}], "deal_size": {"mean": 12000.0, "cv": 0.5}, "headcount": 7}], "goals": [{"name": "Bookings", "metric": "bookings", "target": 9000000.0, "by": "2027-12"}]}','7cf6b1a8e63307c9b88cd9d5d2fb066ac3fc1ea3d71cebe7950007c3f5b8973b','{"moved": []}');
CREATE TABLE links (
	id TEXT NOT NULL, 
	scenario_id TEXT NOT NULL, 
	token_hash TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	revision INTEGER, 
	hide_money SMALLINT NOT NULL, 
	label TEXT NOT NULL, 
	created_by TEXT NOT NULL, 
	created_at BIGINT NOT NULL, 
	expires_at BIGINT, 
	revoked_at BIGINT, 
	last_used_at BIGINT, 
	use_count INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT links_kind CHECK (kind IN ('view', 'live', 'edit', 'manage')), 
	FOREIGN KEY(scenario_id) REFERENCES scenarios (id), 
	UNIQUE (token_hash)
);
INSERT INTO "links" VALUES('3e6f4d25-9c3b-4a3f-8c4b-6d8a4fb1ac34','0b9c7a52-6f0e-4d0c-9b1e-3a5d1c8e7f01','fc855a078ead56ad9ea8e194eedb135b7c3da2112a45c523249d2dd9727a4775','view',1,0,'for the board','browser-of-ana',1790000000000000,NULL,NULL,1790003600000000,3);
CREATE TABLE revisions (
	scenario_id TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	author TEXT NOT NULL, 
	at BIGINT NOT NULL, 
	summary TEXT NOT NULL, 
	document TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	engine_version TEXT NOT NULL, 
	PRIMARY KEY (scenario_id, number), 
	FOREIGN KEY(scenario_id) REFERENCES scenarios (id)
);
INSERT INTO "revisions" VALUES('0b9c7a52-6f0e-4d0c-9b1e-3a5d1c8e7f01',1,'Ana',1790003600000000,'first version','{"schema_version": 1, "name": "Łódź Plan", "start_month": "2027-01", "teams": [{"name": "Direct", "inbound_per_month": {"mean": 80.0}, "stages": [{"name": "demo", "rate": {"mean": 0.5}}, {"name": "sale", "rate": {"mean": 0.22}}], "deal_size": {"mean": 12000.0, "cv": 0.5}, "headcount": 4}], "goals": [{"name": "Bookings", "metric": "bookings", "target": 9000000.0, "by": "2027-12"}]}','aac34ab6c23d1c1b0175975d6f09c5d773d7bb470e50b1f272d0b992d6d2dba1','1.0.0');
INSERT INTO "revisions" VALUES('0b9c7a52-6f0e-4d0c-9b1e-3a5d1c8e7f01',2,'Ana',1790007200000000,'headcount 4 → 6','{"schema_version": 1, "name": "Łódź Plan", "start_month": "2027-01", "teams": [{"name": "Direct", "inbound_per_month": {"mean": 80.0}, "stages": [{"name": "demo", "rate": {"mean": 0.5}}, {"name": "sale", "rate": {"mean": 0.22}}], "deal_size": {"mean": 12000.0, "cv": 0.5}, "headcount": 6}], "goals": [{"name": "Bookings", "metric": "bookings", "target": 9000000.0, "by": "2027-12"}]}','2da038760e329ff5129c6022f9e9fa4d71eba706c0d2eb0cc00a612bba574f9c','1.0.0');
INSERT INTO "revisions" VALUES('1c8d6b43-7e1f-4c1d-8a2f-4b6e2d9f8a12',1,'Ana',1790003600000000,'first version','{"schema_version": 1, "name": "STRASSE O''Brien", "start_month": "2027-01", "teams": [{"name": "Direct", "inbound_per_month": {"mean": 80.0}, "stages": [{"name": "demo", "rate": {"mean": 0.5}}, {"name": "sale", "rate": {"mean": 0.22}}], "deal_size": {"mean": 12000.0, "cv": 0.5}, "headcount": 4}], "goals": [{"name": "Bookings", "metric": "bookings", "target": 9000000.0, "by": "2027-12"}]}','74fb4accd78905bc655fda36b5d82888a5f60d4bfe6ac7b463c995a499abf9fa','1.0.0');
INSERT INTO "revisions" VALUES('2d7e5c34-8d2a-4b2e-9b3a-5c7f3ea09b23',1,'Ana',1790003600000000,'first version','{"schema_version": 1, "name": "Gone", "start_month": "2027-01", "teams": [{"name": "Direct", "inbound_per_month": {"mean": 80.0}, "stages": [{"name": "demo", "rate": {"mean": 0.5}}, {"name": "sale", "rate": {"mean": 0.22}}], "deal_size": {"mean": 12000.0, "cv": 0.5}, "headcount": 4}], "goals": [{"name": "Bookings", "metric": "bookings", "target": 9000000.0, "by": "2027-12"}]}','af98354c386613820804982be719ad839252d76e28f8ca5b30e82d9ad52f4cee','1.0.0');
CREATE TABLE scenarios (
	id TEXT NOT NULL, 
	owner TEXT NOT NULL, 
	name TEXT NOT NULL, 
	created_at BIGINT NOT NULL, 
	updated_at BIGINT NOT NULL, 
	archived_at BIGINT, 
	deleted_at BIGINT, 
	head INTEGER NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "scenarios" VALUES('0b9c7a52-6f0e-4d0c-9b1e-3a5d1c8e7f01','browser-of-ana','Łódź Plan',1790000000000000,1790007200000000,NULL,NULL,2);
INSERT INTO "scenarios" VALUES('1c8d6b43-7e1f-4c1d-8a2f-4b6e2d9f8a12','browser-of-ana','STRASSE O''Brien',1790000000000000,1790003600000000,1790010800000000,NULL,1);
INSERT INTO "scenarios" VALUES('2d7e5c34-8d2a-4b2e-9b3a-5c7f3ea09b23','browser-of-ana','Gone',1790000000000000,1790003600000000,1790003600000000,1790014400000000,1);
CREATE TABLE simulator_schema (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT simulator_schema_pkc PRIMARY KEY (version_num)
);
INSERT INTO "simulator_schema" VALUES('0001');
CREATE INDEX scenarios_of_owner ON scenarios (owner);
CREATE INDEX links_of_scenario ON links (scenario_id);
CREATE INDEX links_of_creator ON links (created_by);
CREATE INDEX audit_of_scenario ON audit (scenario_id, id);
COMMIT;
