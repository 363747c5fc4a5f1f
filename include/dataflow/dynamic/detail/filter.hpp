// A filter that came from outside as JSON, checked against a model's table.
#pragma once

#include <dataflow/core/access.hpp>
#include <dataflow/core/config.hpp>
#include <dataflow/core/types.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/sql/fragment.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace dataflow::dynamic_ {

inline constexpr std::size_t most_parts = 100;      ///< comparisons of one filter
inline constexpr std::size_t most_entries = 10'000; ///< of all its lists together
inline constexpr std::string_view no_json_comparison = "JSON is compared by its parts: \"field.part\"";
inline constexpr std::string_view no_comparison = "a field of this type cannot be compared with JSON";
inline constexpr std::size_t most_levels = 32; ///< of `$and`, `$or`, `$nor`, `$not` inside each other

/// What a part of a filter asks.
enum class test : std::uint8_t {
    all,     ///< every inner part holds; of none: true
    any,     ///< one of the inner parts holds
    negated, ///< the inner part does not hold
    eq,
    ne,
    lt,
    le,
    gt,
    ge,
    between,
    in,
    like,
    ilike,
    starts_with,
    ends_with,
    contains,
    regex,
    is_null,
    not_null,
    exists,  ///< a place inside JSON: there is a value, and it is not null
    has,     ///< the array holds the value
    has_any, ///< the array holds one of the values
};

/// The bytes of a value of a listed type (core/types/detail/list.hpp).
struct listed_value {
    alignas(std::max_align_t) std::byte held[32]{};
};

/// The values that a column is compared with: all of one type.
using operands = std::variant<std::vector<std::int64_t>, std::vector<std::uint8_t>, std::vector<double>,
                              std::vector<std::string>, std::vector<timestamp>, std::vector<date>,
                              std::vector<uuid>, std::vector<bytes>, std::vector<listed_value>>;

/// A step of a path into JSON. Names of the program's stand in the statement, keys from outside are bound.
struct json_step {
    enum class kind : std::uint8_t { member, key, item };
    kind what = kind::member;
    std::string name{};
    std::int64_t index = 0;
};

/// What a test looks at: a column, how many elements the array in it has, or a place inside its JSON.
struct subject {
    std::uint16_t column = 0;
    bool size = false;
    bool any = false; ///< JSON of any shape: it is compared as what it is compared with
    const type_info* type =
        nullptr; ///< of the values that it is compared with, as stored; null where there are none
    std::vector<json_step> path{};
    std::string label{}; ///< of a path, for messages

    [[nodiscard]] bool inside() const noexcept { return !path.empty(); }
};

/// A list as an array that equals a column: pointers to the values, null for NULL.
struct array_operand {
    std::vector<const void*> cells{};
    type_info cell{};
    sequence_access access{};
    type_info whole{};
};

struct part {
    test what = test::all;
    subject of{};
    operands values{};
    std::vector<part> inner{};
    std::vector<bool> given{};              ///< of an array: which elements are not NULL
    std::array<field_access, 1> element{};  ///< of the values, once the whole filter stands
    rows_view list{};                       ///< the same
    type_info exact{};                      ///< of the values of a decimal column; the same
    std::unique_ptr<array_operand> array{}; ///< what `eq` and `ne` compare an array with; the same
    std::uint16_t keys_at =
        0; ///< the number of the first key of the path among the filter's values; the same
    std::uint16_t values_at = 0; ///< that of the first value that it is compared with
};

/// Writes the condition that the node has brought for this place.
constexpr void write_fragment(sql::writer& w, sql::place at) {
    if (const auto* f = w.fragment_at(at)) f->part->write(w, f->first);
    else w << "TRUE"; // the compiler looks at the rest of the text
}

/// A filter as a part of a statement.
class condition final : public sql::fragment {
  public:
    /// `root` has been checked against the table.
    condition(const schema::table& t, part root);

    /// Whether it asks nothing: `{}`.
    [[nodiscard]] bool empty() const noexcept { return root_.what == test::all && root_.inner.empty(); }

    void write(sql::writer& w, sql::place first) const override { write(w, root_, first); }
    void bind(std::vector<value>& to) const override { bind(to, root_); }

  private:
    void settle(part& p, std::uint16_t& values);
    void settle_values(part& p);
    [[nodiscard]] bool unknown(const part& p) const;
    [[nodiscard]] bool nullable(const part& p) const {
        return p.of.inside() || table_->columns[p.of.column].nullable();
    }
    void write(sql::writer& w, const part& p, sql::place first) const {
        const bool compares = p.what >= test::eq && p.what <= test::in && !p.of.size && !p.of.inside();
        const auto* form = compares ? w.form_in(table_->name, table_->columns[p.of.column].name) : nullptr;
        const bool by_order = p.what >= test::lt && p.what <= test::between;
        sql::outlined around{w};
        if (form != nullptr) write_outline(around, form, by_order, p, first);
        const sql::facing as_kept{w, form, by_order};
        write_part(w, p, first);
    }
    void write_outline(sql::outlined& to, const sql::column_form* form, bool by_order, const part& p,
                       sql::place first) const {
        using ends = sql::outline_ends;
        const auto column = table_->columns[p.of.column].name;
        const auto value = first.after(p.values_at);
        const auto which = p.what == test::eq || p.what == test::between ? ends::both
                           : p.what == test::lt || p.what == test::le    ? ends::high
                           : p.what == test::gt || p.what == test::ge    ? ends::low
                                                                         : ends::none;
        if (p.what == test::in) to.begin_in(form, column, table_->name, p.element[0].type->stored, value);
        else
            to.begin(form, by_order, which, column, table_->name, value,
                     p.what == test::between ? value.after(1) : value);
    }
    void write_part(sql::writer& w, const part& p, sql::place first) const;
    void write_subject(sql::writer& w, const part& p, sql::place first) const;
    void write_column(sql::writer& w, const part& p) const {
        w.column(table_->columns[p.of.column].name, table_->name);
    }
    void bind(std::vector<value>& to, const part& p) const;
    [[nodiscard]] std::string_view name(const part& p) const noexcept {
        return p.of.inside() ? std::string_view{p.of.label} : table_->columns[p.of.column].field;
    }

    const schema::table* table_;
    part root_;
};

} // namespace dataflow::dynamic_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/dynamic/detail/filter.ipp>
#endif
