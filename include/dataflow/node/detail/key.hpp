// The key that a node on one record holds.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/node/keys.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/schema/model.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <tuple>
#include <type_traits>
#include <utility>

namespace dataflow::node_ {

/// The values of a key's columns: a std::tuple, but with known places and few functions.
template <class... K>
struct key_parts;
template <class K>
struct key_parts<K> {
    K first{};
};
template <class K, class... Rest>
struct key_parts<K, Rest...> {
    K first{};
    key_parts<Rest...> rest{};
};

/// The I-th part.
template <std::size_t I, class Parts>
[[nodiscard]] constexpr auto& key_part_at(Parts& parts) noexcept {
    if constexpr (I == 0) return parts.first;
    else return key_part_at<I - 1>(parts.rest);
}

namespace detail {

template <class M, std::size_t I, class P, class... Rest>
[[gnu::always_inline]] constexpr auto make_parts(const sql::statement& s, P&& part, Rest&&... rest) {
    using first = schema::key_type<M, I>;
    if constexpr (sizeof...(Rest) == 0)
        return key_parts<first>{detail::key_part<M, I>(s, static_cast<P&&>(part))};
    else
        return [&]<class... K>(key_parts<K...>&& others) {
            return key_parts<first, K...>{detail::key_part<M, I>(s, static_cast<P&&>(part)),
                                          static_cast<key_parts<K...>&&>(others)};
        }(detail::make_parts<M, I + 1>(s, static_cast<Rest&&>(rest)...));
}

template <class M, class Indices = std::make_index_sequence<schema::key_size<M>>>
struct key_of;
template <class M, std::size_t... I>
struct key_of<M, std::index_sequence<I...>> {
    using type = key_parts<schema::key_type<M, I>...>;

    /// Where the parts lie in it.
    static constexpr std::array<field_access, sizeof...(I)> fields = [] {
        constexpr std::size_t sizes[] = {sizeof(schema::key_type<M, I>)...};
        constexpr std::size_t aligns[] = {alignof(schema::key_type<M, I>)...};
        std::array<field_access, sizeof...(I)> out{
            field_access{0, &schema::info_of<schema::key_type<M, I>>,
                         schema::table_of<M>.columns[schema::table_of<M>.key[I]].name}...};
        std::size_t at = 0;
        for (std::size_t i = 1; i < sizeof...(I); ++i) {
            std::size_t widest = 1; // the rest is a struct of its own
            for (std::size_t r = i; r < sizeof...(I); ++r) widest = aligns[r] > widest ? aligns[r] : widest;
            at = (at + sizes[i - 1] + widest - 1) / widest * widest;
            out[i].offset = static_cast<std::uint32_t>(at);
        }
        return out;
    }();
};

/// The verdict on a call by key of what takes no part in workflows, where the key would come by a wire.
template <class M, std::size_t Given>
using given_key_verdict =
    rule::diagnostic<std::conditional_t<Given == 0, rule::a_node_by_key_is_given_no_key<M>, rule::ok>>;

} // namespace detail

template <class M>
using held_key = typename detail::key_of<M>::type;

/// Where the parts of a `held_key<M>` lie.
template <class M>
inline constexpr constant_list<field_access> key_fields{detail::key_of<M>::fields};

/// A key of a statement's from its parts, or from one tuple of them, for which there is a verdict. Throws
/// `invalid_value` for a number that does not fit.
template <class M, class... Parts>
[[nodiscard, gnu::always_inline]] constexpr held_key<M> hold_key(const sql::statement& s, Parts&&... parts) {
    if constexpr (sizeof...(Parts) == 1 && (detail::is_tuple<std::remove_cvref_t<Parts>>::value && ...))
        return std::apply(
            [&](auto&&... p) { return detail::make_parts<M, 0>(s, static_cast<decltype(p)&&>(p)...); },
            static_cast<Parts&&>(parts)...);
    else return detail::make_parts<M, 0>(s, static_cast<Parts&&>(parts)...);
}

} // namespace dataflow::node_
