// The code of driver/unfolded.hpp.
#pragma once

#include <dataflow/driver/unfolded.hpp>
#include <dataflow/sql/fragment.hpp>

namespace dataflow::driver {

namespace detail {

/// Keeps the statement that was made for the run, which the cursor inside it needs until its end.
class unfolded_cursor final : public cursor {
  public:
    unfolded_cursor(connection& on, const sql::statement& what, std::uint64_t variant,
                    const sql::bindings& bound, std::span<const field_access> fields)
        : whole_(what, bound), from_(on.open(whole_.statement, variant, whole_.bound, fields)) {}

    [[nodiscard]] bool next(void* object) override { return from_->next(object); }

  private:
    sql::unfolded whole_;
    std::unique_ptr<cursor> from_;
};

} // namespace detail

DATAFLOW_RUNTIME outcome run_unfolded(connection& on, const sql::statement& what, std::uint64_t variant,
                                      const sql::bindings& bound, row_target* target) {
    const sql::unfolded whole{what, bound};
    return on.run(whole.statement, variant, whole.bound, target);
}

DATAFLOW_RUNTIME std::unique_ptr<cursor> open_unfolded(connection& on, const sql::statement& what,
                                                       std::uint64_t variant, const sql::bindings& bound,
                                                       std::span<const field_access> fields) {
    return std::unique_ptr<cursor>{new detail::unfolded_cursor{on, what, variant, bound, fields}};
}

} // namespace dataflow::driver
