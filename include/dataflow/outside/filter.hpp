// A filter that came from outside as JSON, checked against a model's table.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/core/types.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/query/compare.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/sql/fragment.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace dataflow::outside_ {

inline constexpr std::size_t most_parts = 100;     ///< comparisons of one filter
inline constexpr std::size_t most_entries = 10'000; ///< of all its lists together
inline constexpr std::size_t most_levels = 32;     ///< of `$and`, `$or`, `$nor`, `$not` inside of each other

/// What a part of a filter asks.
enum class test : std::uint8_t {
    all,    ///< every inner part holds; of none: true
    any,    ///< one of the inner parts holds
    negated, ///< the inner part does not hold
    eq, ne, lt, le, gt, ge, between, in,
    like, ilike, starts_with, ends_with, contains, regex,
    is_null, not_null,
};

/// The values that a column is compared with: all of one type.
using operands = std::variant<std::vector<std::int64_t>, std::vector<std::uint8_t>, std::vector<double>, std::vector<std::string>,
                              std::vector<timestamp>, std::vector<date>, std::vector<uuid>>;

struct part {
    test what = test::all;
    std::uint16_t column = 0;
    operands values{};
    std::vector<part> inner{};
    std::array<field_access, 1> element{}; ///< of the values, once the whole filter stands
    rows_view list{};                      ///< the same
    type_info exact{};                     ///< of the values of a decimal column; the same
};

/// A filter as a part of a statement.
class condition final : public sql::fragment {
  public:
    /// `root` has been checked against the table.
    condition(const schema::table& t, part root);

    /// Whether it asks nothing: `{}`.
    [[nodiscard]] bool empty() const noexcept { return root_.what == test::all && root_.inner.empty(); }

    void write(sql::writer& w) const override { write(w, root_); }
    void bind(std::vector<value>& to) const override { bind(to, root_); }

  private:
    void settle(part& p);
    [[nodiscard]] bool unknown(const part& p) const;
    void write(sql::writer& w, const part& p) const;
    void write_text_test(sql::writer& w, const part& p) const;
    void bind(std::vector<value>& to, const part& p) const;
    [[nodiscard]] std::string_view name(const part& p) const noexcept { return table_->columns[p.column].name; }

    const schema::table* table_;
    part root_;
};

} // namespace dataflow::outside_

#ifndef DATAFLOW_RUNTIME_APART
#include <dataflow/outside/filter.ipp>
#endif
