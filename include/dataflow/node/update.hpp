// Update: one record, by key or by predicate; and a whole struct by its key.
#pragma once

#include <dataflow/node/assignments.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/diagnose.hpp>
#include <dataflow/node/keys.hpp>
#include <dataflow/node/read.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/node/where.hpp>
#include <dataflow/sql/modify.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

namespace dataflow::node_ {

/// Runs a statement that changes foreign keys; on SQLite a broken one gets its name where only one can
/// be meant, else all that can.
template <class Run>
decltype(auto) naming_foreign_keys(context& c, const sql::statement& s, std::span<const std::uint16_t> changed, Run&& run) {
    try {
        return run();
    } catch (const foreign_key_violation& e) {
        if (c.postgres() || !e.constraint().empty()) throw;
        error_info info = e.info();
        for (const auto& f : s.table->foreign_keys)
            for (const auto column : changed)
                if (column == f.column) {
                    const char* separator = info.constraint.empty() ? "" : ", ";
                    info.constraint += separator + schema::foreign_key_name(*s.table, f);
                    info.field += separator + std::string{s.table->columns[f.column].name};
                }
        info.message = "the record that the foreign key refers to does not exist";
        throw foreign_key_violation(std::move(info));
    }
}

/// The columns that assignments set.
template <class M, class Set>
struct set_columns;
template <class M, class... A>
struct set_columns<M, assignments<M, A...>> {
    static constexpr std::array<std::uint16_t, sizeof...(A)> value{static_cast<std::uint16_t>(column_index<M, typename A::column>)...};
};

/// Adds the time of an update, where the table keeps it.
template <class Values>
void add_time(Values& values, const schema::table& t) {
    if (t.updated_at >= 0)
        values.add(value::of_integer(storage::timestamp, context::now().time_since_epoch().count(), "updated_at"));
}

/// Updates a record by key.
template <class M, class Set, bool Open = false>
struct update_node {
    using model = M;
    using output = record<M>;
    static constexpr bool writes = true;
    static constexpr bool shares_commit = true; // database/shared_write.hpp
    static constexpr bool open_key = Open;
    static inline constinit sql::slots cache{};
    static constexpr auto changed = set_columns<M, Set>::value;
    static constexpr sql::statement statement{.node = "update",
                                              .table = &schema::table_of<M>,
                                              .write = &sql::write_update,
                                              .cache = &cache,
                                              .assignments = &write_assignments<Set>,
                                              .columns = changed,
                                              .writes = true};
    key_values<M> key{};
    Set set;

    output execute(context& c) const {
        bound_values<Set::parameters + 1 + schema::key_size<M>, Set::lists> values;
        set.bind(values.to);
        add_time(values, *statement.table);
        bind_key<M>(values, key);
        output out;
        const bool found = naming_foreign_keys(c, statement, changed, [&] {
            return fetch(c, statement, 0, values.span(), schema::fields_of<M>, &out);
        });
        if (!found) fail(error_kind::not_found, statement, "no record has this key", key_names(*statement.table));
        return out;
    }
    [[nodiscard]] constexpr std::uint64_t variant() const { return 0; }
};

/// Updates the one record that fits a predicate. None is not_found; several are too_many_rows, and
/// nothing is changed.
template <class M, class P, class Set>
struct update_where_node {
    using model = M;
    using output = record<M>;
    static constexpr bool writes = true;
    static constexpr bool shares_commit = true; // database/shared_write.hpp
    static inline constinit sql::slots cache{};
    static constexpr auto changed = set_columns<M, Set>::value;
    static constexpr sql::statement statement{.node = "update",
                                              .table = &schema::table_of<M>,
                                              .write = &sql::write_update_where,
                                              .cache = &cache,
                                              .predicate = predicate_writer<P>,
                                              .assignments = &write_assignments<Set>,
                                              .columns = changed,
                                              .writes = true};
    P where;
    Set set;

    output execute(context& c) const {
        const auto v = variant();
        if (!query::anything_left<P>(v, 0))
            fail(error_kind::protected_operation, statement, "every part of the predicate is absent");
        bound_values<Set::parameters + 1 + P::parameters, Set::lists + P::lists> values;
        set.bind(values.to);
        add_time(values, *statement.table);
        where.bind(values.to);
        output out;
        c.atomically([&] {
            one_row row{&out};
            auto target = row.target(schema::fields_of<M>);
            naming_foreign_keys(c, statement, changed, [&] { return c.connection().run(statement, v, values.span(), &target); });
            if (row.rows == 0) fail(error_kind::not_found, statement, "no record fits the predicate");
            if (row.rows > 1)
                fail(error_kind::too_many_rows, statement, "several records fit the predicate; bulk_update is for many");
        });
        return out;
    }
    [[nodiscard]] constexpr std::uint64_t variant() const { return predicate_variant(where, 0); }
};

/// The positions of the struct's columns that are no key.
template <class M>
inline constexpr auto plain_columns = [] {
    constexpr std::size_t n = [] {
        std::size_t count = 0;
        for (std::size_t i = 0; i < schema::table_of<M>.own_columns; ++i) count += schema::table_of<M>.columns[i].key ? 0 : 1;
        return count;
    }();
    std::array<std::uint16_t, n> out{};
    std::size_t at = 0;
    for (std::size_t i = 0; i < schema::table_of<M>.own_columns; ++i)
        if (!schema::table_of<M>.columns[i].key) out[at++] = static_cast<std::uint16_t>(i);
    return out;
}();

/// Writes all fields of a record by its key.
template <class M>
struct save_node {
    using model = M;
    using output = record<M>;
    static constexpr bool writes = true;
    static constexpr bool shares_commit = true; // database/shared_write.hpp
    static inline constinit sql::slots cache{};
    static constexpr sql::statement statement{.node = "update",
                                              .table = &schema::table_of<M>,
                                              .write = &sql::write_save,
                                              .cache = &cache,
                                              .columns = plain_columns<M>,
                                              .writes = true};
    record<M> fields;

    output execute(context& c) const {
        const auto& t = *statement.table;
        value_list values;
        for (const auto i : plain_columns<M>) values.add(schema::fields_of<M>[i], &fields);
        add_time(values, t);
        for (const auto i : t.key) values.add(schema::fields_of<M>[i], &fields);
        output out;
        const bool found = naming_foreign_keys(c, statement, plain_columns<M>, [&] {
            return fetch(c, statement, 0, values.span(), schema::fields_of<M>, &out);
        });
        if (!found) fail(error_kind::not_found, statement, "no record has this key", key_names(t));
        return out;
    }
    [[nodiscard]] constexpr std::uint64_t variant() const { return 0; }
};

namespace detail {
template <class M, class First, class... A>
constexpr auto find_update_verdict() {
    if constexpr (!schema::is_model<M>) return schema::model_verdict<M>{};
    else if constexpr (query::is_assignment<First>) return update_assignments_verdict<M, std::remove_cvref_t<First>, A...>{};
    else if constexpr (condition<First>) return rule::first_broken<where_verdict<M, First>, update_assignments_verdict<M, A...>>{};
    else return rule::first_broken<key_verdict<M, First>, update_assignments_verdict<M, A...>>{};
}
template <class M>
constexpr auto find_save_verdict() {
    if constexpr (!schema::is_model<M>) return schema::model_verdict<M>{};
    else return std::conditional_t<schema::has_managed_key<M>, rule::rows_to_update_have_no_key<M>, rule::kept>{};
}
} // namespace detail
template <class M, class First, class... A>
using update_verdict = rule::shown<decltype(detail::find_update_verdict<M, First, A...>())>;
template <class M>
using save_verdict = rule::shown<decltype(detail::find_save_verdict<M>())>;

} // namespace dataflow::node_

namespace dataflow {

/// Updates one record and gives it back as it is then:
///   `df::update<Customer>(key, field<&Customer::name> = "Alicia")`            by key;
///   `df::update<Customer>(field<&Customer::email> == "a@x.org", ... = ...)`   by a predicate that one record fits;
///   `df::update<Customer>(... = ...)`                                         in a workflow, with the key by wire.
/// Throws not_found, too_many_rows, and what a create throws.
template <class M, class First, class... A>
[[nodiscard]] constexpr auto update(First&& first, A... rest) {
    using first_type = std::remove_cvref_t<First>;
    using verdict = node_::update_verdict<M, First, A...>;
    static_assert(verdict{});
    if constexpr (!rule::is_kept<verdict>) return node_::refused{};
    else if constexpr (query::is_assignment<first_type>) {
        auto set = node_::make_assignments<M>(std::tuple<first_type, A...>{std::forward<First>(first), std::move(rest)...});
        return node_::update_node<M, decltype(set), true>{{}, std::move(set)};
    } else {
        auto set = node_::make_assignments<M>(std::tuple<A...>{std::move(rest)...});
        if constexpr (node_::condition<first_type>) {
            auto where = node_::checked_predicate<M>(std::forward<First>(first));
            return node_::update_where_node<M, decltype(where), decltype(set)>{std::move(where), std::move(set)};
        } else return node_::update_node<M, decltype(set)>{node_::make_key<M>(std::forward<First>(first)), std::move(set)};
    }
}

/// Writes all fields of a record, found by its key. Throws not_found.
template <class M>
[[nodiscard]] constexpr auto update(const record<M>& fields) {
    static_assert(schema::model_verdict<M>{});
    if constexpr (!schema::is_model<M>) return node_::refused{};
    else return node_::save_node<M>{fields};
}
template <class M>
    requires reflect::aggregate<M>
[[nodiscard]] constexpr auto update(const M& fields) {
    using verdict = node_::save_verdict<M>;
    static_assert(verdict{});
    if constexpr (!rule::is_kept<verdict>) return node_::refused{};
    else return node_::save_node<M>{record<M>{fields}};
}

} // namespace dataflow
