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
    return !c.postgres() || (actors.any & driver::on_update) != 0;
}

/// Runs an update of one record by key, whose values come last.
inline void update_one(context& c, const sql::statement& s, std::span<const value> values, std::span<const field_access> fields, void* record) {
    const auto run = [&](std::uint64_t more, bool* flag) -> written {
        one_row row{record};
        auto target = row.target(fields);
        target.single = true;
        target.flag = flag;
        const auto done = run_naming_foreign_keys(c, s, more, values, &target);
        return {row.rows != 0, done.beside};
    };
    node_::write_one(c, s, driver::on_update, fields, record, run, [&](const driver::table_actors& actors) {
        if (may_be_kept(c, actors) && record_is_there(c, s, 0, values.last(s.table->key.size())))
            fail_not_stored(s, driver::on_update);
        fail(error_kind::not_found, s, "no record has this key", key_names(*s.table));
    });
}
} // namespace detail

DATAFLOW_RUNTIME void update_by_key(context& c, const sql::statement& s, gathered_values& values, const record_places& places,
                                    const void* key, void* record) {
    add_time(values, *s.table);
    values.add(places.key, key);
    detail::update_one(c, s, values.span(), places.fields, record);
}

DATAFLOW_RUNTIME void update_only_one(context& c, const sql::statement& s, std::uint64_t variant, const gathered_values& values,
                                      std::size_t set, std::span<const field_access> fields, void* record) {
    const context::scope all_or_nothing{c, s};
    one_row row{record};
    const auto run = [&](std::uint64_t more, bool* flag) -> written {
        auto target = row.target(fields);
        target.flag = flag;
        const auto done = run_naming_foreign_keys(c, s, variant | more, values.span(), &target);
        if (row.rows > 1)
            fail(error_kind::too_many_rows, s, "several records fit the predicate; bulk_update is for many");
        return {row.rows != 0, done.beside};
    };
    node_::write_one(c, s, driver::on_update, fields, record, run, [&](const driver::table_actors& actors) {
        if (detail::may_be_kept(c, actors) && record_is_there(c, s, variant, values.span().subspan(set)))
            fail_not_stored(s, driver::on_update);
        fail(error_kind::not_found, s, "no record fits the predicate");
    });
    all_or_nothing.done();
}

DATAFLOW_RUNTIME void save(context& c, const sql::statement& s, std::span<const field_access> fields, const void* from, void* record) {
    value_list values;
    for (const auto i : s.columns) values.add(fields[i], from);
    add_time(values, *s.table);
    for (const auto i : s.table->key) values.add(fields[i], from);
    detail::update_one(c, s, values.span(), fields, record);
}

} // namespace dataflow::node_
