// The statements on a found table that connections keep prepared, by what makes their texts differ.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/sql/statement.hpp>

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace dataflow::dynamic_ {

/// Gives each shape of a statement an id, under which the connections of one database keep it. May be used
/// from several threads.
class kept_shapes {
  public:
    /// How many shapes of a table are kept: what comes after these is prepared for each run.
    static constexpr std::size_t most = 256;

    kept_shapes() = default;
    kept_shapes(const kept_shapes&) = delete;
    kept_shapes& operator=(const kept_shapes&) = delete;
    ~kept_shapes();

    /// Statements of one shape have the same texts. Null where no more are kept.
    [[nodiscard]] sql::statement_id* of(std::string_view shape);

  private:
    std::mutex guard_;
    std::map<std::string, std::unique_ptr<sql::statement_id>, std::less<>> known_;
};

} // namespace dataflow::dynamic_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/dynamic/detail/kept_shapes.ipp>
#endif
