-- Run once by the image of PostgreSQL, as its administrator, when the database is made:
-- the office's own role, which owns its database and is no administrator.
\set password `cat /run/secrets/database_password`
CREATE ROLE hikae LOGIN PASSWORD :'password';
CREATE DATABASE hikae OWNER hikae;
REVOKE ALL ON DATABASE hikae FROM PUBLIC;
REVOKE ALL ON DATABASE postgres FROM PUBLIC;
