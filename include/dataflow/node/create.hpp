// Create: one record, from a whole struct or from assignments.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/node/assignments.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/dated.hpp>
#include <dataflow/node/refused.hpp>
#include <dataflow/node/refused_rows.hpp>
#include <dataflow/node/table_sets.hpp>
#include <dataflow/node/unnamed_model.hpp>
#include <dataflow/schema/defaults.hpp>
#include <dataflow/sql/write.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

namespace dataflow::node_ {

template <class M>
struct create_statement {
    static inline constinit sql::statement_id cache{};
    static constexpr sql::statement value{.node = "create",
                                          .table = &schema::table_of<M>,
                                          .what = sql::verb::insert,
                                          .back = schema::computes(schema::table_of<M>)
                                                      ? sql::returning::record
                                                      : sql::returning::record_if_changed,
                                          .cache = &cache,
                                          .writes = true,
                                          .stores = sql::stored_columns::returned};
};

/// PostgreSQL: a key that a caller gave is never given again by the sequence, as SQLite's AUTOINCREMENT
/// does by itself. `like`: the insert, whose id the statement shares.
void advance_sequence(context& c, const sql::statement& like, std::int64_t key);

/// Throws `invalid_value`: the database made a key that the field cannot hold.
[[noreturn, gnu::cold]] void refuse_wide_key(const sql::statement& s);

/// SQLite without AUTOINCREMENT makes the key that follows the greatest: after negative ones a negative one
/// or 0, which is no key. Those that the database makes begin with 1: gives the record that key.
std::int64_t lift_key(context& c, const sql::statement& like, std::int64_t made);

/// Inserts a record whose fields are set, and completes it: the key where the database makes it, and
/// the managed times. The same code for all models.
void insert(context& c, const sql::statement& s, std::span<const field_access> fields, void* record);

/// Creates a record from a whole struct.
template <class M>
struct create_node {
    using model = M;
    using output = record<M>;
    using read_models = query::types<>; // an INSERT reads no record
    static constexpr tables_read<create_node> reads{};
    static constexpr tables_written<create_node, true> writes{};
    static constexpr bool shares_commit = true; // database/detail/shared_write.hpp
    static constexpr const sql::statement& statement = create_statement<M>::value;

    M fields;

    /// With a time of creation that is given, for history that comes from elsewhere; `.updated_at(t)` may
    /// follow.
    [[nodiscard]] auto created_at(timestamp t) const {
        static_assert(times_verdict<M>{});
        return dated(*this, fields, t);
    }
    output execute(context& c) && {
        output out{static_cast<M&&>(fields)};
        insert(c, statement, schema::fields_of<M>, &out);
        return out;
    }
    output execute(context& c) const& {
        output out{fields};
        insert(c, statement, schema::fields_of<M>, &out);
        return out;
    }
    /// The variant of the statement that the node would run.
    [[nodiscard]] constexpr std::uint64_t variant() const {
        constexpr int key = schema::table_of<M>.generated_key;
        if constexpr (key < 0) return 0;
        else if constexpr (schema::has_managed_key<M>) return sql::insert_variant::key_made;
        else
            return reflect::get<static_cast<std::size_t>(key)>(fields).value == 0
                       ? sql::insert_variant::key_made
                       : 0;
    }
};

/// Creates a record from assignments; the other fields have the struct's own defaults, or are filled by
/// the wires of a workflow.
template <class M, class... A>
struct create_with {
    using model = M;
    using output = record<M>;
    using read_models = query::types<>; // an INSERT reads no record
    static constexpr tables_read<create_with> reads{};
    static constexpr tables_written<create_with, true> writes{};
    static constexpr bool shares_commit = true; // database/detail/shared_write.hpp
    static constexpr const sql::statement& statement = create_statement<M>::value;
    using given = assignments<M, A...>;
    using inputs = typename given::inputs;

    given items;

    /// The struct as the assignments leave it.
    [[nodiscard]] M start() const {
        M out{};
        items.apply(out);
        return out;
    }
    /// See `create_node::created_at`.
    [[nodiscard]] auto created_at(timestamp t) const {
        static_assert(times_verdict<M>{});
        static_assert(rule::diagnostic<decltype(alone_check())>{});
        require_defaults();
        return dated(*this, start(), t);
    }
    /// The verdict on running it outside a workflow.
    [[nodiscard]] static constexpr auto alone_check() {
        constexpr int open = first_unfilled(no_wires);
        if constexpr (open < 0) return rule::ok{};
        else
            return rule::a_required_field_is_filled_by_nothing<
                M, schema::detail::field_text<M, static_cast<std::size_t>(open)>>{};
    }
    output execute(context& c) const {
        static_assert(rule::diagnostic<decltype(alone_check())>{});
        require_defaults();
        return create_node<M>{start()}.execute(c);
    }
    /// Throws where only the running program sees that a field is filled by nothing.
    static void require_defaults() {
        if constexpr (in_doubt) {
            static const int open = first_unfilled(no_wires, schema::defaults_of<M>());
            if (open >= 0) refuse(open);
        }
    }
    [[nodiscard]] constexpr std::uint64_t variant() const { // the key is made unless it is assigned
        constexpr int at = schema::table_of<M>.generated_key;
        if constexpr (at < 0) return 0;
        else
            return given::assigns(schema::table_of<M>.columns[static_cast<std::size_t>(at)].name)
                       ? 0
                       : sql::insert_variant::key_made;
    }

    /// The first required field without a default that neither an assignment nor (as `wired` says of a
    /// field's position) a wire fills; or -1. A field of which the compiler cannot see whether it has a
    /// default counts as having one where `seen` is `absent`, as having none where it is `unknown`, and as
    /// the list says where it is the list of `schema::defaults_of`.
    template <class Wired, class Seen = schema::initializer>
    [[nodiscard]] static constexpr int first_unfilled(Wired wired,
                                                      const Seen& seen = schema::initializer::absent) {
        const auto& t = schema::table_of<M>;
        for (std::size_t i = 0; i < t.own_columns; ++i) {
            const auto& column = t.columns[i];
            const bool optional_key = column.generated || (column.key && column.type->memory == layout::uuid);
            if (column.computed()) continue;
            if (optional_key || column.nullable() || column.given == schema::initializer::present) continue;
            if (column.given == schema::initializer::unknown) {
                if constexpr (std::is_same_v<Seen, schema::initializer>) {
                    if (seen == schema::initializer::absent) continue;
                } else if (seen[i]) continue;
            }
            if (given::assigns(column.name) || wired(i)) continue;
            return static_cast<int>(i);
        }
        return -1;
    }
    static constexpr auto no_wires = [](std::size_t) { return false; };
    /// Whether there is a required field of which only the running program sees whether something fills it.
    /// (Of the fields that certainly have no default, the compiler sees it.)
    static constexpr bool in_doubt =
        first_unfilled(
            [](std::size_t i) { return schema::table_of<M>.columns[i].given == schema::initializer::absent; },
            schema::initializer::unknown) >= 0;

    [[noreturn]] static void refuse(int field) {
        schema::refuse_unfilled(statement.node, statement.table->model,
                                statement.table->columns[static_cast<std::size_t>(field)].called());
    }
};

namespace detail {
template <class M, class... A>
constexpr auto find_create_verdict() {
    if constexpr (schema::refuses<M>(write_kind::create))
        return schema::write_verdict<M, write_kind::create>{};
    else return create_assignments_verdict<M, A...>{};
}
} // namespace detail
template <class M, class... A>
using create_verdict = rule::diagnostic<decltype(detail::find_create_verdict<M, A...>())>;

} // namespace dataflow::node_

namespace dataflow {

/// A new record with these fields. A key of 0 (or a nil UUID) is made for it; another is kept.
/// Gives the record. Throws unique_violation, foreign_key_violation, check_violation, invalid_value.
template <class M>
    requires reflect::aggregate<std::remove_cvref_t<M>> && (!query::is_assignment<M>) &&
             (!node_::resembles_a_model<M>)
[[nodiscard]] constexpr auto create(M&& fields) {
    using model = std::remove_cvref_t<M>;
    using checked = schema::write_verdict<model, write_kind::create>;
    static_assert(rule::told<checked>::verdict);
    if constexpr (!rule::is_ok<checked>) return node_::refused_as<node_::refused_record<model>>{};
    else return node_::create_node<model>{static_cast<M&&>(fields)};
}

// What is no model, and a record with more.
template <class M>
    requires(std::is_class_v<std::remove_cvref_t<M>> && !reflect::aggregate<std::remove_cvref_t<M>> &&
             !query::is_assignment<M> && !node_::resembles_a_model<M>)
constexpr auto create(M&&) {
    using checked = schema::written_verdict<std::remove_cvref_t<M>>;
    static_assert(rule::told<checked>::verdict);
    return node_::refused{};
}
template <class M, class First, class... Rest>
    requires(reflect::aggregate<std::remove_cvref_t<M>> && !query::is_assignment<M> &&
             query::is_assignment<First>)
constexpr auto create(M&&, const First&, const Rest&...) {
    using checked =
        rule::diagnostic<rule::a_create_is_given_a_record_and_assignments<std::remove_cvref_t<M>>>;
    static_assert(rule::told<checked>::verdict);
    return node_::refused{};
}

/// A new record of model M from assignments: `df::create<Order>(field<&Order::status> = "new")`.
template <class M, class... A>
    requires(!(std::is_base_of_v<M, A> || ...)) // a whole struct is for the other one
[[nodiscard]] constexpr auto create(A... assignments) {
    using verdict = node_::create_verdict<M, A...>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return node_::refused_as<node_::refused_record<M>>{};
    else return node_::create_with<M, A...>{{static_cast<A&&>(assignments)...}};
}

} // namespace dataflow

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/node/create.ipp>
#endif
