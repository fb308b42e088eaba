-- name: catalogue
-- Everything with one of the names that statements would find, in the schema that is set or on the
-- search path; and where the user may not look, the versions. Also the constraints on the tables,
-- their unique indexes of other names, and what on them or their partitions may change, refuse, hide
-- or lose rows.
SELECT array_position(p.path, n.nspname), n.nspname, c.relname,
  CASE WHEN NOT has_schema_privilege(n.oid, 'USAGE') THEN 'hidden' ELSE CASE c.relkind
    WHEN 'r' THEN 'table' WHEN 'p' THEN 'table' WHEN 'i' THEN 'index' WHEN 'I' THEN 'index'
    WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence'
    WHEN 'f' THEN 'foreign table' WHEN 'c' THEN 'type' ELSE 'object' END END,
  o.relname,
  CASE WHEN i.indexrelid IS NULL THEN a.attname
    ELSE pg_get_indexdef(c.oid, a.attnum, TRUE)
      || CASE WHEN i.indoption[a.attnum - 1] & 1 = 1 THEN ' DESC' ELSE '' END END,
  format_type(a.atttypid, a.atttypmod), a.attnotnull, a.atthasdef OR a.attidentity <> '',
  array_position(k.indkey::int2[], a.attnum), i.indisunique, i.indisvalid,
  pg_get_expr(i.indpred, i.indrelid), has_any_column_privilege(c.oid, 'SELECT'),
  a.attnum AS place
FROM (SELECT CASE WHEN :schema = '' THEN current_schemas(FALSE)
    ELSE ARRAY[CAST(:schema AS name)] END AS path) p
JOIN pg_namespace n ON n.nspname = ANY(p.path)
  OR :schema = '' AND NOT has_schema_privilege(n.oid, 'USAGE')
JOIN pg_class c ON c.relnamespace = n.oid AND (c.relname = ANY(:names) OR c.oid IN (
  SELECT u.indexrelid FROM pg_index u JOIN pg_class t ON t.oid = u.indrelid
  WHERE t.relname = ANY(:names) AND u.indisunique AND NOT u.indisprimary
    AND NOT EXISTS (SELECT 1 FROM pg_inherits WHERE inhrelid = u.indexrelid)
    AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = u.indexrelid AND contype = 'u')))
LEFT JOIN pg_index i ON i.indexrelid = c.oid
LEFT JOIN pg_index k ON k.indrelid = c.oid AND k.indisprimary
LEFT JOIN pg_inherits h ON h.inhrelid = c.oid AND c.relkind = 'r'
LEFT JOIN pg_class o ON o.oid = COALESCE(i.indrelid, h.inhparent)
LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  AND (i.indexrelid IS NULL OR a.attnum <= i.indnkeyatts)
UNION ALL
SELECT 1, n.nspname, t.typname, 'type', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, TRUE,
  0
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE t.typname = ANY(:names) AND t.typrelid = 0 AND t.typcategory <> 'A'
  AND n.nspname = CASE WHEN :schema = '' THEN current_schema() ELSE :schema END
UNION ALL
SELECT array_position(current_schemas(FALSE), n.nspname), n.nspname, k.conname, 'constraint',
  t.relname, NULL, NULL, NULL, NULL, NULL, NULL, NULL, pg_get_constraintdef(k.oid), TRUE, 0
FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid
JOIN pg_namespace n ON n.oid = t.relnamespace
WHERE t.relname = ANY(:names) AND k.contype IN ('c', 'f', 'u', 'x')
  AND k.conparentid = 0 AND k.coninhcount = 0
UNION ALL
SELECT array_position(current_schemas(FALSE), n.nspname), n.nspname, x.name, x.kind,
  COALESCE(p.relname, t.relname), t.relname, NULL, NULL, NULL, NULL, NULL, NULL, NULL, TRUE, 0
FROM pg_class t JOIN pg_namespace n ON n.oid = t.relnamespace
LEFT JOIN pg_inherits h ON h.inhrelid = t.oid
LEFT JOIN pg_class p ON p.oid = h.inhparent AND p.relname = ANY(:names)
CROSS JOIN LATERAL (
  SELECT g.tgname AS name, 'trigger' AS kind FROM pg_trigger g
  WHERE g.tgrelid = t.oid AND NOT g.tgisinternal AND g.tgenabled <> 'D' AND g.tgparentid = 0
    AND g.tgtype & 3 = 3 -- before each row
  UNION ALL
  SELECT r.rulename, 'rule' FROM pg_rewrite r WHERE r.ev_class = t.oid AND r.ev_enabled <> 'D'
  UNION ALL
  SELECT t.relname, 'row security' WHERE row_security_active(t.oid)
  UNION ALL
  SELECT t.relname, 'unlogged' WHERE t.relpersistence = 'u') x
WHERE t.relkind IN ('r', 'p') AND (t.relname = ANY(:names) OR p.oid IS NOT NULL)
ORDER BY 1, 2, 3, 15;
