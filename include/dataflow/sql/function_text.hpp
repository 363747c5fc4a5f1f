// The texts of SQL functions, by dialect.
#pragma once

#include <string_view>

namespace dataflow::rooms::sql {

/// A call in each dialect. `@` stands for the next argument as it is, `@*` for all that are left, each made
/// of the call's own type, `@1` to `@9` for an argument by its number.
struct function_text {
    std::string_view sqlite{};
    std::string_view postgres{};
    /// For any other dialect that has no text of its own (`dialect_data::own_functions`). Where it is empty,
    /// and the two above are one and the same text, it is that.
    std::string_view standard{};
};

/// A function's text in a dialect that needs another one.
struct own_function {
    const function_text* of = nullptr;
    std::string_view text{};
};

} // namespace dataflow::rooms::sql
