-- What exists of the schema.

-- name: schema_version
SELECT MAX(version) FROM {lifecycle_schema};

-- name: count_schemas
-- In upper case and so in every folding of names.
SELECT COUNT(*) FROM INFORMATION_SCHEMA.SCHEMATA WHERE SCHEMA_NAME = :schema;

-- name: catalogue
-- Everything with one of the names: a row for each column of a table or an index. The columns are
-- place of the schema, schema, name, kind (table, index or another), table of an index, column,
-- type, required, defaulted, place in the primary key, unique, usable, condition, readable.
SELECT 1, t.TABLE_SCHEMA, t.TABLE_NAME, CASE t.TABLE_TYPE WHEN 'BASE TABLE' THEN 'table'
    ELSE LOWER(t.TABLE_TYPE) END, CAST(NULL AS varchar), c.COLUMN_NAME,
  CASE c.DATA_TYPE WHEN 'CHARACTER VARYING'
    THEN 'character varying(' || c.CHARACTER_MAXIMUM_LENGTH || ')'
    WHEN 'TIMESTAMP WITH TIME ZONE' THEN 'timestamp(' || c.DATETIME_PRECISION || ') with time zone'
    ELSE LOWER(c.DATA_TYPE) END,
  c.IS_NULLABLE = 'NO', c.COLUMN_DEFAULT IS NOT NULL OR c.IS_IDENTITY = 'YES',
  (SELECT k.ORDINAL_POSITION - 1 FROM INFORMATION_SCHEMA.KEY_COLUMN_USAGE k
    JOIN INFORMATION_SCHEMA.TABLE_CONSTRAINTS p ON p.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA
      AND p.CONSTRAINT_NAME = k.CONSTRAINT_NAME AND p.CONSTRAINT_TYPE = 'PRIMARY KEY'
    WHERE k.TABLE_SCHEMA = t.TABLE_SCHEMA AND k.TABLE_NAME = t.TABLE_NAME
      AND k.COLUMN_NAME = c.COLUMN_NAME),
  FALSE, TRUE, CAST(NULL AS varchar), TRUE, c.ORDINAL_POSITION AS place
FROM INFORMATION_SCHEMA.TABLES t LEFT JOIN INFORMATION_SCHEMA.COLUMNS c
  ON c.TABLE_SCHEMA = t.TABLE_SCHEMA AND c.TABLE_NAME = t.TABLE_NAME
WHERE t.TABLE_SCHEMA = CASE WHEN :schema = '' THEN SCHEMA() ELSE :schema END
  AND t.TABLE_NAME = ANY(:names)
UNION ALL
SELECT 1, i.INDEX_SCHEMA, i.INDEX_NAME, 'index', i.TABLE_NAME,
  c.COLUMN_NAME || CASE c.ORDERING_SPECIFICATION WHEN 'DESC' THEN ' DESC' ELSE '' END,
  CAST(NULL AS varchar), FALSE, FALSE, CAST(NULL AS integer), i.INDEX_TYPE_NAME LIKE 'UNIQUE%',
  TRUE, CAST(NULL AS varchar), TRUE, c.ORDINAL_POSITION
FROM INFORMATION_SCHEMA.INDEXES i JOIN INFORMATION_SCHEMA.INDEX_COLUMNS c
  ON c.INDEX_SCHEMA = i.INDEX_SCHEMA AND c.INDEX_NAME = i.INDEX_NAME
WHERE i.INDEX_SCHEMA = CASE WHEN :schema = '' THEN SCHEMA() ELSE :schema END
  AND i.INDEX_NAME = ANY(:names)
ORDER BY 1, 2, 3, 15;
