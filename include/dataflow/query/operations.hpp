// The tests that each column and each other expression has as member functions.
#pragma once

#include <dataflow/query/compare.hpp>
#include <dataflow/query/detail/operation_checks.hpp>
#include <dataflow/query/literal.hpp>
#include <dataflow/query/match.hpp>
#include <dataflow/query/placeholder.hpp>
#include <dataflow/query/regex.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dataflow::query {

/// The tests that are written as a column's member functions.
template <class Self>
struct operations {
    /// Between two values, both included.
    template <class Low, class High>
    [[nodiscard]] constexpr auto between(Low&& low, High&& high) const {
        using verdict = rule::first_broken<compare_verdict<comparison::ge, Self, Low>,
                                           compare_verdict<comparison::le, Self, High>>;
        static_assert(rule::told<verdict>::verdict);
        if constexpr (!rule::is_ok<verdict>) return refused_predicate{};
        else {
            auto ge = make_compare<comparison::ge>(self(), static_cast<Low&&>(low));
            auto le = make_compare<comparison::le>(self(), static_cast<High&&>(high));
            using low_type = decltype(ge.rest.first);
            using high_type = decltype(le.rest.first);
            return between_test<Self, low_type, high_type>{
                {self(), {std::move(ge.rest.first), {std::move(le.rest.first)}}}};
        }
    }

    /// Equal to one of the values of a range; an empty one is never fulfilled.
    template <class Range>
    [[nodiscard]] constexpr auto in(const Range& values) const {
        using checked = in_verdict<Range>;
        static_assert(rule::told<checked>::verdict);
        return make_in(values);
    }
    template <class V>
    [[nodiscard]] constexpr auto in(std::initializer_list<V> values) const {
        using checked = in_verdict<std::initializer_list<V>>;
        static_assert(rule::told<checked>::verdict);
        return make_in(values);
    }
    template <class S = Self>
    [[nodiscard]] constexpr auto in(detail::braced<typename S::type> given) const {
        return make_in(given.values);
    }
    template <class A, class B, class... More>
    constexpr auto in(const A&, const B&, const More&...) const {
        using checked = rule::diagnostic<rule::the_values_of_an_in_are_not_a_list<
            typename Self::model, detail::field_text<Self>, A, B, More...>>;
        static_assert(checked{});
        return refused_predicate{};
    }
    /// Equal to one of the values that a select of one expression gives.
    template <subselect S>
    [[nodiscard]] constexpr auto in(const S& values) const {
        return in_select(self(), values);
    }
    template <class A, class B, class... More>
    constexpr auto not_in(const A&, const B&, const More&...) const {
        using checked = rule::diagnostic<rule::the_values_of_an_in_are_not_a_list<
            typename Self::model, detail::field_text<Self>, A, B, More...>>;
        static_assert(checked{});
        return refused_predicate{};
    }
    template <subselect S>
    [[nodiscard]] constexpr auto not_in(const S& values) const {
        return !in_select(self(), values);
    }
    /// Equal to none of the values; an empty range is always fulfilled. NULL is none of the values.
    template <class Range>
    [[nodiscard]] constexpr auto not_in(const Range& values) const {
        using checked = in_verdict<Range>;
        static_assert(rule::told<checked>::verdict);
        return !make_in(values);
    }
    template <class V>
    [[nodiscard]] constexpr auto not_in(std::initializer_list<V> values) const {
        using checked = in_verdict<std::initializer_list<V>>;
        static_assert(rule::told<checked>::verdict);
        return !make_in(values);
    }
    template <class S = Self>
    [[nodiscard]] constexpr auto not_in(detail::braced<typename S::type> given) const {
        return !make_in(given.values);
    }

    /// SQL's LIKE, minding case: `%` any text, `_` any character, `\` escapes them. Throws
    /// `invalid_value` for a pattern that ends in its escape.
    template <class P>
    [[nodiscard]] constexpr auto like(P&& pattern) const {
        using checked = text_verdict<P>;
        static_assert(rule::told<checked>::verdict);
        return test<match::like>(static_cast<P&&>(pattern));
    }
    /// The same without minding the case of the letters A to Z.
    template <class P>
    [[nodiscard]] constexpr auto ilike(P&& pattern) const {
        using checked = text_verdict<P>;
        static_assert(rule::told<checked>::verdict);
        return test<match::ilike>(static_cast<P&&>(pattern));
    }
    /// The text is taken as it is: `%` and `_` mean themselves.
    template <class P>
    [[nodiscard]] constexpr auto starts_with(P&& text) const {
        using checked = text_verdict<P>;
        static_assert(rule::told<checked>::verdict);
        return test<match::starts_with>(static_cast<P&&>(text));
    }
    template <class P>
    [[nodiscard]] constexpr auto ends_with(P&& text) const {
        using checked = text_verdict<P>;
        static_assert(rule::told<checked>::verdict);
        return test<match::ends_with>(static_cast<P&&>(text));
    }
    template <class P>
    [[nodiscard]] constexpr auto contains(P&& text) const {
        using checked = text_verdict<P>;
        static_assert(rule::told<checked>::verdict);
        return test<match::contains>(static_cast<P&&>(text));
    }
    /// A regular expression, found anywhere in the text unless anchored. docs/filters.md lists what is
    /// supported, the same on both databases; anything else throws `invalid_value`.
    template <class P>
    [[nodiscard]] constexpr auto matches(P&& pattern) const {
        using checked = text_verdict<P>;
        static_assert(rule::told<checked>::verdict);
        return test<match::regex>(static_cast<P&&>(pattern));
    }

    [[nodiscard]] constexpr auto is_null() const {
        using checked = compare_verdict<comparison::eq, Self, std::nullopt_t>;
        static_assert(rule::told<checked>::verdict);
        return make_compare<comparison::eq>(self(), std::nullopt);
    }
    [[nodiscard]] constexpr auto not_null() const {
        using checked = compare_verdict<comparison::ne, Self, std::nullopt_t>;
        static_assert(rule::told<checked>::verdict);
        return make_compare<comparison::ne>(self(), std::nullopt);
    }

    /// The name of the field that it fills in a `df::select`.
    template <fixed_string Name>
    [[nodiscard]] constexpr auto as() const {
        return named<Name, Self>{self()};
    }

  private:
    constexpr const Self& self() const { return static_cast<const Self&>(*this); }

    static error_info fault(std::string_view message) {
        error_info info;
        info.field = std::string{detail::field_of<Self>()};
        info.message = std::string{message};
        return info;
    }

    // Verdicts are found in functions, for Self is incomplete where the class is made.
    template <class Range>
    using in_verdict = rule::diagnostic<decltype(detail::find_in_verdict<Self, Range>())>;
    template <class P>
    using text_verdict =
        rule::diagnostic<decltype(detail::find_text_verdict<Self, std::remove_cvref_t<P>>())>;

    template <class Range>
    constexpr auto make_in(const Range& values) const {
        if constexpr (!rule::is_ok<in_verdict<Range>>) return refused_predicate{};
        else {
            using T = typename Self::type;
            using V = std::remove_cvref_t<decltype(*std::begin(values))>;
            using held = typename in_test<Self>::held;
            auto out = make_in_test(self());
            if constexpr (requires { values.size(); })
                out.list().reserve(static_cast<std::size_t>(values.size()));
            for (const auto& v : values) {
                if constexpr (detail::beyond_64_bits<V> && std::is_same_v<element_type<T, V>, std::int64_t>)
                    if (!dataflow::detail::is_in_range<std::int64_t>(v)) continue; // no column has it
                auto one = detail::convert<element_type<T, V>>(v, detail::field_of<Self>());
                if constexpr (schema::is_decimal<held>) {
                    if (dataflow::detail::is_one_of<held>(one)) out.list().push_back(static_cast<held>(one));
                } else out.list().push_back(static_cast<held>(std::move(one)));
            }
            return out;
        }
    }

    template <match How, class P>
    constexpr auto test(P&& pattern) const {
        if constexpr (!rule::is_ok<text_verdict<P>>) return refused_predicate{};
        else if constexpr (parameter<std::remove_cvref_t<P>>) {
            return text_test<How, Self, decltype(make_placeholder<detail::matched<Self>>(pattern))>{
                {self(), {make_placeholder<detail::matched<Self>>(pattern)}}};
        } else if constexpr (How == match::regex) {
            const auto given = detail::text_of(pattern, detail::field_of<Self>());
            return text_test<How, Self, pattern_literal>{
                {self(),
                 {{std::is_constant_evaluated() ? std::string{given}
                                                : portable_regex(given, detail::field_of<Self>()),
                   detail::field_of<Self>()}}}};
        } else {
            if constexpr (How == match::like || How == match::ilike)
                if (!complete_like_pattern(detail::text_of(pattern, detail::field_of<Self>())))
                    throw invalid_value(fault("the pattern ends in its escape character"));
            using text = literal_of<detail::matched<Self>, P>;
            return text_test<How, Self, text>{
                {self(), {make_literal<text>(static_cast<P&&>(pattern), detail::field_of<Self>())}}};
        }
    }
};

} // namespace dataflow::query
