-- What exists of the schema.

-- name: schema_version
SELECT MAX(version) FROM {lifecycle_schema};

-- name: count_schemas
-- In upper case and so in every folding of names.
SELECT COUNT(*) FROM INFORMATION_SCHEMA.SCHEMATA WHERE SCHEMA_NAME = :schema;

-- name: catalogue
-- Everything with one of the names: a row for each column of a table or an index. The columns are
-- place of the schema, schema, name, kind (table, index or another), table of an index, column,
-- type, required, defaulted, place in the primary key, unique, usable, condition, readable. H2
-- folds what the catalogue says, too, where it folds names to lower case. Also the constraints on
-- the tables, their unique indexes of other names, and triggers that may change or refuse a row.
SELECT 1, t.TABLE_SCHEMA, t.TABLE_NAME,
  CASE WHEN t.TABLE_TYPE IN ('BASE TABLE', 'base table') THEN 'table' ELSE t.TABLE_TYPE END,
  CAST(NULL AS varchar), c.COLUMN_NAME,
  CASE WHEN c.DATA_TYPE IN ('CHARACTER VARYING', 'character varying')
    THEN c.DATA_TYPE || '(' || c.CHARACTER_MAXIMUM_LENGTH || ')'
    WHEN c.DATA_TYPE IN ('TIMESTAMP WITH TIME ZONE', 'timestamp with time zone')
    THEN 'timestamp(' || c.DATETIME_PRECISION || ') with time zone'
    ELSE c.DATA_TYPE END,
  c.IS_NULLABLE IN ('NO', 'no'),
  c.COLUMN_DEFAULT IS NOT NULL OR c.IS_IDENTITY IN ('YES', 'yes'),
  (SELECT k.ORDINAL_POSITION - 1 FROM INFORMATION_SCHEMA.KEY_COLUMN_USAGE k
    JOIN INFORMATION_SCHEMA.TABLE_CONSTRAINTS p ON p.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA
      AND p.CONSTRAINT_NAME = k.CONSTRAINT_NAME AND p.CONSTRAINT_TYPE IN ('PRIMARY KEY', 'primary key')
    WHERE k.TABLE_SCHEMA = t.TABLE_SCHEMA AND k.TABLE_NAME = t.TABLE_NAME
      AND k.COLUMN_NAME = c.COLUMN_NAME),
  FALSE, TRUE, CAST(NULL AS varchar), TRUE, c.ORDINAL_POSITION AS place
FROM INFORMATION_SCHEMA.TABLES t LEFT JOIN INFORMATION_SCHEMA.COLUMNS c
  ON c.TABLE_SCHEMA = t.TABLE_SCHEMA AND c.TABLE_NAME = t.TABLE_NAME
WHERE t.TABLE_SCHEMA = CASE WHEN :schema = '' THEN SCHEMA() ELSE :schema END
  AND t.TABLE_NAME = ANY(:names)
UNION ALL
SELECT 1, i.INDEX_SCHEMA, i.INDEX_NAME, 'index', i.TABLE_NAME,
  c.COLUMN_NAME || CASE WHEN c.ORDERING_SPECIFICATION IN ('DESC', 'desc') THEN ' DESC'
    ELSE '' END,
  CAST(NULL AS varchar), FALSE, FALSE, CAST(NULL AS integer),
  i.INDEX_TYPE_NAME LIKE 'UNIQUE%' OR i.INDEX_TYPE_NAME LIKE 'unique%',
  TRUE, CAST(NULL AS varchar), TRUE, c.ORDINAL_POSITION
FROM INFORMATION_SCHEMA.INDEXES i JOIN INFORMATION_SCHEMA.INDEX_COLUMNS c
  ON c.INDEX_SCHEMA = i.INDEX_SCHEMA AND c.INDEX_NAME = i.INDEX_NAME
WHERE i.INDEX_SCHEMA = CASE WHEN :schema = '' THEN SCHEMA() ELSE :schema END
  AND (i.INDEX_NAME = ANY(:names) OR i.TABLE_NAME = ANY(:names)
    AND (i.INDEX_TYPE_NAME LIKE 'UNIQUE%' OR i.INDEX_TYPE_NAME LIKE 'unique%')
    AND NOT EXISTS (SELECT 1 FROM INFORMATION_SCHEMA.TABLE_CONSTRAINTS k
      WHERE k.INDEX_SCHEMA = i.INDEX_SCHEMA AND k.INDEX_NAME = i.INDEX_NAME
        AND k.CONSTRAINT_TYPE IN ('UNIQUE', 'unique')))
UNION ALL
SELECT 1, k.TABLE_SCHEMA, k.CONSTRAINT_NAME, 'constraint', k.TABLE_NAME, CAST(NULL AS varchar),
  CAST(NULL AS varchar), FALSE, FALSE, CAST(NULL AS integer), FALSE, TRUE, k.CONSTRAINT_TYPE, TRUE,
  0
FROM INFORMATION_SCHEMA.TABLE_CONSTRAINTS k
WHERE k.TABLE_SCHEMA = CASE WHEN :schema = '' THEN SCHEMA() ELSE :schema END
  AND k.TABLE_NAME = ANY(:names)
  AND k.CONSTRAINT_TYPE NOT IN ('PRIMARY KEY', 'primary key')
UNION ALL
SELECT 1, g.EVENT_OBJECT_SCHEMA, g.TRIGGER_NAME, 'trigger', g.EVENT_OBJECT_TABLE,
  g.EVENT_OBJECT_TABLE, CAST(NULL AS varchar), FALSE, FALSE, CAST(NULL AS integer), FALSE, TRUE,
  CAST(NULL AS varchar), TRUE, 0
FROM INFORMATION_SCHEMA.TRIGGERS g
WHERE g.EVENT_OBJECT_SCHEMA = CASE WHEN :schema = '' THEN SCHEMA() ELSE :schema END
  AND g.EVENT_OBJECT_TABLE = ANY(:names) AND g.ACTION_TIMING IN ('BEFORE', 'before')
  AND g.ACTION_ORIENTATION IN ('ROW', 'row')
ORDER BY 1, 2, 3, 15;
