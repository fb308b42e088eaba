-- What exists of the schema.

-- name: count_schemas
SELECT COUNT(*) FROM INFORMATION_SCHEMA.SCHEMATA WHERE SCHEMA_NAME = :schema;

-- name: count_tables
SELECT COUNT(*) FROM INFORMATION_SCHEMA.TABLES
WHERE TABLE_SCHEMA = :schema AND TABLE_NAME = :table;

-- name: schema_version
SELECT MAX(version) FROM {schema_version};
