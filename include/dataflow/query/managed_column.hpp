// Columns that the library adds and keeps, as expressions.
#pragma once

#include <dataflow/query/assign.hpp>
#include <dataflow/query/expression.hpp>
#include <dataflow/query/literal.hpp>
#include <dataflow/query/operations.hpp>
#include <dataflow/schema/table_name.hpp>

#include <cstddef>
#include <string_view>

namespace dataflow::query {

/// What those columns have in common.
template <class Self, class Model, class Type>
struct managed_operations : operations<Self> {
    using dataflow_scalar = void;
    using model = Model;
    using declared = Type;
    using type = Type;
    using parts = types<>;
    using inputs = types<>;
    static constexpr bool nullable = false;
    static constexpr std::size_t parameters = 0;
    static constexpr std::size_t lists = 0;
    static constexpr bool managed = true;

    /// Refused by the node that it is given to, which knows the model.
    template <class R>
    [[nodiscard]] constexpr auto operator=(R&&) const {
        return assignment<Self, null_literal<type>>{};
    }

    static constexpr void write(sql::writer& w, sql::place) { w.column(Self::name, Self::source); }
    constexpr void bind(binder&) const {}
};

/// A column that the library keeps; it belongs to whichever model is spoken of.
template <fixed_string Name>
struct managed_column : managed_operations<managed_column<Name>, void, timestamp> {
    static constexpr std::string_view name = Name.view();
    static constexpr std::string_view source{};

    using managed_operations<managed_column, void, timestamp>::operator=;
    template <class Object>
    [[nodiscard]] static constexpr auto& of(Object& object) noexcept {
        if constexpr (Name.view() == "created_at") return object.created_at;
        else return object.updated_at;
    }
};

/// The key that the library adds to a model without one.
template <class M>
struct managed_id : managed_operations<managed_id<M>, M, id<M>> {
    static constexpr std::string_view name = "id";
    static constexpr std::string_view source = schema::table_name<M>;

    using managed_operations<managed_id, M, id<M>>::operator=;
    template <class Object>
    [[nodiscard]] static constexpr auto& of(Object& object) noexcept {
        return object.id;
    }
};

} // namespace dataflow::query
