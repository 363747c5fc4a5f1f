// Reads what a description has with the details.
#pragma once

#include <dataflow/catalog/arena.hpp>
#include <dataflow/catalog/detail/found_row.hpp>
#include <dataflow/catalog/details.hpp>

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::catalog::detail {

/// Adds the details to tables that were read, a schema after the other or all at once.
class detail_reader {
  public:
    detail_reader(live_description& to, const runner& via, std::string_view node)
        : to_(to), via_(via), node_(node) {}

    /// Asks for the details of tables that were read with the same names and choice.
    void add(std::span<table> tables, std::span<const std::string> names, which_tables which,
             std::string_view schema);
    /// Puts what belongs to no table into the description, when all tables are there.
    void keep(std::vector<table>& tables);

  private:
    [[nodiscard]] std::string_view kept(std::string_view text) {
        return text.empty() ? std::string_view{} : to_.keeps.text(text);
    }
    void take_table(table& of, std::span<const found_row> rows);
    void take_policies(table& of, std::span<const found_row> rows);
    void take_other(std::span<const found_row> rows);
    void take_sequence(const found_row& row);
    void count(std::span<table> tables, std::string_view schema);
    void read_columns(table& of, std::string_view schema);
    void look_at_values(table& of);
    void find_functions(std::vector<table>& tables);

    live_description& to_;
    const runner& via_;
    std::string_view node_;
    std::vector<enumeration> enumerations_{};
    std::vector<domain> domains_{};
    std::map<std::pair<std::string_view, std::string_view>, std::size_t> domain_places_{}; ///< by their names
    std::vector<sequence> sequences_{};
    std::vector<function> functions_{};
    std::vector<std::string_view> path_{};
    std::vector<std::string_view> closed_{};
};

} // namespace dataflow::catalog::detail
