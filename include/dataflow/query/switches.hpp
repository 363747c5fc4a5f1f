// Filters with many optional parts. A text for each combination of parts would be many texts, so most of the
// parts are in every text, each with a bound truth value that switches it off: `(?1 OR "price" > ?2)`.
#pragma once

#include <dataflow/query/contents.hpp>
#include <dataflow/query/detail/part_texts.hpp>
#include <dataflow/query/expression.hpp>
#include <dataflow/query/logic.hpp>
#include <dataflow/query/placeholder.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace dataflow::query {

namespace detail {

/// Binds NULL, of the right types, for the values of a predicate that is not there.
template <class P>
void bind_absent(binder& b) {
    if constexpr (P::parameters != 0) {
        const P blank = P(); // clang 16 fails to make the code of P{}
        auto* at = b.values;
        blank.bind(b);
        for (; at != b.values; ++at)
            if (at->held != value::form::rows) at->held = value::form::null; // its lists are empty
    }
}

/// What a text says about a predicate: it is not in it, it is in it and counts, or that depends on switches.
enum class presence : std::uint8_t { absent, certain, switched };

/// A switch: an absent operand of AND, and of WHERE, has to be true (`neutral`), one of OR false.
constexpr void open_switch(sql::writer& w, sql::place at, bool neutral) {
    w << "(";
    w.value(at);
    w << (neutral ? " OR " : " AND ");
}
[[nodiscard]] constexpr value switch_value(bool neutral, bool there) noexcept {
    return value::of_integer(storage::boolean, neutral != there ? 1 : 0);
}

/// A predicate with switches. `Texts`: the bits of the parts that have texts of their own; `At`: which of the
/// filter's optional parts is its first. `at` is its place, `own` that of its first switch.
template <class P, std::uint64_t Texts, std::size_t At>
struct with_switches { // a predicate without any, or with texts of its own
    static constexpr std::size_t switches = 0;

    [[nodiscard]] static constexpr presence in(std::uint64_t variant, sql::place at) {
        return anything_left<P>(variant, at.optional) ? presence::certain : presence::absent;
    }
    static constexpr void write(sql::writer& w, sql::place at, sql::place, bool) { P::write(w, at); }
    [[nodiscard]] static constexpr bool left(const P& p) { return anything_left<P>(parts_of(p, At), At); }
    static void bind(const P* p, binder& b, value*, std::uint64_t, bool) {
        if (p != nullptr) p->bind(b);
        else bind_absent<P>(b);
    }
};

template <class P, std::uint64_t Texts, std::size_t At>
    requires((Texts >> At & 1U) == 0)
struct with_switches<optional_part<P>, Texts, At> {
    using inside = with_switches<P, Texts, At + 1>;
    static constexpr std::size_t switches = 1 + inside::switches;

    [[nodiscard]] static constexpr presence in(std::uint64_t, sql::place) { return presence::switched; }
    static constexpr void write(sql::writer& w, sql::place at, sql::place own, bool neutral) {
        open_switch(w, own, neutral);
        inside::write(w, at.after(0, 1), own.after(1), neutral);
        w << ")";
    }
    [[nodiscard]] static constexpr bool left(const optional_part<P>& p) {
        return p.part.has_value() && inside::left(*p.part);
    }
    static void bind(const optional_part<P>* p, binder& b, value* own, std::uint64_t variant, bool neutral) {
        *own = switch_value(neutral, p != nullptr && left(*p));
        inside::bind(p != nullptr && p->part.has_value() ? &*p->part : nullptr, b, own + 1, variant, neutral);
    }
};

template <class P, std::uint64_t Texts, std::size_t At>
    requires(P::optionals != 0)
struct with_switches<negation<P>, Texts, At> {
    using inside = with_switches<P, Texts, At>;
    static constexpr std::size_t switches = inside::switches;

    [[nodiscard]] static constexpr presence in(std::uint64_t variant, sql::place at) {
        return inside::in(variant, at);
    }
    static constexpr void write(sql::writer& w, sql::place at, sql::place own, bool neutral) {
        w << negation<P>::before;
        inside::write(w, at, own, !neutral);
        w << negation<P>::after;
    }
    [[nodiscard]] static constexpr bool left(const negation<P>& p) { return inside::left(p.first); }
    static void bind(const negation<P>* p, binder& b, value* own, std::uint64_t variant, bool neutral) {
        inside::bind(p != nullptr ? &p->first : nullptr, b, own, variant, !neutral);
    }
};

template <connective Op, class L, class R, std::uint64_t Texts, std::size_t At>
    requires(L::optionals + R::optionals != 0)
struct with_switches<logic<Op, L, R>, Texts, At> {
    using l = with_switches<L, Texts, At>;
    using r = with_switches<R, Texts, At + L::optionals>;
    static constexpr std::size_t switches = 1 + l::switches + r::switches;
    static constexpr bool inner = Op == connective::both; // what is neutral for its operands

    [[nodiscard]] static constexpr presence in(std::uint64_t variant, sql::place at) {
        const auto a = l::in(variant, at);
        const auto b = r::in(variant, logic<Op, L, R>::second(at));
        if (a == presence::absent) return b;
        if (b == presence::absent) return a;
        return a == presence::certain || b == presence::certain ? presence::certain : presence::switched;
    }
    static constexpr void write(sql::writer& w, sql::place at, sql::place own, bool neutral) {
        const auto p = plan(w.variant(), at, neutral);
        if (p.own) open_switch(w, own, neutral);
        if (p.l && p.r) w << "(";
        if (p.l) l::write(w, at, own.after(1), p.neutral);
        if (p.l && p.r) w << logic<Op, L, R>::word;
        if (p.r) r::write(w, logic<Op, L, R>::second(at), own.after(1 + l::switches), p.neutral);
        if (p.l && p.r) w << ")";
        if (p.own) w << ")";
    }
    [[nodiscard]] static constexpr bool left(const logic<Op, L, R>& p) {
        return l::left(p.first) || r::left(p.rest.first);
    }
    static void bind(const logic<Op, L, R>* of, binder& b, value* own, std::uint64_t variant, bool neutral) {
        const auto p = plan(variant, sql::place{}.after(0, At), neutral);
        *own = switch_value(neutral, of != nullptr && left(*of));
        if (p.l) l::bind(of != nullptr ? &of->first : nullptr, b, own + 1, variant, p.neutral);
        else b.skip(L::parameters, L::lists);
        if (p.r)
            r::bind(of != nullptr ? &of->rest.first : nullptr, b, own + 1 + l::switches, variant, p.neutral);
        else b.skip(R::parameters, R::lists);
    }

  private:
    struct steps {
        bool l, r; // the operands that are in the text
        bool own;  // a switch for the whole: all of it may be absent, which is not what its operands then say
        bool neutral; // for the operands
    };
    static constexpr steps plan(std::uint64_t variant, sql::place at, bool neutral) {
        const bool a = l::in(variant, at) != presence::absent;
        const bool b = r::in(variant, logic<Op, L, R>::second(at)) != presence::absent;
        const bool both = a && b;
        return {a, b, both && neutral != inner && in(variant, at) == presence::switched,
                both ? inner : neutral};
    }
};

} // namespace detail

/// A filter with more optional parts than have texts of their own. The values of its switches come after
/// those of its parts.
template <class P>
struct switched {
    using dataflow_predicate = void;
    using parts = types<P>;
    using model = typename P::model;
    using inputs = typename P::inputs;
    static constexpr std::uint64_t texts = detail::choose_parts<P>();
    using form = detail::with_switches<P, texts, 0>;
    static constexpr std::size_t parameters = P::parameters + form::switches;
    static constexpr std::size_t lists = P::lists;
    static constexpr std::size_t optionals = P::optionals;
    static constexpr bool unknown = P::unknown;

    P held;

    static constexpr void write(sql::writer& w, sql::place at) {
        form::write(w, at, at.after(P::parameters), true);
    }
    constexpr void bind(binder& b) const {
        const auto variant = parts_there(0);
        if (variant == 0) return b.skip(parameters, lists);
        auto* own = b.values + P::parameters;
        for (std::size_t i = 0; i < form::switches; ++i)
            own[i] = {}; // a side that no text has leaves its own alone
        form::bind(&held, b, own, variant, true);
        b.values += form::switches;
    }
    /// The bits of the parts with switches are set where anything is left at all; without, there is no
    /// filter.
    [[nodiscard]] constexpr std::uint64_t parts_there(std::size_t ordinal) const noexcept {
        if (!form::left(held)) return 0;
        const auto there = parts_of(held, 0) >> first_optional_bit & texts;
        return (there | (detail::all_parts<P> & ~texts)) << (first_optional_bit + ordinal);
    }
    [[nodiscard]] static constexpr bool left_in(std::uint64_t variant, std::size_t ordinal) noexcept {
        return (variant >> (first_optional_bit + ordinal) & detail::all_parts<P>) != 0;
    }
    template <fixed_string Name, class V>
    constexpr void supply(const V& v) {
        query::supply<Name>(held, v);
    }
};

/// A predicate as the filter of a node, and its type.
template <class Q>
using filter_type = std::conditional_t<(detail::part_type<Q>::optionals > parts_with_texts),
                                       switched<detail::part_type<Q>>, detail::part_type<Q>>;
template <class Q>
[[nodiscard, gnu::always_inline]] constexpr filter_type<Q> make_filter(Q&& q) {
    using part = detail::part_type<Q>;
    if constexpr (part::optionals > parts_with_texts) return {part{static_cast<Q&&>(q)}};
    else return part{static_cast<Q&&>(q)};
}

} // namespace dataflow::query
