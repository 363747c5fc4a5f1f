// Upsert: one record, created or, where its unique columns are there already, updated.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/node/assignments.hpp>
#include <dataflow/node/conflict.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/create.hpp>
#include <dataflow/node/detail/upsert_node.hpp>
#include <dataflow/node/refused.hpp>
#include <dataflow/node/refused_rows.hpp>
#include <dataflow/node/table_sets.hpp>
#include <dataflow/node/unnamed_model.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/schema/record.hpp>

#include <cstdint>
#include <type_traits>

namespace dataflow::node_ {

/// An upsert that has no conflict target yet.
template <class M>
struct upsert_start {
    using model = M;
    using output = upserted<M>;
    static constexpr tables_read<upsert_start> reads{};
    static constexpr tables_written<upsert_start, true> writes{};

    M fields;

    template <class... Columns>
    [[nodiscard]] constexpr auto on_conflict(const Columns&... columns) const& {
        return upsert_start{*this}.on_conflict(columns...);
    }
    template <class... Columns>
    [[nodiscard]] constexpr auto on_conflict(const Columns&... columns) && {
        using checked = target_verdict<M, Columns...>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (!rule::is_ok<target_verdict<M, Columns...>>) return refused_as<output>{};
        else
            return upsert_node<M, decltype(make_target<M>(columns...)), assignments<M>>{
                static_cast<M&&>(fields), {}};
    }
    /// The verdict on running it.
    [[nodiscard]] static constexpr auto alone_check() { return rule::an_upsert_needs_a_conflict_target<M>{}; }
    output execute(context&) const {
        static_assert(rule::diagnostic<decltype(alone_check())>{});
        return {};
    }
};

/// An upsert from assignments; the other fields have the struct's own defaults, or are filled by the wires of
/// a workflow. `Target`: the unique columns, or none yet; `Set`: assignments for a record that is there, or
/// none for all fields.
template <class M, class Target, class Set, class... A>
struct upsert_with {
    using model = M;
    using output = upserted<M>;
    using start = create_with<M, A...>; ///< what a record has that is new
    using given = typename start::given;
    using whole = upsert_node<M, Target, Set>;
    using inputs = decltype(typename given::inputs{} + typename Set::inputs{});
    static constexpr tables_read<upsert_with> reads{};
    static constexpr tables_written<upsert_with, true> writes{};
    static constexpr bool shares_commit = true; // database/detail/shared_write.hpp
    static constexpr const sql::statement& statement = whole::statement;

    given items;
    Set set{};

    /// By these columns, which must be the key or a unique constraint.
    template <class... Columns>
    [[nodiscard]] constexpr auto on_conflict(const Columns&... columns) const {
        using once = clause_verdict<M, "on_conflict", !is_named_target<Target>>;
        static_assert(once{});
        using checked = target_verdict<M, Columns...>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (!rule::is_ok<target_verdict<M, Columns...>>) return refused_as<output>{};
        else return upsert_with<M, decltype(make_target<M>(columns...)), Set, A...>{items, set};
    }
    /// What to set in a record that is there, instead of all fields.
    template <class... B>
    [[nodiscard]] constexpr auto set_on_conflict(B... b) const {
        using once = clause_verdict<M, "set_on_conflict", Set::count == 0>;
        static_assert(once{});
        using checked = update_assignments_verdict<M, B...>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (!rule::is_ok<update_assignments_verdict<M, B...>>) return refused_as<output>{};
        else return upsert_with<M, Target, assignments<M, B...>, A...>{items, {static_cast<B&&>(b)...}};
    }

    /// The verdict on its target.
    [[nodiscard]] static constexpr auto target_alone() {
        return std::conditional_t<Target::value.size() == 0, rule::an_upsert_needs_a_conflict_target<M>,
                                  rule::ok>{};
    }
    /// The verdict on running it outside a workflow.
    [[nodiscard]] static constexpr auto alone_check() {
        return rule::first_broken<decltype(target_alone()), decltype(start::alone_check())>{};
    }
    output execute(context& c) const {
        static_assert(rule::diagnostic<decltype(alone_check())>{});
        start::require_defaults();
        return from(start{items}.start()).execute(c);
    }
    /// The same with the whole record.
    [[nodiscard]] whole from(M record) const { return {static_cast<M&&>(record), set}; }
    [[nodiscard]] constexpr std::uint64_t variant() const { return start{items}.variant(); }
};

namespace detail {
template <class M>
using target_or_none = std::conditional_t<std::is_void_v<default_target<M>>, target<>, default_target<M>>;
template <class M, class... A>
constexpr auto find_upsert_verdict() {
    if constexpr (schema::refuses<M>(write_kind::update)) return schema::update_verdict<M>{};
    else return create_verdict<M, A...>{};
}
} // namespace detail
template <class M, class... A>
using upsert_verdict = rule::diagnostic<decltype(detail::find_upsert_verdict<M, A...>())>;

} // namespace dataflow::node_

namespace dataflow {

/// Creates a record, or updates the one that has the same key or the same unique columns:
/// `df::upsert(user).on_conflict(field<&User::email>)`. One atomic statement. Gives the record and
/// whether it was created.
template <class M>
    requires(reflect::aggregate<std::remove_cvref_t<M>> && !query::is_assignment<M> &&
             !node_::resembles_a_model<M>)
[[nodiscard]] constexpr auto upsert(M&& fields) {
    using model = std::remove_cvref_t<M>;
    using checked = schema::write_verdict<model, write_kind::create | write_kind::update>;
    static_assert(rule::told<checked>::verdict);
    if constexpr (!rule::is_ok<checked>) return node_::refused_as<node_::refused_upsert<model>>{};
    else if constexpr (std::is_void_v<node_::default_target<model>>)
        return node_::upsert_start<model>{static_cast<M&&>(fields)};
    else
        return node_::upsert_node<model, node_::default_target<model>, node_::assignments<model>>{
            static_cast<M&&>(fields), {}};
}

/// The same from assignments, as `df::create<M>(...)` takes them; in a workflow wires fill the other fields:
/// `df::upsert<User>().on_conflict(field<&User::email>)`.
template <class M, class... A>
    requires(!(std::is_base_of_v<M, A> || ...)) // a whole struct is for the other one
[[nodiscard]] constexpr auto upsert(A... assignments) {
    using verdict = node_::upsert_verdict<M, A...>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return node_::refused_as<node_::refused_upsert<M>>{};
    else
        return node_::upsert_with<M, node_::detail::target_or_none<M>, node_::assignments<M>, A...>{
            {static_cast<A&&>(assignments)...}};
}

} // namespace dataflow

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/node/upsert.ipp>
#endif
