#!/bin/sh
# Once, when the database of compose.yaml is made: the role of the application, which works with rows and owns nothing
# (docs/operations.md, PostgreSQL).
set -eu
psql --set=ON_ERROR_STOP=1 --set=password="$ZGC_PASSWORD" --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
CREATE ROLE zgc LOGIN PASSWORD :'password';
GRANT CONNECT ON DATABASE zgc TO zgc;
GRANT USAGE ON SCHEMA public TO zgc;
ALTER DEFAULT PRIVILEGES FOR ROLE zgc_owner IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO zgc;
ALTER DEFAULT PRIVILEGES FOR ROLE zgc_owner IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO zgc;
SQL
