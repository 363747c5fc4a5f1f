// The steps of a plan for SQLite, each with what is known of it.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/migrate/detail/sqlite_alter.hpp>
#include <dataflow/migrate/detail/sqlite_dependents.hpp>
#include <dataflow/migrate/detail/sqlite_rebuild.hpp>
#include <dataflow/migrate/detail/sqlite_table.hpp>
#include <dataflow/migrate/plan.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace dataflow::migrate::detail {

class sqlite_steps {
  public:
    explicit sqlite_steps(plan& out) : out_(out) {}

    bool rebuilds = false; ///< a table is made anew: foreign keys are not enforced meanwhile

    void verify(const sqlite_table& t, std::string what, std::string query);
    void verify_all(std::string what, std::vector<std::string> queries);
    void take_away_dependents(const sqlite_dependents& d);
    void make_dependents(const sqlite_dependents& d);
    void drop_words(const sqlite_table& t);
    void rebuild(const sqlite_table& t, const sqlite_rebuild& how);
    void alter(const sqlite_table& t, sqlite_alteration one);
    void prove(const sqlite_table& t, std::vector<std::string> statements);
    void add_table(const catalog::table& t, std::vector<std::string> sql);
    void rename_column(const sqlite_table& t, const catalog::renamed_column& n);
    void rename_table(const sqlite_table& t, const change& c);
    void drop_index(const sqlite_table& t, const catalog::index& i);
    void drop_trigger(const catalog::table& t, const catalog::trigger& g);
    void end_history(const catalog::difference& of);
    void add_index(const sqlite_table& t, const change& c);
    void count_again(const sqlite_table& t);

  private:
    /// `title`: empty: the operation, the table, and the subject.
    step& add(step_kind kind, std::string_view operation, std::string_view table, std::string subject,
              std::string title = {});

    plan& out_;
};

} // namespace dataflow::migrate::detail

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/migrate/detail/sqlite_steps.ipp>
#endif
