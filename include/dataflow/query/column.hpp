// The column of a data member, as an expression and as what is assigned to.
#pragma once

#include <dataflow/query/arithmetic.hpp>
#include <dataflow/query/assign.hpp>
#include <dataflow/query/detail/array_change.hpp>
#include <dataflow/query/expression.hpp>
#include <dataflow/query/literal.hpp>
#include <dataflow/reflect/names.hpp>
#include <dataflow/schema/column_names.hpp>
#include <dataflow/schema/table_name.hpp>
#include <dataflow/schema/types.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>

namespace dataflow::query::detail {

template <class P>
struct member_parts;
template <class M, class T>
struct member_parts<T M::*> {
    using model = M;
    using type = T;
};

} // namespace dataflow::query::detail

namespace dataflow::query {

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
    static constexpr std::string_view field_name = reflect::member_name<Member>;
    static constexpr std::string_view name = schema::column_name<model>(field_name);
    static constexpr std::string_view source =
        schema::table_name<model>; ///< whose column it is: see `sql::scope`
    static constexpr bool nullable = schema::is_optional<declared>;
    static constexpr std::size_t parameters = 0;
    static constexpr std::size_t lists = 0;
    static constexpr bool managed = false;
    static constexpr bool compound_target = true; ///< see query/assign.hpp

    static constexpr void write(sql::writer& w, sql::place) { w.column(name, source); }
    constexpr void bind(binder&) const {}

    template <class R = empty_braces>
        requires(!std::is_same_v<R, column>)
    [[nodiscard, gnu::always_inline]] constexpr auto operator=(R&& right) const {
        using checked = assign_verdict<column, R>;
        static_assert(rule::told<checked>::verdict);
        return make_assignment<column>(static_cast<R&&>(right));
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

} // namespace dataflow::query
