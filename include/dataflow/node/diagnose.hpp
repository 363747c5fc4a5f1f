// SQLite says that a foreign key failed, not which. These find its name by looking.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/core/constant_list.hpp>
#include <dataflow/core/error.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/schema/names.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/sql/bindings.hpp>
#include <dataflow/sql/statement.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace dataflow::node_ {

namespace detail {
/// The columns of a foreign key, and their values of one record.
class key_columns {
  public:
    explicit key_columns(const schema::foreign_key& f) noexcept : size_(f.size()) {
        for (std::size_t i = 0; i < size_; ++i) columns_[i] = f.column_at(i);
    }
    /// Takes the values that `of(column)` gives; false where one is NULL, for then it refers to nothing.
    template <class Of>
    [[nodiscard]] bool load_all(Of&& of) {
        for (std::size_t i = 0; i < size_; ++i)
            if ((values_[i] = of(columns_[i])).is_null()) return false;
        return true;
    }
    [[nodiscard]] constant_list<std::uint16_t> list() const noexcept { return {columns_, size_}; }
    [[nodiscard]] std::span<const value> values() const noexcept { return {values_, size_}; }

  private:
    std::size_t size_;
    std::uint16_t columns_[schema::index_capacity]{};
    value values_[schema::index_capacity]{};
};
/// Their names, joined by commas.
[[nodiscard]] std::string names_of(const schema::table& t, const schema::foreign_key& f);

/// SQL that asks whether the parent exists to which the foreign key over just the statement's columns refers.
void write_parent_exists(sql::writer& w, const sql::statement& s);
/// The answer of a statement that gives one truth value.
[[nodiscard]] bool yes(context& c, const sql::statement& s, std::span<const value> parameters);
} // namespace detail

/// Names the foreign key of a record whose parent does not exist.
void name_missing_parent(context& c, const schema::table& t, std::span<const field_access> fields,
                         const void* record, error_info& info);

/// Names the foreign key by which other records still refer to those that should be deleted, where only
/// one table can be meant; else all that can.
void name_children(context& c, const schema::table& t, error_info& info);

/// Runs a statement that changes its `columns`; on SQLite a broken foreign key gets its name where only one
/// can be meant, else all that can.
driver::outcome run_naming_foreign_keys(context& c, const sql::statement& s, std::uint64_t variant,
                                        const sql::bindings& bound, driver::row_target* target);
/// Throws such an error with the name; comes back where nothing is to be added.
void name_changed_foreign_keys(context& c, const sql::statement& s, const foreign_key_violation& e);

} // namespace dataflow::node_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/node/diagnose.ipp>
#endif
