// The code of node/update.hpp.
#pragma once

#include <dataflow/node/fault.hpp>
#include <dataflow/node/stored.hpp>
#include <dataflow/node/update.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace dataflow::node_ {

namespace detail {
/// Whether a record that was not changed may be there: where something acts on it, and on SQLite, where a
/// table's constraint can say ON CONFLICT IGNORE. (Elsewhere it would only be one that came meanwhile.)
[[nodiscard]] inline bool may_be_kept(const context& c, const driver::table_actors& actors) noexcept {
    return c.dialect_data().may_drop_rows || (actors.any & driver::on_update) != 0;
}

/// Runs an update of one record by key.
inline void update_one(context& c, const sql::statement& s, sql::bindings bound,
                       std::span<const field_access> fields, void* record, std::int64_t expected) {
    bound.now = time_of_write(*s.table);
    const auto version = value::of_integer(storage::int64, expected);
    if (expected != 0) bound.arguments = {&version, 1};
    const std::uint64_t at_version = expected == 0 ? 0 : sql::single_variant::at_version;
    const auto run = [&](std::uint64_t more, bool* flag) -> written {
        one_row row{record};
        auto target = row.target(fields);
        target.single = true;
        target.flag = flag;
        const auto done = run_naming_foreign_keys(c, s, more | at_version, bound, &target);
        return {row.rows != 0, done.beside};
    };
    node_::write_one(c, s, driver::on_update, fields, record, run, [&](const driver::table_actors& actors) {
        if (expected != 0) refuse_other_version(c, s, bound, expected);
        if (may_be_kept(c, actors) && record_is_there(c, s, 0, bound)) fail_not_stored(s, driver::on_update);
        fail(error_kind::not_found, s, "no record has this key", key_names(*s.table));
    });
}
} // namespace detail

DATAFLOW_RUNTIME void update_by_key(context& c, const sql::statement& s, std::span<const value> given,
                                    const record_places& places, const void* key, void* record) {
    detail::update_one(c, s, {.given = given, .key = key, .key_fields = places.key}, places.fields, record,
                       places.version);
}

DATAFLOW_RUNTIME void update_only_one(context& c, const sql::statement& s, std::uint64_t variant,
                                      std::span<const value> given, std::span<const field_access> fields,
                                      void* record) {
    const sql::bindings bound{.given = given, .now = time_of_write(*s.table)};
    const context::scope all_or_nothing{c, s};
    one_row row{record};
    const auto run = [&](std::uint64_t more, bool* flag) -> written {
        auto target = row.target(fields);
        target.flag = flag;
        const auto done = run_naming_foreign_keys(c, s, variant | more, bound, &target);
        if (row.rows > 1)
            fail(error_kind::too_many_rows, s, "several records fit the predicate; bulk_update is for many");
        return {row.rows != 0, done.beside};
    };
    node_::write_one(c, s, driver::on_update, fields, record, run, [&](const driver::table_actors& actors) {
        if (detail::may_be_kept(c, actors) && record_is_there(c, s, variant, bound))
            fail_not_stored(s, driver::on_update);
        fail(error_kind::not_found, s, "no record fits the predicate");
    });
    all_or_nothing.done();
}

DATAFLOW_RUNTIME void save(context& c, const sql::statement& s, std::span<const field_access> fields,
                           const void* from, void* record, std::int64_t version) {
    // A record that names another tenant is not here, even where this one has a record with its key.
    if (const int at = s.table->policy.partition; at >= 0 && c.session() != nullptr)
        if (const auto v = load(fields[static_cast<std::size_t>(at)], from);
            v.size != 0 && v.text_view() != c.session()->tenant)
            fail(error_kind::not_found, s, "no record has this key", key_names(*s.table));
    detail::update_one(c, s, {.record = from, .fields = fields}, fields, record, version);
}

} // namespace dataflow::node_
