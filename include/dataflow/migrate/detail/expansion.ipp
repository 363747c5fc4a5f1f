// The code of migrate/detail/expansion.hpp.
#pragma once

#include <dataflow/migrate/detail/expansion.hpp>
#include <dataflow/migrate/detail/expansion_builder.hpp>
#include <dataflow/migrate/detail/postgres_text.hpp>
#include <dataflow/schema/names.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::migrate::detail {

DATAFLOW_RUNTIME std::string expansion::beside(std::string_view name) {
    return schema::limited_name(std::string{name} + "_dataflow_new");
}

DATAFLOW_RUNTIME std::vector<std::string> batch_texts(const std::string& path, const std::string& key,
                                                      std::string_view type, const std::string& set,
                                                      const std::string& where, std::int64_t size) {
    const auto from = "({dataflow:0}::text)::" + std::string{type};
    const auto until = "({dataflow:1}::text)::" + std::string{type};
    const auto update = "UPDATE " + path + " SET " + set + " WHERE " + key + " >= " + from;
    const auto some = where.empty() ? std::string{} : " AND " + where;
    return {"SELECT min(" + key + ")::text FROM " + path,
            "SELECT min(" + key + ")::text FROM " + path + " WHERE " + key + " > (SELECT max(" + key +
                ") FROM (SELECT " + key + " FROM " + path + " WHERE " + key + " >= " + from + " ORDER BY " +
                key + " LIMIT " + std::to_string(size) + ") AS batch)",
            update + " AND " + key + " < " + until + some, update + some};
}

DATAFLOW_RUNTIME std::string strangers_query(const std::string& path, std::string_view name) {
    return "SELECT pg_describe_object(d.classid, d.objid, d.objsubid) AS stands_on_it FROM pg_attribute AS a "
           "JOIN pg_depend AS d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = a.attrelid AND "
           "d.refobjsubid = a.attnum LEFT JOIN pg_attrdef AS f ON d.classid = 'pg_attrdef'::regclass AND "
           "f.oid = d.objid LEFT JOIN pg_constraint AS k ON d.classid = 'pg_constraint'::regclass AND k.oid "
           "= "
           "d.objid LEFT JOIN pg_class AS c ON d.classid = 'pg_class'::regclass AND c.oid = d.objid LEFT "
           "JOIN "
           "pg_index AS i ON i.indexrelid = c.oid WHERE a.attrelid = " +
           literal(path) + "::regclass AND a.attname = " + literal(name) +
           " AND NOT coalesce(f.adrelid = a.attrelid AND f.adnum = a.attnum, false) AND NOT "
           "coalesce(k.conrelid "
           "= a.attrelid AND k.contype IN ('c', 'u', 'f', 'n') AND k.confmatchtype IN (' ', 's') AND NOT "
           "(k.contype = 'c' AND k.connoinherit) AND to_jsonb(k)->>'confdelsetcols' IS NULL, false) AND NOT "
           "coalesce(c.relkind = 'S', false) AND NOT coalesce(c.relkind = 'i' AND c.reloptions IS NULL AND "
           "c.reltablespace = 0 AND i.indnatts = i.indnkeyatts AND NOT i.indisreplident AND NOT "
           "i.indisclustered "
           "AND coalesce(to_jsonb(i)->>'indnullsnotdistinct', 'false') = 'false' AND NOT EXISTS (SELECT 1 "
           "FROM "
           "unnest(i.indclass::oid[]) AS o JOIN pg_opclass AS p ON p.oid = o WHERE NOT p.opcdefault) AND NOT "
           "EXISTS (SELECT 1 FROM unnest(i.indkey::int2[], i.indcollation::oid[]) AS n(part, sorts_by) JOIN "
           "pg_attribute AS b ON b.attrelid = i.indrelid AND b.attnum = n.part WHERE n.sorts_by <> "
           "b.attcollation), false)";
}

namespace expanding {

/// One moment, in which the new column gets the name of the old one, with all that stands on it.
inline void builder::swap() {
    auto sql = gone(false);
    const auto of_column = alter_ + "ALTER COLUMN " + fresh_ + " ";
    if (!e_.from.nullable) sql.push_back(of_column + "SET NOT NULL");
    if (!e_.from.nullable && e_.version >= 120000) sql.push_back(alter_ + "DROP CONSTRAINT " + required_);
    sql.push_back(carry_text(e_));
    if (!e_.to.default_text.empty())
        sql.push_back(of_column + "SET DEFAULT " + std::string{e_.to.default_text});
    sql.push_back(alter_ + "DROP COLUMN " + name_);
    sql.push_back(alter_ + "RENAME COLUMN " + fresh_ + " TO " + name_);
    for (const auto& i : e_.indexes)
        sql.push_back("ALTER INDEX " + path_text(e_.schema, expansion::beside(i.name)) + " RENAME TO " +
                      quoted_name(i.name));
    for (const auto& u : e_.unique)
        sql.push_back(alter_ + "ADD CONSTRAINT " + quoted_name(u.name) + " UNIQUE USING INDEX " +
                      quoted_name(expansion::beside(u.name)) + (u.deferrable ? " DEFERRABLE" : ""));
    const auto rename = [&](std::string_view name) {
        sql.push_back(alter_ + "RENAME CONSTRAINT " + quoted_name(expansion::beside(name)) + " TO " +
                      quoted_name(name));
    };
    for (const auto& f : e_.foreign_keys) rename(f.name);
    for (const auto& c : e_.checks) rename(c.name);
    add("the new column takes the place of", e_.from.name, std::move(sql), lock_mode::access_exclusive);
    out_.swap = std::move(out_.before.back());
    out_.before.pop_back();
    auto& s = out_.swap;
    for (const auto& l : e_.partners) s.locks.push_back(l);
    if (!e_.from.nullable && e_.version < 120000) reads_all(s);
}

} // namespace expanding

DATAFLOW_RUNTIME expansion_steps steps_of(const expansion& e, int first) {
    return expanding::builder{e, first}.all();
}

} // namespace dataflow::migrate::detail
