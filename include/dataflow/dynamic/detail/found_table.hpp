// A table of a live database, made into what nodes work on: the same description as that of a model's table.
#pragma once

#include <dataflow/catalog/description.hpp>
#include <dataflow/core/access.hpp>
#include <dataflow/core/config.hpp>
#include <dataflow/dynamic/detail/column_kind.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/sql/forms.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::dynamic_ {

/// What could not be taken from a table, in words: "column price: the type money is not supported".
struct gap {
    std::string table{};
    std::string column{}; ///< empty: the table as a whole
    std::string message{};
};

/// A table as nodes need it. It stays where it is: connections know tables by their address.
class found_table {
  public:
    /// `of`, of a database of `d`, must outlive it. What it lacks is added to `gaps`, and how its columns
    /// keep their values to `forms`.
    found_table(dialect d, const catalog::table& of, std::vector<gap>& gaps, sql::forms& forms);
    found_table(const found_table&) = delete;
    found_table& operator=(const found_table&) = delete;

    [[nodiscard]] const schema::table& table() const noexcept { return table_; }
    [[nodiscard]] const catalog::table& description() const noexcept { return *of_; }
    [[nodiscard]] std::span<const field_access> fields() const noexcept { return fields_; }
    [[nodiscard]] std::span<const field_access> key_fields() const noexcept { return key_fields_; }
    /// How values of a column are made and moved.
    [[nodiscard]] const column_kind& kind(std::size_t column) const noexcept { return *kinds_[column]; }
    /// The column's own description.
    [[nodiscard]] const catalog::column& found(std::size_t column) const noexcept { return *found_[column]; }
    [[nodiscard]] std::size_t record_size() const noexcept { return record_size_; }
    /// Whether a column is the whole primary key.
    [[nodiscard]] bool in_single_key(std::size_t column) const noexcept {
        return key_.size() == 1 && key_[0] == column;
    }
    /// Whether records can be written: it is a table.
    [[nodiscard]] bool writable() const noexcept;

    /// The same table without some of its columns in an INSERT: the database fills them. `given`: for each
    /// column, whether it is written.
    [[nodiscard]] const schema::table& with_columns(const std::vector<bool>& given);

  private:
    void add_unique(const catalog::index& i);

    /// The type of an array of decimals of a column's digits.
    struct decimals {
        type_info element{};
        sequence_access access{};
    };
    struct shape {
        std::vector<bool> given{};
        std::vector<schema::column> columns{};
        schema::table table{};
    };

    const catalog::table* of_;
    std::vector<const catalog::column*> found_{};
    std::vector<const column_kind*> kinds_{};
    std::vector<type_info> types_{};
    std::vector<schema::column> columns_{};
    std::vector<field_access> fields_{};
    std::vector<field_access> key_fields_{};
    std::vector<std::uint16_t> key_{};
    std::vector<schema::foreign_key> foreign_keys_{};
    std::vector<schema::index> indexes_{};         ///< the unique ones
    std::vector<std::unique_ptr<shape>> shapes_{}; ///< guarded by the caller
    std::vector<std::unique_ptr<decimals>> decimals_{};
    std::size_t record_size_ = 0;
    std::vector<std::string> names_{}; ///< of tables, with their schemas; addresses are taken
    schema::table table_{};
};

/// Records of a table side by side, as drivers fill and read them.
class record_buffer {
  public:
    explicit record_buffer(const found_table& of) noexcept : of_(&of) {}
    record_buffer(const record_buffer&) = delete;
    record_buffer& operator=(const record_buffer&) = delete;
    ~record_buffer() { shrink(0); }

    /// A record after the others, with empty values.
    void* add();
    void reserve(std::size_t count);
    /// Takes the last one away, and gives where it was.
    const void* drop_last();

    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] void* operator[](std::size_t i) noexcept { return data_.get() + i * of_->record_size(); }
    [[nodiscard]] const void* operator[](std::size_t i) const noexcept {
        return data_.get() + i * of_->record_size();
    }
    /// All of them as rows of a bulk node.
    [[nodiscard]] rows_view rows() const noexcept { return {data_.get(), of_->record_size(), size_, {}}; }

  private:
    void shrink(std::size_t to) noexcept;

    const found_table* of_;
    std::unique_ptr<std::byte[]> data_{};
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

} // namespace dataflow::dynamic_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/dynamic/detail/found_table.ipp>
#endif
