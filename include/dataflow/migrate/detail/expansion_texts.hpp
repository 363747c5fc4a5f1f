// Statements of a column that takes the place of another (PostgreSQL).
#pragma once

#include <dataflow/catalog/description.hpp>
#include <dataflow/migrate/detail/expansion.hpp>
#include <dataflow/migrate/detail/postgres_text.hpp>

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>

namespace dataflow::migrate::detail::expanding {

/// What a conversion may depend on besides the value is, in the session of who writes, as it is in that which
/// migrates.
inline std::string settings_of(const expansion& e) {
    constexpr std::string_view same_anywhere[]{
        "smallint", "integer", "bigint", "numeric", "boolean",
        "uuid",     "text",    "json",   "jsonb",   "character varying"};
    const auto independent = [&](const catalog::column& c) {
        const auto base = c.type.spelled.substr(0, c.type.spelled.find('('));
        return c.type.kind == catalog::type_kind::plain &&
               std::find(std::begin(same_anywhere), std::end(same_anywhere), base) != std::end(same_anywhere);
    };
    if (independent(e.from) && independent(e.to)) return {};
    return " SET search_path FROM CURRENT SET \"TimeZone\" FROM CURRENT SET \"DateStyle\" FROM CURRENT SET "
           "\"IntervalStyle\" FROM CURRENT SET extra_float_digits FROM CURRENT";
}

/// What stands on a column and is no constraint of it, as statements that give it to another: the sequence
/// that numbers it, rights, statistics, storage, and the comment.
inline std::string carry_text(const expansion& e) {
    const auto path = literal(e.path), to = literal(e.fresh());
    const auto given = "ALTER TABLE %s ALTER COLUMN %I SET ";
    const auto alter = [&](const std::string& what, const std::string& value) {
        return "format(" + literal(given + what) + ", " + path + ", " + to + ", " + value + ")";
    };
    const std::string body =
        "DECLARE one text; BEGIN FOR one IN WITH a AS (SELECT * FROM pg_attribute WHERE attrelid = " + path +
        "::regclass AND attname = " + literal(e.from.name) +
        ") SELECT format('ALTER SEQUENCE %s OWNED BY %s.%I', s.oid::regclass, " + path + ", " + to +
        ") FROM a JOIN pg_depend AS d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = a.attrelid AND "
        "d.refobjsubid = a.attnum AND d.classid = 'pg_class'::regclass JOIN pg_class AS s ON s.oid = d.objid "
        "AND "
        "s.relkind = 'S' UNION ALL SELECT format('GRANT %s (%I) ON %s TO %s%s', g.privilege_type, " +
        to + ", " + path +
        ", CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END, CASE WHEN "
        "g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END) FROM a, aclexplode(a.attacl) AS g UNION ALL "
        "SELECT " +
        alter("STATISTICS %s", "a.attstattarget") + " FROM a WHERE a.attstattarget >= 0 UNION ALL SELECT " +
        alter("(%s)", "array_to_string(a.attoptions, ', ')") +
        " FROM a WHERE a.attoptions IS NOT NULL UNION ALL SELECT " +
        alter("STORAGE %s", "CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN "
                            "'MAIN' ELSE 'EXTENDED' END") +
        " FROM a JOIN pg_type AS y ON y.oid = a.atttypid JOIN pg_attribute AS b ON b.attrelid = a.attrelid "
        "AND "
        "b.attname = " +
        to +
        " WHERE a.attstorage <> y.typstorage AND a.attlen = -1 AND b.attlen = -1 UNION ALL SELECT format("
        "'COMMENT ON COLUMN %s.%I IS %L', " +
        path + ", " + to +
        ", col_description(a.attrelid, a.attnum)) FROM a WHERE col_description(a.attrelid, a.attnum) IS NOT "
        "NULL "
        "LOOP EXECUTE one; END LOOP; END";
    return "DO " + literal(body);
}

} // namespace dataflow::migrate::detail::expanding
