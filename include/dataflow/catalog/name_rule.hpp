// When two names are one to a database: SQLite's are in any case, PostgreSQL's are not.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/schema/name_checks.hpp>
#include <dataflow/sql/dialect.hpp>

#include <algorithm>
#include <string_view>

namespace dataflow::catalog {

struct name_rule {
    bool folds = false;

    constexpr explicit name_rule(dialect d) noexcept : folds(sql::data_of(d).names_fold) {}

    [[nodiscard]] constexpr bool operator()(std::string_view a, std::string_view b) const noexcept {
        return folds ? schema::same_name(a, b) : a == b;
    }
    [[nodiscard]] constexpr bool all(constant_list<std::string_view> a,
                                     constant_list<std::string_view> b) const noexcept {
        return std::equal(a.begin(), a.end(), b.begin(), b.end(), *this);
    }
    /// The column of a name; null where the table has none.
    template <class Table>
    [[nodiscard]] constexpr auto find(const Table& t, std::string_view name) const noexcept
        -> decltype(t.columns.data()) {
        for (const auto& c : t.columns)
            if ((*this)(c.name, name)) return &c;
        return nullptr;
    }
};

} // namespace dataflow::catalog
