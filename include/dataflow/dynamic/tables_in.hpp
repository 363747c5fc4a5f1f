// The tables of a database in a run that somebody else has begun: for commands, and between typed nodes.
#pragma once

#include <dataflow/catalog/read.hpp>
#include <dataflow/core/config.hpp>
#include <dataflow/database/core.hpp>
#include <dataflow/dynamic/detail/operation.hpp>
#include <dataflow/json/value.hpp>
#include <dataflow/node/context.hpp>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::dynamic_ {

/// Nodes on the tables of a database by their names, as those of `dynamic_database`. The tables are described
/// when it is made, and kept until the database is closed. Meanwhile the connection of the run reads and
/// writes columns as these tables have them.
class tables_in {
  public:
    tables_in(database_::core& of, context& inside);
    tables_in(const tables_in&) = delete;
    tables_in& operator=(const tables_in&) = delete;
    ~tables_in();

    [[nodiscard]] const catalog::database_description& description() const noexcept { return state_->found; }
    /// The description of a table that has nodes; null where there is none of this name.
    [[nodiscard]] const catalog::table* find(std::string_view table) const noexcept;
    /// Runs a node of a table that there is.
    json_value run(operation what, std::string_view table, const json_value& input);

  private:
    struct state {
        catalog::live_description found{};
        sql::forms forms{};
        std::map<std::string, std::unique_ptr<node_table>, std::less<>> tables{};
    };
    context* inside_;
    std::shared_ptr<state> state_;
    const sql::forms* before_;
};

} // namespace dataflow::dynamic_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/dynamic/tables_in.ipp>
#endif
