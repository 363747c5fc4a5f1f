// The rows of a statement that has parts known only at run time.
#pragma once

#include <dataflow/driver/connection.hpp>
#include <dataflow/sql/fragment.hpp>

#include <cstdint>
#include <memory>
#include <span>

namespace dataflow::driver {

/// Keeps the statement that was made for the run, which the cursor inside of it needs until its end.
class unfolded_cursor final : public cursor {
  public:
    unfolded_cursor(connection& on, const sql::statement& what, std::uint64_t variant, std::span<const value> parameters,
                    std::span<const field_access> fields)
        : whole_(what, parameters), from_(on.open(whole_.statement, variant, whole_.values, fields)) {}

    [[nodiscard]] bool next(void* object) override { return from_->next(object); }

  private:
    sql::unfolded whole_;
    std::unique_ptr<cursor> from_;
};

} // namespace dataflow::driver
