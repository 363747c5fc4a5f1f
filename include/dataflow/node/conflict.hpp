// Conflict targets: the unique columns by which an upsert finds the record that is there.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/node/refused.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/query/field.hpp>
#include <dataflow/schema/model.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace dataflow {

/// What a bulk create does with a row whose key, or other unique columns, a record has already.
enum class conflict : std::uint8_t {
    error,  ///< fail (the default)
    skip,   ///< leave the record that is there
    update, ///< set it to the row's fields
};

} // namespace dataflow

namespace dataflow::node_ {

/// What is taken in place of a `conflict` where a model is without updates: a constant that is not
/// `conflict::update`. `Broken`: the rule, which the compiler names in its first line about another one.
template <class Broken>
struct no_update_by {
    conflict value;
    consteval no_update_by(conflict given) : value(given) {
        if (given == conflict::update) refuse();
    }
    constexpr operator conflict() const noexcept { return value; }

  private:
    static void refuse() {} // is not constexpr, so nothing that calls it is constant
};
template <class M>
using conflict_of =
    std::conditional_t<schema::refuses<M>(write_kind::update),
                       no_update_by<rule::a_model_is_without_this_write<M, "update">>, conflict>;

/// Whether columns, in any order, are the key of a table or one of its unique constraints.
[[nodiscard]] constexpr bool is_unique(const schema::table& t,
                                       constant_list<std::uint16_t> columns) noexcept {
    const auto same = [&](constant_list<std::uint16_t> other) {
        if (other.size() != columns.size()) return false;
        for (const auto a : other) {
            bool found = false;
            for (const auto b : columns) found = found || a == b;
            if (!found) return false;
        }
        return true;
    };
    if (same(t.key)) return true;
    for (const auto& i : t.indexes)
        if (i.unique && i.where.size == 0 && same(i.parts())) return true;
    return false;
}

template <std::uint16_t... Columns>
struct target {
    static constexpr std::array<std::uint16_t, sizeof...(Columns)> value{Columns...};
};

/// The same, where the caller has not named it.
template <std::uint16_t... Columns>
struct unnamed_target : target<Columns...> {};
template <class Target>
inline constexpr bool is_named_target = true;
template <std::uint16_t... Columns>
inline constexpr bool is_named_target<unnamed_target<Columns...>> = false;
template <>
inline constexpr bool is_named_target<target<>> = false;

/// The target that is meant when none is named: the key, where the caller gives it; void else.
template <class M>
struct default_target_of {
    static constexpr auto find() {
        if constexpr (schema::table_of<M>.generated_key >= 0) return std::type_identity<void>{};
        else
            return []<std::size_t... I>(std::index_sequence<I...>) {
                return std::type_identity<unnamed_target<schema::table_of<M>.key[I]...>>{};
            }(std::make_index_sequence<schema::key_size<M>>{});
    }
    using type = typename decltype(find())::type;
};
template <class M>
using default_target = typename default_target_of<M>::type;

namespace detail {
template <class M, class... Columns>
using chosen_target = target<static_cast<std::uint16_t>(schema::table_of<M>.find(Columns::name))...>;

template <class M>
constexpr bool is_computed_column(std::string_view name) {
    const int at = schema::table_of<M>.find(name);
    return at >= 0 && schema::table_of<M>.columns[static_cast<std::size_t>(at)].computed();
}
template <class M, class C>
constexpr auto find_target_column_verdict() {
    if constexpr (!(query::scalar<C> && query::detail::is_column<C>))
        return rule::a_conflict_target_is_not_a_column<M, C>{};
    else if constexpr (!std::is_same_v<typename C::model, M>)
        return rule::a_field_of_another_model_is_used<M, typename C::model>{};
    else if constexpr (is_computed_column<M>(C::name))
        return rule::a_generated_column_is_a_conflict_target<M, query::detail::field_text<C>>{};
    else return rule::ok{};
}
template <class M>
constexpr auto find_target_verdict() {
    return rule::a_conflict_target_is_not_a_column<M, void>{};
}
template <class M, class First, class... Columns>
constexpr auto find_target_verdict() {
    using each = rule::first_broken<decltype(find_target_column_verdict<M, First>()),
                                    decltype(find_target_column_verdict<M, Columns>())...>;
    if constexpr (!rule::is_ok<each>) return each{};
    else if constexpr (is_unique(schema::table_of<M>, chosen_target<M, First, Columns...>::value))
        return rule::ok{};
    else return rule::a_conflict_target_is_not_unique<M, query::detail::field_text<First>>{};
}
} // namespace detail

/// The verdict on the columns of a conflict target.
template <class M, class... Columns>
using target_verdict = rule::diagnostic<decltype(detail::find_target_verdict<M, Columns...>())>;

/// The target of columns; an empty one where they are refused.
template <class M, class... Columns>
constexpr auto make_target(const Columns&...) {
    if constexpr (!rule::is_ok<target_verdict<M, Columns...>>) return target<>{};
    else return detail::chosen_target<M, Columns...>{};
}

/// Some of a table's columns, at most N.
template <std::size_t N>
struct column_list {
    std::uint16_t items[N + 1]{};
    std::size_t size = 0;

    constexpr operator constant_list<std::uint16_t>() const noexcept { return {items, size}; }
};

/// The struct's own columns, without the key, a conflict target, and what the database computes.
template <std::size_t Own>
[[nodiscard]] constexpr column_list<Own> columns_beside(const schema::table& t,
                                                        constant_list<std::uint16_t> target) {
    column_list<Own> out;
    for (std::uint16_t i = 0; i < Own; ++i) {
        bool taken = t.columns[i].key || t.columns[i].computed();
        for (const auto c : target) taken = taken || c == i;
        if (!taken) out.items[out.size++] = i;
    }
    return out;
}

/// The columns that an upsert sets when nothing else is said, and an update by rows.
template <class M, class Target = target<>>
inline constexpr auto columns_to_set =
    columns_beside<reflect::field_count<M>>(schema::table_of<M>, Target::value);

} // namespace dataflow::node_
