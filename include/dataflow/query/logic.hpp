// And, or, not; and parts that may be absent.
#pragma once

#include <dataflow/query/compare.hpp>
#include <dataflow/query/expression.hpp>
#include <dataflow/query/placeholder.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dataflow::query {

/// Which optional parts of a predicate are there, as bits from `ordinal` on.
template <class P>
[[nodiscard]] constexpr std::uint64_t parts_of(const P& p, std::size_t ordinal) noexcept {
    if constexpr (P::optionals == 0) return 0;
    else return p.parts_there(ordinal);
}

/// Whether anything of a predicate is left when its absent parts are taken out.
template <class P>
[[nodiscard]] constexpr bool anything_left(std::uint64_t variant, std::size_t ordinal) noexcept {
    if constexpr (P::optionals == 0) return true;
    else return P::left_in(variant, ordinal);
}

enum class connective : std::uint8_t { both, either };

/// `a && b`, `a || b`. Where one side is absent, the other stands alone.
template <connective Op, class L, class R>
struct logic : operands<L, R> {
    using dataflow_predicate = void;
    static constexpr bool unknown = L::unknown || R::unknown;
    static constexpr std::string_view word = Op == connective::both ? " AND " : " OR ";

    static constexpr void write(sql::writer& w, sql::place at) {
        const auto left = at, right = logic::second(at);
        bool l = true;
        bool r = true;
        if constexpr (L::optionals != 0) l = L::left_in(w.variant(), left.optional);
        if constexpr (R::optionals != 0) r = R::left_in(w.variant(), right.optional);
        if (l && r) w << "(";
        if (l) L::write(w, left);
        if (l && r) w << word;
        if (r) R::write(w, right);
        if (l && r) w << ")";
    }
    template <fixed_string Name>
    [[nodiscard]] constexpr auto as() const {
        return named_predicate<Name, typename logic::model>();
    }
    [[nodiscard]] constexpr std::uint64_t parts_there(std::size_t ordinal) const noexcept {
        return parts_of(this->first, ordinal) | parts_of(this->rest.first, ordinal + L::optionals);
    }
    [[nodiscard]] static constexpr bool left_in(std::uint64_t variant, std::size_t ordinal) noexcept {
        return anything_left<L>(variant, ordinal) || anything_left<R>(variant, ordinal + L::optionals);
    }
};

/// `!p`: true exactly where p is false. Where p could be unknown to SQL, that counts as false.
template <class P>
struct negation : operands<P> {
    using dataflow_predicate = void;
    static constexpr bool unknown = false;
    static constexpr std::string_view before = P::unknown ? "((" : "(NOT (",
                                      after = P::unknown ? ") IS NOT TRUE)" : "))";

    static constexpr void write(sql::writer& w, sql::place at) {
        w << before;
        P::write(w, at);
        w << after;
    }
    template <fixed_string Name>
    [[nodiscard]] constexpr auto as() const {
        return named_predicate<Name, typename P::model>();
    }
    [[nodiscard]] constexpr std::uint64_t parts_there(std::size_t ordinal) const noexcept {
        return parts_of(this->first, ordinal);
    }
    [[nodiscard]] static constexpr bool left_in(std::uint64_t variant, std::size_t ordinal) noexcept {
        return anything_left<P>(variant, ordinal);
    }
};

/// A part that may be absent: then it is as if it had not been written.
template <class P>
struct optional_part {
    using dataflow_predicate = void;
    using parts = types<P>;
    using model = typename P::model;
    using inputs = typename P::inputs;
    static constexpr std::size_t parameters = P::parameters;
    static constexpr std::size_t lists = P::lists;
    static constexpr std::size_t optionals = 1 + P::optionals;
    static constexpr bool unknown = P::unknown;

    std::optional<P> part;

    static constexpr void write(sql::writer& w, sql::place at) {
        if (part_is_there(w.variant(), at.optional)) P::write(w, at.after(0, 1));
    }
    /// An absent part leaves its places empty.
    constexpr void bind(binder& b) const {
        if (part) part->bind(b);
        else b.skip(P::parameters, P::lists);
    }
    [[nodiscard]] constexpr std::uint64_t parts_there(std::size_t ordinal) const noexcept {
        if (!part) return 0;
        return (std::uint64_t{1} << (first_optional_bit + ordinal)) | parts_of(*part, ordinal + 1);
    }
    [[nodiscard]] static constexpr bool left_in(std::uint64_t variant, std::size_t ordinal) noexcept {
        return part_is_there(variant, ordinal) && anything_left<P>(variant, ordinal + 1);
    }
    template <fixed_string Name, class V>
    constexpr void supply(const V& v) {
        if (part) query::supply<Name>(*part, v);
    }
};

namespace detail {
template <class T>
struct is_optional_predicate : std::false_type {};
template <predicate P>
struct is_optional_predicate<std::optional<P>> : std::true_type {};
template <class T>
concept predicate_operand = predicate<T> || is_optional_predicate<std::remove_cvref_t<T>>::value;

/// A std::optional of a predicate is an optional part.
template <class T>
struct part_of {
    using type = T;
};
template <class P>
struct part_of<std::optional<P>> {
    using type = optional_part<P>;
};
template <class T>
using part_type = typename part_of<std::remove_cvref_t<T>>::type;
template <class T>
[[nodiscard]] constexpr part_type<T> part(T&& t) {
    return part_type<T>{static_cast<T&&>(t)};
}
} // namespace detail

/// Operands of `&&` and `||` are predicates, or `std::optional`s of predicates (absent parts).
template <class L, class R>
    requires detail::predicate_operand<L> && detail::predicate_operand<R>
[[nodiscard]] constexpr auto operator&&(L&& l, R&& r) {
    return logic<connective::both, detail::part_type<L>, detail::part_type<R>>{
        {{static_cast<L&&>(l)}, {{static_cast<R&&>(r)}}}};
}
template <class L, class R>
    requires detail::predicate_operand<L> && detail::predicate_operand<R>
[[nodiscard]] constexpr auto operator||(L&& l, R&& r) {
    return logic<connective::either, detail::part_type<L>, detail::part_type<R>>{
        {{static_cast<L&&>(l)}, {{static_cast<R&&>(r)}}}};
}
template <predicate P>
[[nodiscard]] constexpr auto operator!(P&& p) {
    return negation<std::remove_cvref_t<P>>{{static_cast<P&&>(p)}};
}

namespace detail {
template <class T, class Make>
constexpr auto find_if_set_verdict() {
    using make = std::remove_cvref_t<Make>;
    if constexpr (predicate<Make>)
        return rule::an_if_set_with_an_optional_needs_a_function_that_makes_the_predicate<
            typename make::model>{};
    else if constexpr (!std::is_invocable_v<Make&, const T&>)
        return rule::the_function_of_an_if_set_does_not_take_the_value<T, make>{};
    else if constexpr (!predicate<std::invoke_result_t<Make&, const T&>>)
        return rule::the_function_of_an_if_set_gives_no_predicate<
            T, std::remove_cvref_t<std::invoke_result_t<Make&, const T&>>>{};
    else return rule::ok{};
}
} // namespace detail

} // namespace dataflow::query

namespace dataflow {

/// A predicate that counts only when `condition` holds:
/// `.where(df::if_set(only_active, field<&User::active> == true) && ...)`.
template <query::predicate P>
[[nodiscard]] constexpr auto if_set(bool condition, P&& p) {
    using part = std::remove_cvref_t<P>;
    return query::optional_part<part>{condition ? std::optional<part>{static_cast<P&&>(p)} : std::nullopt};
}

/// A predicate made from an optional value, and absent without one:
/// `df::if_set(form.name, [](auto& name) { return field<&User::name>.contains(name); })`.
template <class T, class Make>
[[nodiscard]] constexpr auto if_set(const std::optional<T>& value, Make&& make) {
    using verdict = rule::diagnostic<decltype(query::detail::find_if_set_verdict<T, Make>())>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return query::refused_predicate{};
    else {
        using part = std::remove_cvref_t<decltype(make(*value))>;
        return query::optional_part<part>{value ? std::optional<part>{make(*value)} : std::nullopt};
    }
}

// A condition with what is no predicate.
template <class Given>
    requires(!query::predicate<Given>)
[[nodiscard]] constexpr auto if_set(bool, Given&&) {
    using verdict =
        rule::diagnostic<rule::an_if_set_with_a_condition_needs_a_predicate<std::remove_cvref_t<Given>>>;
    static_assert(rule::told<verdict>::verdict);
    return query::refused_predicate{};
}

template <query::predicate P>
[[deprecated("the name is df::if_set now")]] constexpr auto when(bool condition, P&& p) { // former name
    return if_set(condition, static_cast<P&&>(p));
}
template <class T, class Make>
[[deprecated("the name is df::if_set now")]] constexpr auto when(const std::optional<T>& value, Make&& make) {
    return if_set(value, static_cast<Make&&>(make));
}

} // namespace dataflow
