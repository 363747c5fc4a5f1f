// Columns as a user writes them: field<&User::age>.
#pragma once

#include <dataflow/query/arithmetic.hpp>
#include <dataflow/query/assign.hpp>
#include <dataflow/query/compare.hpp>
#include <dataflow/query/detail/array.hpp>
#include <dataflow/query/detail/array_change.hpp>
#include <dataflow/query/literal.hpp>
#include <dataflow/query/logic.hpp>
#include <dataflow/query/match.hpp>
#include <dataflow/query/order.hpp>
#include <dataflow/reflect/names.hpp>
#include <dataflow/schema/model.hpp>

#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace dataflow::query {

namespace detail {
/// As what a value is matched with texts: a key of text as that text.
template <class T>
struct matched_as {
    using type = T;
};
template <class M>
struct matched_as<id<M, std::string>> {
    using type = std::string;
};
template <class T>
using matched_type = typename matched_as<T>::type;
/// What a pattern stands next to.
template <class E>
struct matched {
    using type = matched_type<typename E::type>;
    static constexpr std::string_view name = field_of<E>();
};
} // namespace detail

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
    /// Equal to one of the values that a select of one expression gives.
    template <class A, class B, class... More>
    constexpr auto in(const A&, const B&, const More&...) const {
        using checked = rule::diagnostic<rule::the_values_of_an_in_are_not_a_list<
            typename Self::model, detail::field_text<Self>, A, B, More...>>;
        static_assert(checked{});
        return refused_predicate{};
    }
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

    // These find verdicts in functions, for Self is incomplete where the class is made.
    template <class Range>
    static constexpr auto find_in_verdict() {
        if constexpr (!requires(const Range& values) { std::begin(values); })
            return rule::the_values_of_an_in_are_not_a_list<typename Self::model, detail::field_text<Self>,
                                                            Range>{};
        else
            return find_element_verdict<
                std::remove_cvref_t<decltype(*std::begin(std::declval<const Range&>()))>>();
    }
    template <class V>
    static constexpr auto find_element_verdict() {
        using T = typename Self::type;
        if constexpr (detail::inexact<T, V>)
            return rule::a_decimal_meets_an_inexact_number<typename Self::model, detail::field_text<Self>, T,
                                                           V>{};
        else if constexpr (literal_for<T, V> && !schema::is_optional<V> &&
                           schema::is_decimal<T> >= schema::is_decimal<V>)
            return rule::ok{};
        else
            return rule::a_field_is_compared_with_another_type<typename Self::model, detail::field_text<Self>,
                                                               T, V>{};
    }
    template <class Range>
    using in_verdict = rule::diagnostic<decltype(find_in_verdict<Range>())>;

    template <class V>
    static constexpr auto find_text_verdict() {
        using T = typename Self::type;
        using model = typename Self::model;
        if constexpr (category_of<detail::matched_type<T>> != category::text)
            return rule::a_field_that_is_not_a_string_is_matched_as_one<model, detail::field_text<Self>, T>{};
        else if constexpr (parameter<V> ||
                           (literal_for<detail::matched_type<T>, V> && !schema::is_optional<V>))
            return rule::ok{};
        else return rule::a_field_is_compared_with_another_type<model, detail::field_text<Self>, T, V>{};
    }
    template <class P>
    using text_verdict = rule::diagnostic<decltype(find_text_verdict<std::remove_cvref_t<P>>())>;

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

namespace detail {
template <class P>
struct member_parts;
template <class M, class T>
struct member_parts<T M::*> {
    using model = M;
    using type = T;
};
} // namespace detail

// g++ does not see that the column of a model in an unnamed namespace is as local as the type of its base.
#if !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsubobject-linkage"
#endif

/// The column of a data member.
template <auto Member>
struct column
    : column_operations<column<Member>, bare<typename detail::member_parts<decltype(Member)>::type>> {
    using dataflow_scalar = void;
    using model = typename detail::member_parts<decltype(Member)>::model;
    using declared = typename detail::member_parts<decltype(Member)>::type;
    using type = bare<declared>;
    using parts = types<>;
    using inputs = types<>;
    static constexpr std::string_view name = reflect::member_name<Member>;
    static constexpr std::string_view source =
        schema::table_name<model>; ///< whose column it is: see `sql::scope`
    static constexpr bool nullable = schema::is_optional<declared>;
    static constexpr std::size_t parameters = 0;
    static constexpr std::size_t lists = 0;
    static constexpr bool managed = false;

    static constexpr void write(sql::writer& w, sql::place) { w.column(name, source); }
    constexpr void bind(binder&) const {}

    template <class R>
        requires(!std::is_same_v<R, column>)
    [[nodiscard, gnu::always_inline]] constexpr auto operator=(R&& right) const {
        using checked = assign_verdict<column, R>;
        static_assert(rule::told<checked>::verdict);
        return make_assignment<column>(static_cast<R&&>(right));
    }
    template <class R>
    [[nodiscard]] constexpr auto operator+=(R&& right) const {
        using checked = compound_verdict<column, R>;
        static_assert(rule::told<checked>::verdict);
        return make_compound<arithmetic_op::add>(*this, static_cast<R&&>(right));
    }
    template <class R>
    [[nodiscard]] constexpr auto operator-=(R&& right) const {
        using checked = compound_verdict<column, R, arithmetic_op::subtract>;
        static_assert(rule::told<checked>::verdict);
        return make_compound<arithmetic_op::subtract>(*this, static_cast<R&&>(right));
    }
    template <class R>
    [[nodiscard]] constexpr auto operator*=(R&& right) const {
        using checked = compound_verdict<column, R, arithmetic_op::multiply>;
        static_assert(rule::told<checked>::verdict);
        return make_compound<arithmetic_op::multiply>(*this, static_cast<R&&>(right));
    }
    template <class R>
    [[nodiscard]] constexpr auto operator/=(R&& right) const {
        using checked = compound_verdict<column, R, arithmetic_op::divide>;
        static_assert(rule::told<checked>::verdict);
        return make_compound<arithmetic_op::divide>(*this, static_cast<R&&>(right));
    }
    /// The value of another column.
    [[nodiscard]] constexpr auto operator=(const column& right) const {
        return assignment<column, column>{right};
    }
    constexpr column& operator=(const column&) = default; // of a whole expression: a field is constant
    constexpr column() = default;
    constexpr column(const column&) = default;

    /// Reads the field of an object.
    template <class Object>
    [[nodiscard]] static constexpr auto& of(Object& object) noexcept {
        return object.*Member;
    }
};

#if !defined(__clang__)
#pragma GCC diagnostic pop
#endif

/// A column that the library keeps; it belongs to whichever model is spoken of.
template <fixed_string Name>
struct managed_column : operations<managed_column<Name>> {
    using dataflow_scalar = void;
    using model = void;
    using declared = timestamp;
    using type = timestamp;
    using parts = types<>;
    using inputs = types<>;
    static constexpr std::string_view name = Name.view();
    static constexpr std::string_view source{};
    static constexpr bool nullable = false;
    static constexpr std::size_t parameters = 0;
    static constexpr std::size_t lists = 0;
    static constexpr bool managed = true;

    /// Refused by the node that it is given to, which knows the model.
    template <class R>
    [[nodiscard]] constexpr auto operator=(R&&) const {
        return assignment<managed_column, null_literal<type>>{};
    }
    constexpr managed_column() = default;
    constexpr managed_column(const managed_column&) = default;

    static constexpr void write(sql::writer& w, sql::place) { w.column(name, source); }
    constexpr void bind(binder&) const {}
    template <class Object>
    [[nodiscard]] static constexpr auto& of(Object& object) noexcept {
        if constexpr (Name.view() == "created_at") return object.created_at;
        else return object.updated_at;
    }
};

/// The key that the library adds to a model without one.
template <class M>
struct managed_id : operations<managed_id<M>> {
    using dataflow_scalar = void;
    using model = M;
    using declared = dataflow::id<M>;
    using type = declared;
    using parts = types<>;
    using inputs = types<>;
    static constexpr std::string_view name = "id";
    static constexpr std::string_view source = schema::table_name<M>;
    static constexpr bool nullable = false;
    static constexpr std::size_t parameters = 0;
    static constexpr std::size_t lists = 0;
    static constexpr bool managed = true;

    /// Refused by the node that it is given to, which knows the model.
    template <class R>
    [[nodiscard]] constexpr auto operator=(R&&) const {
        return assignment<managed_id, null_literal<type>>{};
    }
    constexpr managed_id() = default;
    constexpr managed_id(const managed_id&) = default;

    static constexpr void write(sql::writer& w, sql::place) { w.column(name, source); }
    constexpr void bind(binder&) const {}
    template <class Object>
    [[nodiscard]] static constexpr auto& of(Object& object) noexcept {
        return object.id;
    }
};

} // namespace dataflow::query

namespace dataflow {

/// A column, named by its member.
template <auto Member>
    requires std::is_member_object_pointer_v<decltype(Member)>
inline constexpr query::column<Member> field{};

/// When a record was created, and when it was last written.
inline constexpr query::managed_column<"created_at"> created_at{};
inline constexpr query::managed_column<"updated_at"> updated_at{};

/// The managed `id` of a model whose struct has none.
template <class M>
inline constexpr query::managed_id<M> id_of{};

} // namespace dataflow
