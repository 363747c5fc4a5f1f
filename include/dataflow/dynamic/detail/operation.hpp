// The nine nodes on a table that was found at run time: input and output are JSON.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/dynamic/detail/found_table.hpp>
#include <dataflow/dynamic/detail/kept_shapes.hpp>
#include <dataflow/json/value.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/sql/statement.hpp>

#include <cstdint>
#include <memory>
#include <mutex>
#include <string_view>

namespace dataflow::dynamic_ {

/// What a node does.
enum class operation : std::uint8_t {
    create,
    read,
    update,
    erase,
    list,
    bulk_create,
    bulk_update,
    bulk_erase,
    bulk_upsert
};
inline constexpr std::string_view operation_names[]{
    "create", "read", "update", "delete", "list", "bulk create", "bulk update", "bulk delete", "bulk upsert"};
[[nodiscard]] constexpr std::string_view name_of(operation o) noexcept {
    return operation_names[static_cast<std::size_t>(o)];
}
[[nodiscard]] constexpr bool only_reads(operation o) noexcept {
    return o == operation::read || o == operation::list;
}

/// A table with what its nodes share.
struct node_table {
    found_table of;
    std::mutex guard{}; ///< of the shapes that `of` makes
    kept_shapes kept{};
    std::shared_ptr<const char> home{}; ///< its database, which alone keeps its statements prepared
};

/// The statement that stands for a node in messages.
[[nodiscard]] sql::statement statement_for(operation what, const found_table& of) noexcept;

/// Runs a node in a database, `home`; null: in one that does not live as long as the table, and keeps
/// nothing. Throws what a typed node of its kind throws, and `invalid_value` for an input that has another
/// form.
[[nodiscard]] json_value run_operation(context& c, operation what, node_table& on, const json_value& input,
                                       const std::shared_ptr<const char>& home);

} // namespace dataflow::dynamic_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/dynamic/detail/operation.ipp>
#endif
