// Several assignments together: checked against each other, written as a SET list, or put into a struct.
#pragma once

#include <dataflow/node/detail/assigned_columns.hpp>
#include <dataflow/node/detail/assignment_checks.hpp>
#include <dataflow/node/detail/put_value.hpp>
#include <dataflow/query/assign.hpp>
#include <dataflow/query/expression.hpp>
#include <dataflow/query/placeholder.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/sql/writer.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace dataflow::node_ {

/// Several assignments, each to another column or place: so their types differ, and they can be bases.
template <class M, class... A>
struct assignments : A... {
    using model = M;
    using inputs = decltype((query::types<>{} + ... + typename A::inputs{}));
    static constexpr std::size_t count = sizeof...(A);
    static constexpr std::size_t parameters = (std::size_t{0} + ... + A::parameters);
    static constexpr std::size_t lists = (std::size_t{0} + ... + A::lists);
    /// The columns, by position.
    static constexpr std::array<std::uint16_t, sizeof...(A)> columns{
        static_cast<std::uint16_t>(column_index<M, typename A::column>)...};

    static constexpr std::array<assigned_column, sizeof...(A)> written = make_all_assigned<A...>();

    /// Whether each sets a column to a value that no column gives: done twice, they do the same as once.
    static constexpr bool plain =
        ((
             requires(const A& a) { a.expression.held; } ||
             requires(const A& a) { a.expression.current(); } ||
             std::is_same_v<decltype(A::expression), query::null_literal<typename A::column::type>>) &&
         ...);

    static constexpr void write(sql::writer& w, sql::place at) { write_set(w, written, at); }
    constexpr void bind(query::binder& b) const { (static_cast<const A*>(this)->expression.bind(b), ...); }
    template <fixed_string Name, class V>
    constexpr void supply(const V& v) {
        (query::supply<Name>(static_cast<A*>(this)->expression, v), ...);
    }
    /// Whether a column is assigned.
    [[nodiscard]] static constexpr bool assigns([[maybe_unused]] std::string_view column) noexcept {
        return ((A::column::name == column) || ...);
    }
    /// Puts the values into a struct; for assignments of plain values.
    void apply(M& object) const { (put_one(object, *static_cast<const A*>(this)), ...); }

  private:
    template <class Assignment>
    static void put_one(M& object, const Assignment& a) {
        using column = typename Assignment::column;
        if constexpr (requires { a.expression.held; })
            put(column::of(object), a.expression.held, schema::table_of<M>.model, column::name);
        else if constexpr (requires { a.expression.current(); })
            put(column::of(object), a.expression.current(), schema::table_of<M>.model, column::name);
        else if constexpr (std::is_same_v<decltype(Assignment::expression),
                                          query::null_literal<typename column::type>> &&
                           column::nullable)
            column::of(object).reset();
    }
};

} // namespace dataflow::node_
