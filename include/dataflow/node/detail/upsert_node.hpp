// An upsert as a node: its statement, and how it runs.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/node/assignments.hpp>
#include <dataflow/node/conflict.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/create.hpp>
#include <dataflow/node/refused.hpp>
#include <dataflow/node/table_sets.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/node/where.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/schema/record.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace dataflow {

/// What an upsert did.
template <class M>
struct upserted {
    dataflow::record<M> record; ///< as it is now
    bool created = false;       ///< true: it is new; false: it was there and was updated
};

} // namespace dataflow

namespace dataflow::node_ {

namespace detail {

/// A record and a flag, for the row that an upsert on PostgreSQL gives.
template <class M>
inline constexpr auto upserted_fields = [] {
    constexpr auto fields = schema::fields_of<M>;
    std::array<field_access, fields.size() + 1> out{};
    for (std::size_t i = 0; i < fields.size(); ++i) out[i] = fields[i];
    // `created` directly follows `record`, which as a member keeps its whole size.
    static_assert(sizeof(upserted<M>) == sizeof(record<M>) + alignof(record<M>));
    out[fields.size()] = {static_cast<std::uint32_t>(sizeof(record<M>)), &schema::info_of<bool>, "created"};
    return out;
}();

} // namespace detail

/// Where the fields of a record lie; and those of an `upserted`, which begins with one.
struct upsert_places {
    constant_list<field_access> fields;
    constant_list<field_access> with_created;
};

/// Completes a record that is to be stored.
void prepare_upsert(const sql::statement& s, const upsert_places& places, void* record);
/// Runs the statement and fills an `upserted`. `record` is what was to be stored.
void run_upsert(context& c, const sql::statement& s, std::uint64_t variant, const upsert_places& places,
                const void* record, std::span<const value> given, void* got);

/// Whether a conflict target is a key that may be made again for each row.
template <class M>
constexpr bool makes_key(constant_list<std::uint16_t> target) noexcept {
    for (const auto c : target) {
        const auto& column = schema::table_of<M>.columns[c];
        if (column.generated || (column.key && column.type->memory == layout::uuid)) return true;
    }
    return false;
}

/// `Target`: the unique columns; `Set`: assignments for a record that is there, or void for all fields.
template <class M, class Target, class Set>
struct upsert_node {
    using model = M;
    using output = upserted<M>;
    using inputs = typename Set::inputs;
    static constexpr tables_read<upsert_node> reads{};
    static constexpr tables_written<upsert_node, true> writes{};
    static constexpr bool shares_commit = true; // database/detail/shared_write.hpp
    static inline constinit sql::statement_id cache{};
    static constexpr bool all = std::is_same_v<Set, assignments<M>>;
    static constexpr sql::statement statement{.node = "upsert",
                                              .table = &schema::table_of<M>,
                                              .what = sql::verb::insert,
                                              .back = sql::returning::record,
                                              .upserts = true,
                                              .cache = &cache,
                                              .assignments = all ? sql::clause{} : sql::clause{&Set::write},
                                              .target = Target::value,
                                              .columns = columns_to_set<M, Target>,
                                              .writes = true,
                                              .stores = sql::stored_columns::returned,
                                              .repeatable =
                                                  (all || Set::plain) && !makes_key<M>(Target::value)};
    M fields;
    Set set{};

    /// By these columns, which must be the key or a unique constraint.
    template <class... Columns>
    [[nodiscard]] constexpr auto on_conflict(const Columns&... columns) const& {
        return upsert_node{*this}.on_conflict(columns...);
    }
    template <class... Columns>
    [[nodiscard]] constexpr auto on_conflict(const Columns&... columns) && {
        using once = clause_verdict<M, "on_conflict", !is_named_target<Target>>;
        static_assert(once{});
        using checked = target_verdict<M, Columns...>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (!rule::is_ok<target_verdict<M, Columns...>>) return refused_as<output>{};
        else
            return upsert_node<M, decltype(make_target<M>(columns...)), Set>{static_cast<M&&>(fields),
                                                                             static_cast<Set&&>(set)};
    }
    /// What to set in a record that is there, instead of all fields.
    template <class... A>
    [[nodiscard]] constexpr auto set_on_conflict(A... a) const& {
        return upsert_node{*this}.set_on_conflict(static_cast<A&&>(a)...);
    }
    template <class... A>
    [[nodiscard]] constexpr auto set_on_conflict(A... a) && {
        using once = clause_verdict<M, "set_on_conflict", Set::count == 0>;
        static_assert(once{});
        using checked = update_assignments_verdict<M, A...>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (!rule::is_ok<update_assignments_verdict<M, A...>>) return refused_as<output>{};
        else
            return upsert_node<M, Target, assignments<M, A...>>{static_cast<M&&>(fields),
                                                                {static_cast<A&&>(a)...}};
    }

    output execute(context& c) const {
        output out{record<M>{fields}, false};
        bound_values<Set::parameters, Set::lists> values;
        const upsert_places places{schema::fields_of<M>, detail::upserted_fields<M>};
        const auto v = variant();
        prepare_upsert(statement, places, &out.record);
        set.bind(values.to);
        output got{};
        run_upsert(c, statement, v, places, &out.record, values.span(), &got);
        return got;
    }
    [[nodiscard]] constexpr std::uint64_t variant() const { return create_node<M>{fields}.variant(); }
};

} // namespace dataflow::node_
