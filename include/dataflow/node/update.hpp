// Update: one record, by key or by predicate; and a whole struct by its key.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/core/constant_list.hpp>
#include <dataflow/node/assignments.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/detail/key.hpp>
#include <dataflow/node/detail/named_version.hpp>
#include <dataflow/node/diagnose.hpp>
#include <dataflow/node/refused_rows.hpp>
#include <dataflow/node/table_sets.hpp>
#include <dataflow/node/unnamed_model.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/node/where.hpp>
#include <dataflow/sql/bindings.hpp>
#include <dataflow/sql/write.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace dataflow::node_ {

/// The time of a write, for a table that keeps it.
[[nodiscard]] inline std::int64_t time_of_write(const schema::table& t) {
    return t.updated_at >= 0 ? context::now().time_since_epoch().count() : 0;
}

/// Where the key and the fields of a record are.
struct record_places {
    constant_list<field_access> key;
    constant_list<field_access> fields;
    std::int64_t version = 0; ///< that the record must have; or 0
};

/// Runs an update by a key. Throws not_found, and version_conflict.
void update_by_key(context& c, const sql::statement& s, std::span<const value> given,
                   const record_places& places, const void* key, void* record);
/// Runs an update that may change one record only.
void update_only_one(context& c, const sql::statement& s, std::uint64_t variant, std::span<const value> given,
                     std::span<const field_access> fields, void* record);
/// Writes all fields of a record by its key, at a version or at any. Throws as above.
void save(context& c, const sql::statement& s, std::span<const field_access> fields, const void* from,
          void* record, std::int64_t version = 0);

/// Updates a record by key.
template <class M, class Set, bool Open = false>
struct update_node : named_version<options_of<M>.versioned> {
    using model = M;
    using output = record<M>;
    using inputs = typename Set::inputs;
    static constexpr tables_read<update_node> reads{};
    static constexpr tables_written<update_node, true> writes{};
    static constexpr bool shares_commit = true; // database/detail/shared_write.hpp
    static constexpr bool open_key = Open;
    static inline constinit sql::statement_id cache{};
    static constexpr sql::statement statement{.node = "update",
                                              .table = &schema::table_of<M>,
                                              .what = sql::verb::update,
                                              .match = sql::row_match::key,
                                              .back = sql::returning::record,
                                              .cache = &cache,
                                              .assignments = sql::clause{&Set::write},
                                              .columns = Set::columns,
                                              .writes = true,
                                              .stores = sql::stored_columns::returned,
                                              .repeatable = Set::plain};
    held_key<M> key{};
    Set set;

    output execute(context& c) const {
        bound_values<Set::parameters, Set::lists> values;
        set.bind(values.to);
        output out;
        update_by_key(c, statement, values.span(), {key_fields<M>, schema::fields_of<M>, this->expected},
                      &key, &out);
        return out;
    }
    [[nodiscard]] constexpr std::uint64_t variant() const { return this->version_bits(); }

    /// The same, of a record that has still this version; else it throws version_conflict.
    template <class Given>
    [[nodiscard]] constexpr auto if_version(const Given& version) const {
        using checked = version_verdict<M, Given>;
        static_assert(rule::told<checked>::verdict);
        return at_version(*this, version);
    }
};

/// Updates the one record that fits a predicate. None is not_found; several are too_many_rows, and
/// nothing is changed.
template <class M, class P, class Set>
struct update_where_node {
    using model = M;
    using output = record<M>;
    using inputs = decltype(typename P::inputs{} + typename Set::inputs{});
    static constexpr tables_read<update_where_node> reads{};
    static constexpr tables_written<update_where_node, true> writes{};
    static constexpr bool shares_commit = true; // database/detail/shared_write.hpp
    static inline constinit sql::statement_id cache{};
    static constexpr sql::statement statement{.node = "update",
                                              .table = &schema::table_of<M>,
                                              .what = sql::verb::update,
                                              .back = sql::returning::record,
                                              .cache = &cache,
                                              .predicate =
                                                  predicate_clause<P>(sql::place{}.after(Set::parameters)),
                                              .assignments = sql::clause{&Set::write},
                                              .columns = Set::columns,
                                              .writes = true,
                                              .stores = sql::stored_columns::returned,
                                              .repeatable = Set::plain};
    P where;
    Set set;

    output execute(context& c) const {
        const auto v = variant();
        detail::refuse_absent<P>(statement, v);
        bound_values<Set::parameters + P::parameters, Set::lists + P::lists> values;
        set.bind(values.to);
        where.bind(values.to);
        output out;
        update_only_one(c, statement, v, values.span(), schema::fields_of<M>, &out);
        return out;
    }
    [[nodiscard]] constexpr std::uint64_t variant() const {
        return predicate_variant(where, sql::single_variant::filter);
    }
};

/// The positions of the struct's columns that are no key.
template <class M>
inline constexpr auto plain_columns = [] {
    constexpr std::size_t n = [] {
        std::size_t count = 0;
        for (std::size_t i = 0; i < schema::table_of<M>.own_columns; ++i)
            count += schema::table_of<M>.columns[i].key ? 0 : 1;
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
    static constexpr tables_read<save_node> reads{};
    static constexpr tables_written<save_node, true> writes{};
    static constexpr bool shares_commit = true; // database/detail/shared_write.hpp
    static inline constinit sql::statement_id cache{};
    static constexpr sql::statement statement{.node = "update",
                                              .table = &schema::table_of<M>,
                                              .what = sql::verb::update,
                                              .match = sql::row_match::record,
                                              .back = sql::returning::record,
                                              .cache = &cache,
                                              .columns = plain_columns<M>,
                                              .writes = true,
                                              .stores = sql::stored_columns::returned,
                                              .repeatable = true};
    record<M> fields;

    output execute(context& c) const {
        output out;
        save(c, statement, schema::fields_of<M>, &fields, &out, version());
        return out;
    }
    [[nodiscard]] constexpr std::uint64_t variant() const {
        return version() == 0 ? 0 : sql::single_variant::at_version;
    }
    [[nodiscard]] constexpr std::int64_t version() const noexcept { // that the record names
        if constexpr (options_of<M>.versioned) return fields.version;
        else return 0;
    }
};

namespace detail {
template <class M, class First, class... A>
constexpr auto find_update_verdict() {
    if constexpr (schema::refuses<M>(write_kind::update)) return schema::update_verdict<M>{};
    else if constexpr (query::is_assignment<First>)
        return update_assignments_verdict<M, std::remove_cvref_t<First>, A...>{};
    else if constexpr (condition<First>)
        return rule::first_broken<where_verdict<M, First>, update_assignments_verdict<M, A...>>{};
    else return rule::first_broken<key_verdict<M, First>, update_assignments_verdict<M, A...>>{};
}
template <class M>
constexpr auto find_save_verdict() {
    if constexpr (schema::refuses<M>(write_kind::update)) return schema::update_verdict<M>{};
    else
        return std::conditional_t<schema::has_managed_key<M>, rule::rows_to_update_have_no_key<M>,
                                  rule::ok>{};
}
} // namespace detail
template <class M, class First, class... A>
using update_verdict = rule::diagnostic<decltype(detail::find_update_verdict<M, First, A...>())>;
template <class M>
using save_verdict = rule::diagnostic<decltype(detail::find_save_verdict<M>())>;

} // namespace dataflow::node_

namespace dataflow {

/// Updates one record and gives it back as it is then:
///   `df::update<Customer>(key, field<&Customer::name> = "Alicia")`            by key;
///   `df::update<Customer>(field<&Customer::email> == "a@x.org", ... = ...)`   by a predicate that one record
///   fits; `df::update<Customer>(... = ...)`                                         in a workflow, with the
///   key by wire.
/// Throws not_found, too_many_rows, and what a create throws.
template <class M, class First, class... A>
[[nodiscard]] constexpr auto update(First&& first, A... rest) {
    using first_type = std::remove_cvref_t<First>;
    using verdict = node_::update_verdict<M, First, A...>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return node_::refused_as<node_::refused_record<M>>{};
    else if constexpr (query::is_assignment<first_type>)
        return node_::update_node<M, node_::assignments<M, first_type, A...>, true>{
            {}, {}, {static_cast<First&&>(first), static_cast<A&&>(rest)...}};
    else if constexpr (node_::condition<first_type>)
        return node_::update_where_node<M, query::filter_type<First>, node_::assignments<M, A...>>{
            node_::checked_predicate<M>(static_cast<First&&>(first)), {static_cast<A&&>(rest)...}};
    else {
        using node = node_::update_node<M, node_::assignments<M, A...>>;
        return node{{},
                    node_::hold_key<M>(node::statement, static_cast<First&&>(first)),
                    {static_cast<A&&>(rest)...}};
    }
}

/// Writes all fields of a record, found by its key. Throws not_found; of a versioned model, version_conflict
/// where the record has no longer the version that this one has.
template <class M>
[[nodiscard]] constexpr auto update(const record<M>& fields) {
    using checked = schema::update_verdict<M>;
    static_assert(rule::told<checked>::verdict);
    if constexpr (!rule::is_ok<checked>) return node_::refused_as<node_::refused_record<M>>{};
    else return node_::save_node<M>{fields};
}
template <class M>
    requires(reflect::aggregate<M> && !node_::part_of_a_node<M> && !node_::holds_models<M>)
[[nodiscard]] constexpr auto update(const M& fields) {
    using verdict = node_::save_verdict<M>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return node_::refused_as<node_::refused_record<M>>{};
    else return node_::save_node<M>{record<M>{fields}};
}

} // namespace dataflow

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/node/update.ipp>
#endif
