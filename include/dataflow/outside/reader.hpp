// Reads filters, orderings and pages from JSON.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/core/json_text.hpp>
#include <dataflow/outside/filter.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/sql/statement.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::outside_ {

/// What a list from outside asks for.
struct request {
    part filter{};
    std::vector<sql::order_term> order{}; ///< as given
    std::optional<std::int64_t> limit{};
    std::int64_t offset = 0;
    std::string after{}; ///< the text of a cursor
    bool total = false;
};

/// Reads one text. What it cannot take is an `invalid_value` that names the place ("filter.$or[1].age.$gt"), the model
/// and the field, and never a value.
class reader {
  public:
    /// `allowed`: the columns that may be asked for; all of them where it is empty.
    reader(const schema::table& t, std::string_view json, std::span<const std::uint16_t> allowed = {});

    [[nodiscard]] part filter();
    [[nodiscard]] request list();

  private:
    template <class Work>
    auto reading(Work work);
    template <class Work>
    auto at(const std::string& step, Work work);
    [[noreturn]] void fail(std::string_view why);
    void need(json_::shape wanted, std::string_view words);
    [[nodiscard]] std::string key(std::string_view given, std::vector<std::string>& seen);
    [[nodiscard]] std::uint16_t column(const std::string& name);

    [[nodiscard]] part object();
    [[nodiscard]] part logical(const std::string& name);
    [[nodiscard]] part field(std::uint16_t column);
    [[nodiscard]] part operators(std::uint16_t column);
    [[nodiscard]] part one_operator(const std::string& name, std::uint16_t column);
    [[nodiscard]] part text_test(test what, std::uint16_t column);
    [[nodiscard]] part list_test(test what, std::uint16_t column);
    [[nodiscard]] part null_test(bool null, std::uint16_t column);
    [[nodiscard]] part leaf(test what, std::uint16_t column);
    void add_value(part& to);
    void add_value(part& to, const type_info& type);
    void add_mapped(part& to, const mapping& map);
    [[nodiscard]] std::int64_t exact(const type_info& type);
    [[nodiscard]] std::int64_t whole(layout memory);

    void order(std::vector<sql::order_term>& to);
    void order_key(std::string_view key, std::vector<sql::order_term>& to);
    void order_object(std::vector<sql::order_term>& to);
    void add_order(std::uint16_t column, bool descending, std::vector<sql::order_term>& to);

    const schema::table& table_;
    std::span<const std::uint16_t> allowed_;
    json_::reader in_;
    std::string place_{};
    std::string field_{}; // the column that is read
    std::size_t parts_ = 0;
    std::size_t entries_ = 0;
    std::size_t levels_ = 0;
};

} // namespace dataflow::outside_

#ifndef DATAFLOW_RUNTIME_APART
#include <dataflow/outside/reader.ipp>
#include <dataflow/outside/reader_list.ipp>
#include <dataflow/outside/reader_values.ipp>
#endif
