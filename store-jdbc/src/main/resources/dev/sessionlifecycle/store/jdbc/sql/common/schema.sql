-- What exists of the schema.

-- name: count_schemas
SELECT COUNT(*) FROM information_schema.schemata WHERE LOWER(schema_name) = LOWER(:schema);

-- name: count_tables
SELECT COUNT(*) FROM information_schema.tables
WHERE LOWER(table_schema) = LOWER(:schema) AND LOWER(table_name) = LOWER(:table);

-- name: schema_version
SELECT MAX(version) FROM {schema_version};
