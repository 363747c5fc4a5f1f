// What a description holds besides the tables' shape, where it was read with the details: for tools.
#pragma once

#include <dataflow/catalog/description.hpp>
#include <dataflow/core/constant_list.hpp>

#include <cstdint>
#include <string_view>

namespace dataflow::catalog {

/// What rows a user may see or write. PostgreSQL.
struct policy {
    std::string_view name{};
    std::string_view command{}; ///< `SELECT`, `INSERT`, `UPDATE`, `DELETE`, `ALL`
    bool permissive = true;     ///< else it restricts what others permit
    constant_list<std::string_view> roles{};
    std::string_view visible{}; ///< the condition of rows that are read (USING)
    std::string_view written{}; ///< the condition of rows that are written (WITH CHECK)
};

/// A type that lists its values. PostgreSQL.
struct enumeration {
    std::string_view schema{};
    std::string_view name{};
    std::string_view spelled{}; ///< as the types of columns are spelled
    constant_list<std::string_view> values{};
    std::string_view comment{};
};

/// A type made of another one. PostgreSQL.
struct domain {
    std::string_view schema{};
    std::string_view name{};
    std::string_view spelled{}; ///< as the types of columns are spelled
    column_type base{};         ///< the type that it is made of at last
    bool nullable = true;
    std::string_view default_text{};
    constant_list<check> checks{};
    std::string_view comment{};
};

/// PostgreSQL.
struct sequence {
    std::string_view schema{};
    std::string_view name{};
    std::string_view type{};
    std::int64_t start = 1;
    std::int64_t increment = 1;
    std::int64_t least = 1;
    std::int64_t greatest = 0;
    bool cycles = false;
    std::string_view table{};  ///< whose column it belongs to; empty: nobody's
    std::string_view column{}; ///< of that table
};

/// A function or a procedure. PostgreSQL.
struct function {
    std::string_view schema{};
    std::string_view name{};
    std::string_view arguments{};
    std::string_view result{};
    std::string_view language{};
    std::string_view body{};
};

} // namespace dataflow::catalog
