// Bulk delete: by predicate, by keys.
#pragma once

#include <dataflow/bulk/detail/bulk_options.hpp>
#include <dataflow/bulk/detail/row_source.hpp>
#include <dataflow/bulk/keyed_rows.hpp>
#include <dataflow/node/bulk_result.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/erase.hpp>
#include <dataflow/node/keys.hpp>
#include <dataflow/node/refused.hpp>
#include <dataflow/node/refused_rows.hpp>
#include <dataflow/node/table_sets.hpp>
#include <dataflow/node/unnamed_model.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/node/where.hpp>
#include <dataflow/sql/write.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace dataflow::node_ {

/// Deletes all records that fit a predicate.
template <class M, class P>
struct bulk_erase_node : with_limit<bulk_erase_node<M, P>> {
    using model = M;
    using output = bulk_result<M>;
    using inputs = typename P::inputs;
    static constexpr tables_read<bulk_erase_node> reads{};
    static constexpr tables_written<bulk_erase_node, true> writes{};
    static inline constinit sql::statement_id cache{};
    static constexpr sql::statement statement{.node = "bulk erase",
                                              .table = &schema::table_of<M>,
                                              .what = sql::verb::erase,
                                              .cache = &cache,
                                              .predicate = predicate_clause<P>(),
                                              .writes = true};
    P where;

    output execute(context& c) const {
        const auto v = variant();
        detail::refuse_absent<P>(statement, v);
        bound_values<P::parameters, P::lists> values;
        where.bind(values.to);
        output out;
        out.deleted = out.requested = run_bulk_erase(c, statement, v, values.span(), this->most);
        return out;
    }
    [[nodiscard]] constexpr std::uint64_t variant() const {
        return predicate_variant(where, sql::bulk_variant::filter) |
               (this->most ? sql::bulk_variant::limit : 0);
    }
};

/// How a list keeps a key: an id as what it holds.
template <class K>
struct stored_as {
    using type = K;
};
template <class M, class Rep>
struct stored_as<id<M, Rep>> {
    using type = Rep;
};
template <>
struct stored_as<bool> {
    using type = char; // std::vector<bool> has no rows
};
template <class K>
using stored_key = typename stored_as<K>::type;

template <class K>
[[nodiscard]] constexpr stored_key<K> key_as_stored(const K& key) {
    if constexpr (schema::is_id<K>) return key.value;
    else return key;
}

/// A vector of keys and the like: they are copied as they lie.
template <class Keys, class Key>
concept keys_side_by_side =
    contiguous<std::remove_reference_t<Keys>> && std::is_same_v<element_of<Keys>, Key>;

/// Copies keys that lie side by side; `first` is the first of them, an id or what an id holds.
template <class Kept>
void append_keys(std::vector<Kept>& to, const void* first, std::size_t count) {
    const auto* keys = static_cast<const Kept*>(first);
    to.insert(to.end(), keys, keys + count);
}

/// Deletes records by their keys.
template <class M>
struct bulk_erase_keys_node : with_batch_size<bulk_erase_keys_node<M>> {
    using model = M;
    using output = bulk_result<M>;
    static constexpr tables_read<bulk_erase_keys_node> reads{};
    static constexpr tables_written<bulk_erase_keys_node, true> writes{};
    static inline constinit sql::statement_id cache{};
    static constexpr sql::statement statement{.node = "bulk erase",
                                              .table = &schema::table_of<M>,
                                              .what = sql::verb::erase,
                                              .match = sql::row_match::rows,
                                              .cache = &cache,
                                              .writes = true};
    static constexpr bool single = schema::key_size<M> == 1;
    using key = std::conditional_t<single, schema::key_type<M>, key_values<M>>;
    using kept = stored_key<key>; ///< an id by what it holds: one type for all models

    std::vector<kept> keys{};

    /// Takes any range of keys, or of what converts to them; they have been checked.
    template <class Keys>
    constexpr void take(Keys&& from) {
        if constexpr (keys_side_by_side<Keys, key>) {
            if (from.size() != 0) append_keys(keys, from.data(), from.size());
        } else
            for (auto&& k : from) {
                if constexpr (single) keys.push_back(key_as_stored(std::get<0>(make_key<M>(statement, k))));
                else keys.push_back(make_key<M>(statement, k));
            }
    }
    output execute(context& c) const {
        std::array<field_access, schema::key_size<M>> fields;
        if constexpr (single)
            fields[0] = {0, statement.table->columns[statement.table->key[0]].type,
                         statement.table->columns[statement.table->key[0]].name};
        else {
            const key probe{};
            [&]<std::size_t... I>(std::index_sequence<I...>) {
                ((fields[I] = {static_cast<std::uint32_t>(
                                   reinterpret_cast<const std::byte*>(&std::get<I>(probe)) -
                                   reinterpret_cast<const std::byte*>(&probe)),
                               &schema::info_of<schema::key_type<M, I>>,
                               schema::table_of<M>.columns[schema::table_of<M>.key[I]].name}),
                 ...);
            }(std::make_index_sequence<schema::key_size<M>>{});
        }
        const rows_view all{reinterpret_cast<const std::byte*>(keys.data()), sizeof(kept), keys.size(), {}};
        const auto done = delete_rows(c, statement, fields, this->how, {all});
        output out;
        out.requested = done.requested;
        out.deleted = done.deleted;
        return out;
    }
    [[nodiscard]] constexpr std::uint64_t variant() const { return 0; }
};

namespace detail {
template <class M, class What>
constexpr auto find_bulk_erase_verdict() {
    using given = std::remove_cvref_t<What>;
    if constexpr (schema::refuses<M>(write_kind::erase)) return schema::write_verdict<M, write_kind::erase>{};
    else if constexpr (std::is_same_v<given, everything_t>) return rule::ok{};
    else if constexpr (condition<given>) return where_verdict<M, What>{};
    else if constexpr (requires(What& w) { std::begin(w); })
        return key_verdict<M, decltype(*std::begin(std::declval<What&>()))>{};
    else return rule::an_argument_is_not_a_predicate<M, given>{};
}
} // namespace detail
template <class M, class What>
using bulk_erase_verdict = rule::diagnostic<decltype(detail::find_bulk_erase_verdict<M, What>())>;

} // namespace dataflow::node_

namespace dataflow {

/// Deletes records: all that fit a predicate, those of a range of keys, or, with `df::everything`, all.
template <class M, class What>
[[nodiscard]] constexpr auto bulk_erase(What&& what) {
    using given = std::remove_cvref_t<What>;
    using verdict = node_::bulk_erase_verdict<M, What>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return node_::refused_as<node_::refused_bulk>{};
    else if constexpr (std::is_same_v<given, everything_t>) return node_::bulk_erase_node<M, node_::every>{};
    else if constexpr (node_::condition<given>) {
        auto checked = node_::checked_predicate<M>(static_cast<What&&>(what));
        return node_::bulk_erase_node<M, decltype(checked)>{{}, static_cast<decltype(checked)&&>(checked)};
    } else {
        node_::bulk_erase_keys_node<M> out{};
        out.take(what);
        return out;
    }
}
/// The same of a few keys: `df::bulk_erase<Order>({first, second})`.
template <class M, class Key>
[[nodiscard]] constexpr auto bulk_erase(std::initializer_list<Key> keys) {
    return bulk_erase<M>(std::vector<Key>(keys));
}
template <std::nullptr_t = nullptr, node_::part_of_a_node Where> // without a model
constexpr auto bulk_erase(const Where&) {
    using checked = node_::unnamed_verdict<"bulk_erase", Where>;
    static_assert(rule::told<checked>::verdict);
    return node_::refused_as<node_::refused_bulk>{};
}
template <class M>
[[nodiscard]] constexpr auto bulk_erase() {
    static_assert(rule::a_bulk_erase_without_a_predicate_needs_everything<M>{});
    return node_::refused_as<node_::refused_bulk>{};
}

// For users who look for "bulk delete" and find that `delete` is a keyword: another name of the same.
template <class M, class What>
[[nodiscard]] constexpr auto bulk_delete(What&& what) { // as users say
    return bulk_erase<M>(static_cast<What&&>(what));
}
template <class M, class Key>
[[nodiscard]] constexpr auto bulk_delete(std::initializer_list<Key> keys) { // as users say
    return bulk_erase<M>(keys);
}
template <class M>
[[nodiscard]] constexpr auto bulk_delete() { // as users say
    return bulk_erase<M>();
}

} // namespace dataflow
