// The time of a record's deletion, as an expression.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/core/types.hpp>
#include <dataflow/query/managed_column.hpp>
#include <dataflow/query/rules.hpp>
#include <dataflow/schema/options.hpp>
#include <dataflow/schema/table_name.hpp>

#include <optional>
#include <string_view>
#include <type_traits>

namespace dataflow::query {

/// The column that says when a record of a model was deleted.
template <class M>
struct managed_mark : managed_operations<managed_mark<M>, M, std::optional<timestamp>> {
    using type = timestamp;
    static constexpr bool nullable = true;
    static constexpr std::string_view name = "deleted_at";
    static constexpr std::string_view source = schema::table_name<M>;

    template <class R>
    [[nodiscard]] constexpr auto operator=(R&&) const {
        return assignment<managed_mark, null_literal<type>>{};
    }
    template <class Object>
    [[nodiscard]] static constexpr auto& of(Object& object) noexcept {
        return object.deleted_at;
    }
};

/// The same, of a model for which there is a verdict. (clang takes a class whose own assertion fails for no
/// operand.)
template <class M>
constexpr managed_mark<M> checked_mark() {
    using checked =
        rule::diagnostic<std::conditional_t<options_of<M>.soft_delete, rule::ok,
                                            rule::a_model_without_soft_delete_has_no_deleted_at<M>>>;
    static_assert(rule::told<checked>::verdict);
    return {};
}

} // namespace dataflow::query

namespace dataflow {

/// When a record was deleted, in filters, orderings and selects that see deleted records:
/// `df::only_deleted(df::list<Note>().order_by(df::desc(df::deleted_at<Note>)))`.
template <class M>
inline constexpr query::managed_mark<M> deleted_at = query::checked_mark<M>();

} // namespace dataflow
