// The code of node/erase.hpp.
#pragma once

#include <dataflow/node/diagnose.hpp>
#include <dataflow/node/erase.hpp>
#include <dataflow/node/stored.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/sql/policy.hpp>
#include <dataflow/sql/variant.hpp>

#include <optional>
#include <span>
#include <utility>

namespace dataflow::node_ {

namespace detail {
/// Runs a deletion of either form; an error's name is looked for where SQLite told none.
template <class Run>
std::int64_t naming_children(context& c, const sql::statement& s, Run run) {
    try {
        return run();
    } catch (const foreign_key_violation& e) {
        error_info info = e.info();
        info.field.clear(); // a field of the records that refer, which is not this model's, but where it
                            // refers to itself
        name_children(c, *s.table, info);
        throw foreign_key_violation(std::move(info));
    }
}
} // namespace detail

DATAFLOW_RUNTIME std::int64_t run_delete(context& c, const sql::statement& s, std::uint64_t variant,
                                         const sql::bindings& bound) {
    auto timed = bound;
    if (s.table->policy.erase_updates) timed.now = context::now().time_since_epoch().count();
    return detail::naming_children(c, s, [&] {
        const bool in_steps = s.what == sql::verb::erase && s.match != sql::row_match::key &&
                              s.own_text == nullptr && !c.dialect_data().trigger_functions &&
                              sql::marks_in_two_steps(*s.table);
        if (!in_steps) return c.run(s, variant, timed, nullptr).affected;
        std::optional<context::scope>
            whole; // in a transaction a failure is the end of it, as of any statement
        if (c.depth() == 0) whole.emplace(c, s);
        const auto marked = c.run(s, variant | sql::bulk_variant::leave, timed, nullptr).affected;
        if (marked != 0) c.run(s, sql::bulk_variant::gone, timed, nullptr);
        if (whole) whole->done();
        return marked;
    });
}

DATAFLOW_RUNTIME std::int64_t run_delete_each(context& c, const sql::statement& s, const rows_view& keys) {
    const auto now = s.table->policy.erase_updates ? context::now().time_since_epoch().count() : 0;
    return detail::naming_children(c, s, [&] { return c.run_each(s, 0, {.rows = &keys, .now = now}); });
}

DATAFLOW_RUNTIME bool erase_by_key(context& c, const sql::statement& s,
                                   std::span<const field_access> key_fields, const void* key,
                                   std::int64_t expected) {
    const auto version = value::of_integer(storage::int64, expected);
    sql::bindings bound{.key = key, .key_fields = key_fields};
    if (expected != 0) bound.arguments = {&version, 1};
    const std::uint64_t variant = expected == 0 ? 0 : sql::single_variant::at_version;
    const auto run = [&] { return run_delete(c, s, variant, bound); };
    const auto event = s.table->policy.erase_updates ? driver::on_update : driver::on_delete;
    auto known = actors_of(c, s);
    if (known.any != 0 && is_old(c, known)) known = actors_of(c, s, true);
    std::optional<context::scope> whole;
    if ((known.any & event) != 0) whole.emplace(c, s);
    const bool gone = run() != 0;
    if (!gone && expected != 0) refuse_other_version(c, s, bound, expected);
    if (!gone && record_is_there(c, s, 0, bound) && (actors_of(c, s, true).any & event) != 0)
        fail_not_stored(s, driver::on_delete);
    if (!gone && expected != 0) fail(error_kind::not_found, s, "no record has this key", key_names(*s.table));
    if (whole) whole->done();
    return gone;
}

} // namespace dataflow::node_
