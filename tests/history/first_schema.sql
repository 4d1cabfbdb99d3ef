-- The tables as the first version had them, with two reports. Frozen: stores like this are out there.
CREATE TABLE gouji_schema (program VARCHAR(16) NOT NULL, version INTEGER NOT NULL);
CREATE TABLE gouji_report (
  id INTEGER NOT NULL PRIMARY KEY {counting},
  organ TEXT NOT NULL,
  organ_key TEXT NOT NULL,
  year INTEGER NOT NULL,
  edition TEXT NOT NULL,
  path TEXT NOT NULL,
  sha256 VARCHAR(64) NOT NULL,
  status VARCHAR(16) NOT NULL,
  gouji VARCHAR(32) NOT NULL,
  added_at VARCHAR(32) NOT NULL,
  added_by TEXT NOT NULL,
  record {bytes} NOT NULL
);
INSERT INTO gouji_schema (program, version) VALUES ('gouji', 1);
