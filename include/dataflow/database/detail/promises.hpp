// Whether a table keeps what its model promises beyond the columns: checks, foreign keys, the order of texts,
// what gives a key its number.
#pragma once

#include <dataflow/catalog/compare.hpp>
#include <dataflow/core/config.hpp>
#include <dataflow/database/described.hpp>
#include <dataflow/database/detail/misfits.hpp>
#include <dataflow/database/open.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace dataflow::database_ {

/// Judges one table. A promise that is not kept is a misfit where the tables are somebody else's, otherwise a
/// warning, as is one that is kept in part.
class promise_judge {
  public:
    promise_judge(dialect d, opening how, const described& m, misfits& wrong,
                  std::vector<open_warning>& warnings) noexcept
        : dialect_(d), how_(how), model_(m), wrong_(wrong), warnings_(warnings) {}

    /// A difference that is about a promise; others are none of its concern.
    void judge(const catalog::difference& d);
    /// When all differences have been judged: what is told once for the table.
    void finish(const catalog::table& wanted, const catalog::table& found);

  private:
    void unkept(const catalog::difference& d, std::string_view column);
    void warn(std::string_view column, std::string message);
    void judge_foreign_key(const catalog::difference& d);
    void judge_check(const catalog::difference& d);
    void judge_names(const catalog::difference& d);

    dialect dialect_;
    opening how_;
    const described& model_;
    misfits& wrong_;
    std::vector<open_warning>& warnings_;
    std::string collated_{}; // columns whose order is not that of the bytes
};

} // namespace dataflow::database_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/database/detail/promises.ipp>
#endif
