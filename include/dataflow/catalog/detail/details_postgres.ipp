// What PostgreSQL's catalog tells with the details.
#pragma once

#include <dataflow/catalog/detail/wanted_postgres.hpp>
#include <dataflow/sql/statement.hpp>
#include <dataflow/sql/writer.hpp>

namespace dataflow::catalog::detail {

/// The statements that make a view as it is, in their order: itself; indexes, rules, triggers and defaults;
/// comments; its owner; who may do what. A grant is made by the owner, whoever made the former one.
inline void write_view_statements_of_postgres(sql::writer& w) {
    w << "UNION ALL SELECT ord, 'g', m.n, m.place, space, name, '', '', '', m.text, '', '', 0 FROM wanted "
         "CROSS JOIN LATERAL (SELECT quote_ident(space) || '.' || quote_ident(name) AS path, CASE kind WHEN "
         "'m' THEN 'MATERIALIZED VIEW ' ELSE 'VIEW ' END AS called) AS v CROSS JOIN LATERAL ("
         "SELECT 1::BIGINT AS n, 0::BIGINT AS place, 'CREATE ' || v.called || v.path || coalesce(' WITH (' "
         "|| array_to_string(c.reloptions, ', ') || ')', '') || coalesce(' TABLESPACE ' || (SELECT "
         "quote_ident(t.spcname) FROM pg_tablespace AS t WHERE t.oid = c.reltablespace AND kind = 'm'), '') "
         "|| ' AS ' || rtrim(pg_get_viewdef(c.oid), '; ') || CASE WHEN kind = 'm' AND NOT c.relispopulated "
         "THEN ' WITH NO DATA' ELSE '' END AS text FROM pg_class AS c WHERE c.oid = wanted.oid "
         "UNION ALL SELECT 2, i.indexrelid::BIGINT, pg_get_indexdef(i.indexrelid) FROM pg_index AS i WHERE "
         "i.indrelid = wanted.oid "
         "UNION ALL SELECT 3, i.indexrelid::BIGINT, 'ALTER ' || v.called || v.path || ' CLUSTER ON ' || "
         "quote_ident(c.relname) FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid WHERE "
         "i.indrelid = wanted.oid AND i.indisclustered "
         "UNION ALL SELECT 4, x.oid::BIGINT, pg_get_statisticsobjdef(x.oid) FROM pg_statistic_ext AS x WHERE "
         "x.stxrelid = wanted.oid "
         "UNION ALL SELECT 5, d.adnum, 'ALTER VIEW ' || v.path || ' ALTER COLUMN ' || quote_ident(a.attname) "
         "|| ' SET DEFAULT ' || pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef AS d JOIN pg_attribute AS a "
         "ON a.attrelid = d.adrelid AND a.attnum = d.adnum WHERE d.adrelid = wanted.oid "
         "UNION ALL SELECT 6, r.oid::BIGINT, rtrim(pg_get_ruledef(r.oid), '; ') FROM pg_rewrite AS r WHERE "
         "r.ev_class = wanted.oid AND r.rulename <> '_RETURN' "
         "UNION ALL SELECT 7, t.oid::BIGINT, pg_get_triggerdef(t.oid) FROM pg_trigger AS t WHERE t.tgrelid = "
         "wanted.oid AND NOT t.tgisinternal "
         // comments
         "UNION ALL SELECT 8, d.objsubid, CASE WHEN d.objsubid = 0 THEN 'COMMENT ON ' || v.called || v.path "
         "ELSE 'COMMENT ON COLUMN ' || v.path || '.' || (SELECT quote_ident(a.attname) FROM pg_attribute AS "
         "a WHERE a.attrelid = d.objoid AND a.attnum = d.objsubid) END || ' IS ' || "
         "quote_literal(d.description) FROM pg_description AS d WHERE d.objoid = wanted.oid AND d.classoid = "
         "'pg_class'::REGCLASS "
         "UNION ALL SELECT 9, i.indexrelid::BIGINT, 'COMMENT ON INDEX ' || i.indexrelid::REGCLASS::TEXT || ' "
         "IS ' || quote_literal(obj_description(i.indexrelid, 'pg_class')) FROM pg_index AS i WHERE "
         "i.indrelid = wanted.oid AND obj_description(i.indexrelid, 'pg_class') IS NOT NULL "
         "UNION ALL SELECT 10, r.oid::BIGINT, 'COMMENT ON RULE ' || quote_ident(r.rulename) || ' ON ' || "
         "v.path || ' IS ' || quote_literal(obj_description(r.oid, 'pg_rewrite')) FROM pg_rewrite AS r WHERE "
         "r.ev_class = wanted.oid AND r.rulename <> '_RETURN' AND obj_description(r.oid, 'pg_rewrite') IS "
         "NOT "
         "NULL "
         "UNION ALL SELECT 11, t.oid::BIGINT, 'COMMENT ON TRIGGER ' || quote_ident(t.tgname) || ' ON ' || "
         "v.path || ' IS ' || quote_literal(obj_description(t.oid, 'pg_trigger')) FROM pg_trigger AS t WHERE "
         "t.tgrelid = wanted.oid AND NOT t.tgisinternal AND obj_description(t.oid, 'pg_trigger') IS NOT NULL "
         // its owner
         "UNION ALL SELECT 12, 0, 'ALTER ' || v.called || v.path || ' OWNER TO ' || quote_ident(o.rolname) "
         "FROM pg_class AS c JOIN pg_roles AS o ON o.oid = c.relowner WHERE c.oid = wanted.oid AND o.rolname "
         "<> current_user "
         // what a new view gives by itself, where the former one did not
         "UNION ALL SELECT 13, 0, 'REVOKE ALL ON ' || v.path || ' FROM ' || g.role FROM (SELECT DISTINCT "
         "CASE "
         "WHEN e.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(e.grantee)) END AS role FROM "
         "pg_class AS c CROSS JOIN LATERAL (SELECT x.grantee FROM pg_default_acl AS d CROSS JOIN LATERAL "
         "aclexplode(d.defaclacl) AS x WHERE d.defaclobjtype = 'r' AND d.defaclnamespace IN (0, "
         "c.relnamespace) AND pg_get_userbyid(d.defaclrole) = current_user AND x.grantee <> c.relowner UNION "
         "SELECT "
         "c.relowner WHERE c.relacl IS NOT NULL) AS e WHERE c.oid = wanted.oid) AS g "
         "UNION ALL SELECT 14, 0, 'GRANT ' || string_agg(e.privilege_type, ', ' ORDER BY e.privilege_type) "
         "|| ' ON ' || v.path || ' TO ' || CASE WHEN e.grantee = 0 THEN 'PUBLIC' ELSE "
         "quote_ident(pg_get_userbyid(e.grantee)) END || CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' "
         "ELSE '' END FROM pg_class AS c CROSS JOIN LATERAL aclexplode(c.relacl) AS e WHERE c.oid = "
         "wanted.oid GROUP BY e.grantee, e.is_grantable "
         "UNION ALL SELECT 15, a.attnum, 'GRANT ' || string_agg(e.privilege_type || ' (' || "
         "quote_ident(a.attname) || ')', ', ' ORDER BY e.privilege_type) || ' ON ' || v.path || ' TO ' || "
         "CASE WHEN e.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(e.grantee)) END || CASE "
         "WHEN "
         "e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END FROM pg_attribute AS a CROSS JOIN LATERAL "
         "aclexplode(a.attacl) AS e WHERE a.attrelid = wanted.oid GROUP BY a.attnum, a.attname, e.grantee, "
         "e.is_grantable) AS m WHERE kind IN ('v', 'm') ";
}

/// Of tables: `a` itself, `b` comments of columns, `c` policies, `d` parts, `e` what a view uses, `f` which
/// columns, `g` what makes it. Of the database: `m` enumerations, `n` domains and `o` their checks, `p`
/// sequences, `q` functions, `r` the search path, `t` schemas that the user may not use. Its own schemas and
/// extensions are left out.
inline void write_details_for_postgres(sql::writer& w, const sql::statement&) {
    write_wanted_of_postgres(w);
    w << ", own AS MATERIALIZED (SELECT s.oid, s.nspname::TEXT AS space FROM pg_namespace AS s WHERE "
         "s.nspname NOT "
         "LIKE 'pg\\_%' AND s.nspname <> 'information_schema') "
         "SELECT f, space, name, what, part, type, text, other, more, flags FROM ("
         "SELECT ord, 'a' AS f, 0::BIGINT AS n, 0::BIGINT AS place, space, name, '' AS what, '' AS part, '' "
         "AS type, "
         "coalesce(obj_description(oid, 'pg_class'), '') AS text, CASE WHEN kind IN ('r', 'm') THEN "
         "pg_total_relation_size(oid) WHEN kind = 'p' THEN (SELECT "
         "coalesce(sum(pg_total_relation_size(t.relid)), "
         "0)::BIGINT FROM pg_partition_tree(oid) AS t) ELSE -1 END::TEXT AS other, "
         // whether the user may read it
         "CASE WHEN NOT has_schema_privilege(space, 'USAGE') THEN 'the user may not use its "
         "schema' "
         "WHEN has_table_privilege(oid, 'SELECT') THEN '' WHEN has_any_column_privilege(oid, 'SELECT') THEN "
         "'the user may not read all of its columns' ELSE 'the user may not read it' END AS more, "
         "(SELECT CASE WHEN kind IN ('v', 'f') THEN -1 ELSE c.reltuples END FROM pg_class AS c WHERE c.oid = "
         "wanted.oid)::BIGINT AS flags FROM wanted "
         // comments of columns
         "UNION ALL SELECT ord, 'b', d.objsubid, 0, space, name, (SELECT a.attname::TEXT FROM pg_attribute "
         "AS a WHERE "
         "a.attrelid = d.objoid AND a.attnum = d.objsubid), '', '', d.description, '', '', 0 FROM wanted "
         "JOIN "
         "pg_description AS d ON d.objoid = wanted.oid AND d.classoid = 'pg_class'::REGCLASS AND d.objsubid "
         "> 0 "
         // policies, one row for each of their roles
         "UNION ALL SELECT ord, 'c', p.oid::BIGINT, r.place, space, name, p.polname::TEXT, CASE p.polcmd "
         "WHEN 'r' THEN "
         "'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END, "
         "coalesce((SELECT o.rolname::TEXT FROM pg_roles AS o WHERE o.oid = r.role), 'public'), "
         "coalesce(pg_get_expr(p.polqual, p.polrelid), ''), coalesce(pg_get_expr(p.polwithcheck, "
         "p.polrelid), ''), "
         "'', p.polpermissive::INT FROM wanted JOIN pg_policy AS p ON p.polrelid = wanted.oid CROSS JOIN "
         "LATERAL "
         "unnest(p.polroles) WITH ORDINALITY AS r(role, place) "
         // what inherits from it
         "UNION ALL SELECT ord, 'd', h.inhseqno, 0, space, name, (SELECT s.nspname::TEXT || '.' || "
         "c.relname::TEXT FROM "
         "pg_class AS c JOIN pg_namespace AS s ON s.oid = c.relnamespace WHERE c.oid = h.inhrelid), '', '', "
         "'', '', "
         "'', 0 FROM wanted JOIN pg_inherits AS h ON h.inhparent = wanted.oid WHERE kind IN ('r', 'p', 'f') "
         // what a view reads
         "UNION ALL SELECT ord, 'e', 0, 0, space, name, u.used, '', '', '', '', '', 0 FROM wanted CROSS JOIN "
         "LATERAL "
         "(SELECT DISTINCT s.nspname::TEXT || '.' || c.relname::TEXT AS used FROM pg_rewrite AS r JOIN "
         "pg_depend AS d "
         "ON d.classid = 'pg_rewrite'::REGCLASS AND d.objid = r.oid AND d.refclassid = 'pg_class'::REGCLASS "
         "JOIN "
         "pg_class AS c ON c.oid = d.refobjid JOIN pg_namespace AS s ON s.oid = c.relnamespace WHERE "
         "r.ev_class = "
         "wanted.oid AND d.refobjid <> wanted.oid AND c.relkind IN ('r', 'p', 'v', 'm', 'f')) AS u WHERE "
         "kind IN "
         "('v', 'm') "
         // the columns that it reads
         "UNION ALL SELECT ord, 'f', 0, 0, space, name, u.used, '', '', '', '', '', 0 FROM wanted CROSS JOIN "
         "LATERAL (SELECT DISTINCT s.nspname::TEXT || '.' || c.relname::TEXT || '.' || a.attname::TEXT AS "
         "used FROM pg_rewrite AS r JOIN pg_depend AS d ON d.classid = 'pg_rewrite'::REGCLASS AND d.objid = "
         "r.oid AND d.refclassid = 'pg_class'::REGCLASS AND d.refobjsubid > 0 JOIN pg_class AS c ON c.oid = "
         "d.refobjid JOIN pg_namespace AS s ON s.oid = c.relnamespace JOIN pg_attribute AS a ON a.attrelid = "
         "c.oid AND a.attnum = d.refobjsubid WHERE r.ev_class = wanted.oid AND d.refobjid <> wanted.oid) AS "
         "u WHERE kind IN ('v', 'm') ";
    write_view_statements_of_postgres(w);
    w << // types
        "UNION ALL SELECT 9000000000000000000, 'm', t.oid::BIGINT, row_number() OVER (PARTITION BY t.oid "
        "ORDER BY "
        "e.enumsortorder), own.space, t.typname::TEXT, format_type(t.oid, NULL), e.enumlabel::TEXT, '', "
        "coalesce(obj_description(t.oid, 'pg_type'), ''), '', '', 0 FROM pg_enum AS e JOIN pg_type AS t ON "
        "t.oid = "
        "e.enumtypid JOIN own ON own.oid = t.typnamespace "
        "UNION ALL SELECT 9000000000000000000, 'n', t.oid::BIGINT, 0, own.space, t.typname::TEXT, "
        "format_type(t.oid, NULL), format_type(t.typbasetype, t.typtypmod), '', "
        "coalesce(obj_description(t.oid, "
        "'pg_type'), ''), coalesce(t.typdefault, ''), '', t.typnotnull::INT FROM pg_type AS t JOIN own ON "
        "own.oid = "
        "t.typnamespace WHERE t.typtype = 'd' "
        "UNION ALL SELECT 9000000000000000000, 'o', t.oid::BIGINT, 0, own.space, t.typname::TEXT, "
        "k.conname::TEXT, "
        "'', '', pg_get_expr(k.conbin, 0), '', '', 0 FROM pg_constraint AS k JOIN pg_type AS t ON t.oid = "
        "k.contypid "
        "JOIN own ON own.oid = t.typnamespace WHERE k.contype = 'c' AND k.contypid <> 0 "
        // sequences: "start increment least greatest"
        "UNION ALL SELECT 9000000000000000000, 'p', q.seqrelid::BIGINT, 0, own.space, c.relname::TEXT, "
        "coalesce((SELECT s.nspname::TEXT || '.' || t.relname::TEXT FROM pg_class AS t JOIN pg_namespace AS "
        "s ON s.oid "
        "= t.relnamespace WHERE t.oid = d.refobjid), ''), coalesce((SELECT a.attname::TEXT FROM "
        "pg_attribute AS a "
        "WHERE a.attrelid = d.refobjid AND a.attnum = d.refobjsubid), ''), format_type(q.seqtypid, NULL), "
        "concat_ws(' ', q.seqstart, q.seqincrement, q.seqmin, q.seqmax), '', '', q.seqcycle::INT FROM "
        "pg_sequence AS q "
        "JOIN pg_class AS c ON c.oid = q.seqrelid JOIN own ON own.oid = c.relnamespace LEFT JOIN pg_depend "
        "AS d ON "
        "d.classid = 'pg_class'::REGCLASS AND d.objid = q.seqrelid AND d.refclassid = 'pg_class'::REGCLASS "
        "AND "
        "d.deptype IN ('a', 'i') "
        // functions with a text
        "UNION ALL SELECT 9000000000000000000, 'q', p.oid::BIGINT, 0, own.space, p.proname::TEXT, "
        "pg_get_function_identity_arguments(p.oid), coalesce(pg_get_function_result(p.oid), ''), (SELECT "
        "l.lanname::TEXT FROM pg_language AS l WHERE l.oid = p.prolang), p.prosrc, '', '', 0 FROM pg_proc "
        "AS p JOIN "
        "own ON own.oid = p.pronamespace WHERE p.probin IS NULL AND NOT EXISTS (SELECT 1 FROM pg_depend AS "
        "e WHERE "
        "e.classid = 'pg_proc'::REGCLASS AND e.objid = p.oid AND e.deptype = 'e') "
        "UNION ALL SELECT 9000000000000000000, 'r', 0, s.place, s.space, '', '', '', '', '', '', '', 0 FROM "
        "unnest(current_schemas(FALSE)::TEXT[]) WITH ORDINALITY AS s(space, place) "
        // schemas that the user may not use; 1: a plain name would be looked for there
        "UNION ALL SELECT 9000000000000000000, 't', 0, 0, own.space, '', '', '', '', '', '', '', (own.space "
        "IN "
        "(SELECT coalesce(nullif(replace(trim(BOTH '\" ' FROM p.name), '\"\"', '\"'), '$user'), "
        "current_user::TEXT) "
        "FROM unnest(string_to_array(current_setting('search_path'), ',')) AS p(name)))::INT FROM own WHERE "
        "NOT "
        "has_schema_privilege(own.oid, 'USAGE')"
        ") AS x ORDER BY ord, f, n, place, what";
}

} // namespace dataflow::catalog::detail
