// The code of node/stored.hpp.
#pragma once

#include <dataflow/node/detail/named_version.hpp>
#include <dataflow/node/diagnose.hpp>
#include <dataflow/node/fault.hpp>
#include <dataflow/node/stored.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/schema/types.hpp>
#include <dataflow/sql/policy.hpp>
#include <dataflow/sql/select.hpp>
#include <dataflow/sql/trigger_names.hpp>
#include <dataflow/sql/write.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace dataflow::node_ {

namespace detail {

struct found_actors {
    std::int64_t any = 0;
    std::int64_t after = 0;
    std::int64_t partitioned = 0;
};
inline constexpr std::array<field_access, 3> actor_fields{
    field_access{offsetof(found_actors, any), &schema::info_of<std::int64_t>, "any"},
    field_access{offsetof(found_actors, after), &schema::info_of<std::int64_t>, "after"},
    field_access{offsetof(found_actors, partitioned), &schema::info_of<std::int64_t>, "partitioned"}};

// Triggers of PostgreSQL that are not the server's own, of the table and of its partitions, and its rules.
// SQLite does not say on what a trigger acts, but when it acts: so every trigger counts that is not one of
// the full-text search.
inline void write_actors(sql::writer& w, const sql::statement& s) {
    const auto& t = *s.table;
    if (w.dialect().catalog == sql::catalog_form::pg_catalog) {
        w << "SELECT coalesce(bit_or(events), 0)::BIGINT, "
             "coalesce(bit_or(events) FILTER (WHERE later), 0)::BIGINT, "
             "(SELECT count(*) FROM pg_class WHERE relkind = 'p' AND oid = to_regclass(";
        w.name_literal(t.name) << ")) FROM (SELECT tgtype::INTEGER & 28 AS events, tgtype & 66 = 0 AS later "
                                  "FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'";
        sql::write_not_of_options(w, t, "tgname::TEXT");
        w << " AND (tgrelid = to_regclass(";
        w.name_literal(t.name) << ") OR tgrelid IN (SELECT relid FROM pg_partition_tree(to_regclass(";
        w.name_literal(t.name) << ")))) UNION ALL SELECT CASE ev_type WHEN '2' THEN 16 WHEN '3' THEN 4 "
                                  "WHEN '4' THEN 8 ELSE 0 END, TRUE "
                                  "FROM pg_rewrite WHERE ev_enabled <> 'D' AND ev_class = to_regclass(";
        w.name_literal(t.name) << ")) AS actors";
        return;
    }
    const auto path = t.path();
    w << "SELECT 28 * count(*), 28 * count(*), 0 FROM (SELECT name, tbl_name, type FROM ";
    w.identifier(path.space.empty() ? "main" : path.space)
        << ".sqlite_schema "
           "UNION ALL SELECT name, tbl_name, type FROM sqlite_temp_schema) "
           "WHERE type = 'trigger' AND tbl_name = ";
    w.literal(path.name) << " COLLATE NOCASE";
    sql::write_not_of_options(w, t, "name");
    if (t.full_text.empty()) return;
    for (const std::string_view own : {"_insert", "_update", "_delete"}) {
        w << " AND name <> ";
        sql::writer name{w.dialect()};
        name << t.name << schema::search_suffix << own;
        w.literal(name.view()) << " COLLATE NOCASE";
    }
}

/// The version of the one record that a statement is about.
inline void write_version(sql::writer& w, const sql::statement& s) {
    w << "SELECT ";
    w.column(s.table->columns[static_cast<std::size_t>(s.table->policy.version)].name);
    w << " FROM ";
    w.table(s.table->name);
    sql::where(w, s);
}

} // namespace detail

DATAFLOW_RUNTIME driver::table_actors& actors_of(context& c, const sql::statement& s, bool again) {
    driver::table_actors* known = c.known_actors(*s.table);
    if (known != nullptr && !again) return *known;
    const sql::statement look{.node = s.node, .table = s.table, .own_text = &detail::write_actors};
    detail::found_actors found;
    one_row row{&found};
    auto target = row.target(detail::actor_fields);
    c.run(look, 0, {}, &target);
    if (known == nullptr) known = &c.known_actors().emplace_back(driver::table_actors{.table = s.table});
    const auto events = [&](std::int64_t bits) {
        return static_cast<std::uint8_t>(c.dialect_data().knows_trigger_events || bits == 0 ? bits : 28);
    };
    known->any = events(found.any);
    known->after = events(found.after);
    known->partitioned = found.partitioned != 0;
    known->looked = std::chrono::steady_clock::now();
    known->compiled = c.compiled_writes();
    return *known;
}

DATAFLOW_RUNTIME bool is_old(context& c, const driver::table_actors& known) noexcept {
    if (c.dialect_data().counts_triggers) return known.compiled != c.compiled_writes();
    return std::chrono::steady_clock::now() - known.looked >= std::chrono::milliseconds{1};
}

DATAFLOW_RUNTIME void saw_none(context& c, const sql::statement& s) {
    actors_of(c, s).looked = std::chrono::steady_clock::now();
}

DATAFLOW_RUNTIME void look_again(context& c, const sql::statement& s, unsigned events,
                                 std::span<const field_access> fields, void* record) {
    if (!is_old(c, actors_of(c, s))) return; // what wrote were triggers of options, or of a full-text search
    if ((actors_of(c, s, true).after & events) != 0) read_back(c, s, fields, record);
}

DATAFLOW_RUNTIME bool record_is_there(context& c, const sql::statement& s, std::uint64_t variant,
                                      const sql::bindings& bound) {
    const sql::statement ask{.node = s.node,
                             .table = s.table,
                             .give = sql::gives::existence,
                             .match = s.match,
                             .cache = s.cache,
                             .predicate = s.predicate};
    bool there = false;
    one_row row{&there};
    constexpr std::array<field_access, 1> field{field_access{0, &schema::info_of<bool>, "there"}};
    auto target = row.target(field);
    c.run(ask, variant | sql::single_variant::is_there, bound, &target);
    return there;
}

DATAFLOW_RUNTIME void refuse_other_version(context& c, const sql::statement& s, const sql::bindings& bound,
                                           std::int64_t expected) {
    const auto& t = *s.table;
    const sql::statement ask{
        .node = s.node, .table = s.table, .match = s.match, .own_text = &detail::write_version};
    std::int64_t found = 0;
    one_row row{&found};
    constexpr std::array<field_access, 1> field{field_access{0, &schema::info_of<std::int64_t>, "version"}};
    auto target = row.target(field);
    c.run(ask, 0, bound, &target);
    if (row.rows == 0 || found == expected) return;
    fail(error_kind::version_conflict, s,
         "the record was changed meanwhile: it has version " + std::to_string(found) + ", not " +
             std::to_string(expected),
         t.columns[static_cast<std::size_t>(t.policy.version)].called());
}

DATAFLOW_RUNTIME void refuse_version(const sql::statement& s) {
    fail(error_kind::invalid_value, s, "no record has such a version: they begin with 1", "version");
}

DATAFLOW_RUNTIME void read_back(context& c, const sql::statement& s, std::span<const field_access> fields,
                                void* record) {
    const sql::statement read{
        .node = s.node, .table = s.table, .match = sql::row_match::record, .cache = s.cache};
    one_row row{record};
    auto target = row.target(fields.first(s.table->columns.size()));
    target.single = true;
    c.run(read, sql::single_variant::stored, {.record = record, .fields = fields}, &target);
    if (row.rows == 0)
        fail(error_kind::not_stored, s,
             "the record was written, and then a trigger or a rule of its table removed it or gave it "
             "another key");
}

DATAFLOW_RUNTIME void fail_not_stored(const sql::statement& s, driver::table_event event) {
    switch (event) {
    case driver::on_insert:
        fail(error_kind::not_stored, s,
             "the database did not store the record: a trigger, a rule or a conflict clause of its table "
             "dropped it");
    case driver::on_update:
        fail(error_kind::not_stored, s,
             "the database did not change the record: a trigger, a rule or a conflict clause of its table "
             "kept it as it was");
    case driver::on_delete: break;
    }
    fail(error_kind::not_stored, s,
         "the database did not delete the record: a trigger or a rule of its table kept it");
}

DATAFLOW_RUNTIME void fail_not_upserted(const sql::statement& s) {
    const auto& t = *s.table;
    if (t.policy.guards.empty() || !schema::is_key(t, s.target)) fail_not_stored(s, driver::on_insert);
    const bool marks = t.policy.deleted_mark() >= 0,
               tenants = t.policy.partition >= 0 && t.generated_key >= 0;
    if (!marks && !tenants) fail_not_stored(s, driver::on_insert);
    fail(error_kind::unique_violation, s,
         !marks    ? "a record of another tenant has this key"
         : tenants ? "a deleted record, or one of another tenant, has this key"
                   : "a deleted record has this key: df::restore brings it back, df::purge takes it away",
         key_names(t));
}

} // namespace dataflow::node_
