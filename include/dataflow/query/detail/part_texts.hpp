// Which optional parts of a filter have texts of their own.
#pragma once

#include <dataflow/query/compare.hpp>
#include <dataflow/query/logic.hpp>
#include <dataflow/query/match.hpp>
#include <dataflow/schema/model.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace dataflow::query {

/// A filter with at most this many optional parts has a text for each combination of them. In a filter with
/// more, this many of those that an index may serve keep texts of their own; all others get switches. So no
/// filter has more than 16 texts.
inline constexpr std::size_t parts_with_texts = 4;

namespace detail {

template <class M>
struct unaliased : std::type_identity<M> {};
template <class M, fixed_string Alias>
struct unaliased<alias_of<M, Alias>> : std::type_identity<M> {};

/// Whether an expression is a column with which the key or an index of its table begins.
template <class E>
constexpr bool leads_an_index() {
    using M = typename unaliased<typename E::model>::type;
    if constexpr (!is_column<E> || !schema::is_model<M>) return false;
    else {
        constexpr auto& t = schema::table_of<M>;
        const int at = t.find(E::name);
        bool leads = !t.key.empty() && t.key[0] == at;
        for (const auto& index : t.indexes) leads = leads || (index.size != 0 && index.columns[0] == at);
        return leads;
    }
}

/// Whether an index may find the rows that fulfill a predicate. It cannot where a switch is in the way.
template <class P>
inline constexpr bool by_index = requires { requires P::by_index; };
template <comparison Op, class L, class R>
inline constexpr bool by_index<compare<Op, L, R>> =
    Op != comparison::ne && (leads_an_index<L>() || leads_an_index<R>());
template <class E, class Low, class High>
inline constexpr bool by_index<between_test<E, Low, High>> = leads_an_index<E>();
template <class E>
inline constexpr bool by_index<in_test<E>> = leads_an_index<E>();
template <class E>
inline constexpr bool by_index<null_test<E, true>> = leads_an_index<E>();
template <match How, class E, class R>
inline constexpr bool by_index<text_test<How, E, R>> =
    (How == match::like || How == match::starts_with) && leads_an_index<E>();
template <class L, class R>
inline constexpr bool by_index<logic<connective::both, L, R>> = by_index<L> || by_index<R>;
template <class L, class R>
inline constexpr bool by_index<logic<connective::either, L, R>> = by_index<L> && by_index<R>;
template <class P>
inline constexpr bool by_index<optional_part<P>> = by_index<P>;

/// Whether a part of a predicate is known only at run time. Its statement is not kept prepared, whatever its
/// text is.
template <class P>
inline constexpr bool at_run_time = requires { requires P::at_run_time; };
template <connective Op, class L, class R>
inline constexpr bool at_run_time<logic<Op, L, R>> = at_run_time<L> || at_run_time<R>;
template <class P>
inline constexpr bool at_run_time<negation<P>> = at_run_time<P>;
template <class P>
inline constexpr bool at_run_time<optional_part<P>> = at_run_time<P>;

/// As many bits as a predicate has optional parts.
template <class P>
inline constexpr std::uint64_t all_parts = (std::uint64_t{1} << P::optionals) - 1;

/// Chooses the parts that keep texts of their own; they are outermost parts, and keep them with all that is
/// in them.
struct chosen_parts {
    std::uint64_t bits = 0;
    std::size_t room = parts_with_texts;

    template <connective Op, class L, class R>
    constexpr void look_at(std::type_identity<logic<Op, L, R>>, std::size_t at) {
        look_at(std::type_identity<L>{}, at);
        look_at(std::type_identity<R>{}, at + L::optionals);
    }
    template <class P>
    constexpr void look_at(std::type_identity<negation<P>>, std::size_t at) {
        look_at(std::type_identity<P>{}, at);
    }
    template <class P>
    constexpr void look_at(std::type_identity<P>, std::size_t at) {
        if constexpr (P::optionals != 0) {
            const bool fits = by_index<P> && P::optionals <= room;
            if (!at_run_time<P> && !fits) return;
            bits |= all_parts<P> << at;
            if (!at_run_time<P>) room -= P::optionals;
        }
    }
};
template <class P>
constexpr std::uint64_t choose_parts() {
    chosen_parts out;
    out.look_at(std::type_identity<P>{}, 0);
    return out.bits;
}

} // namespace detail

} // namespace dataflow::query
