// The plan of a change of PostgreSQL's: what is done in which order, by the ways in which others go on
// reading and writing.
#pragma once

#include <dataflow/catalog/tokens.hpp>
#include <dataflow/migrate/detail/planner.hpp>
#include <dataflow/migrate/postgres_types.hpp>
#include <dataflow/migrate/step.hpp>

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::migrate::detail {

class postgres_planner {
  public:
    explicit postgres_planner(planning& with)
        : with_(with), out_(with.out), online_(with.how.online), version_(with.out.server_version) {}
    void run();

  private:
    // The parts, in the order in which they are done (plan_postgres.ipp).
    template <class Do>
    void each(std::initializer_list<change_kind> kinds, Do&& what);
    void find_obstacles();

    // postgres_columns.ipp
    void rename(const change& c);
    void rename_values(const change& c);
    [[nodiscard]] bool writes_values(const change& c) const;
    void add_table_of(const change& c);
    void add_column_of(const change& c);
    void fill(const change& c, const std::string& value, const std::string& where);
    void drop_column_of(const change& c);
    void change_type_of(const change& c);
    void change_default_of(const change& c);
    void drop_not_null_of(const change& c);
    void set_not_null(const change& c);
    void require_values(const change& c);
    void change_identity_of(const change& c);
    void change_generation_of(const change& c);

    // postgres_constraints.ipp
    void add_foreign_key_of(const change& c);
    void validate_foreign_key(const change& c);
    void drop_foreign_key_of(const change& c);
    void add_check_of(const change& c);
    void drop_check_of(const change& c);
    void validate(const change& c, std::string_view constraint);
    void change_key_of(const change& c);
    void add_unique_of(const change& c);
    void drop_unique_of(const change& c);

    // postgres_indexes.ipp
    void build_index(const change& c, const catalog::index& i, std::string_view name);
    void add_index_of(const change& c);
    void change_index_of(const change& c);
    void drop_index_of(const change& c);
    void verify_unique(const change& c, constant_list<std::string_view> columns, std::string_view predicate);

    // What they share (postgres_steps.ipp).
    step& add(const change& c, std::string title, std::vector<std::string> sql, lock_mode mode);
    /// A step that is in no transaction.
    step& alone(step& s);
    /// The steps that follow are in another transaction; where everything is in one, nothing happens.
    void next_transaction() {
        if (online_) ++transaction_;
    }
    /// All rows are read, written anew, or sorted into an index.
    step& heavy(step& s, const catalog::table& found, std::uint8_t effects);
    step& cannot_be_undone(step& s, std::string why);
    step& takes_back(step& s, std::vector<std::string> sql);
    /// A query before everything: its rows are in the way. It speaks of what is there now.
    void verify(const change& c, std::string title, std::string query, bool sorts = false);
    void ask(const change& c, std::string text, std::string answer);

    [[nodiscard]] static std::string path(const catalog::table& t);
    [[nodiscard]] static std::string called(const catalog::table& t);
    [[nodiscard]] static std::string alter(const catalog::table& t) { return "ALTER TABLE " + path(t) + " "; }
    [[nodiscard]] static bool has_rows(const change& c);
    [[nodiscard]] static std::string title(std::string_view what, const change& c, std::string_view name);
    /// What a table, a column, or an expression over its columns is called before the renames.
    [[nodiscard]] std::string path_now(const catalog::table& wanted) const;
    [[nodiscard]] std::string name_now(const catalog::table& wanted, std::string_view column) const;
    [[nodiscard]] std::string expression_now(const catalog::table& wanted, std::string_view expression);
    [[nodiscard]] bool is_new(const catalog::table& wanted, std::string_view column) const;
    /// Whether a column of the found table goes, and what stands on it goes with it.
    [[nodiscard]] bool goes(const catalog::table& found, std::string_view column) const;
    [[nodiscard]] std::vector<held_lock> with_partners(const catalog::table& found, std::string_view column,
                                                       lock_mode mode) const;
    [[nodiscard]] const catalog::table* target_of(const catalog::table& from,
                                                  const catalog::foreign_key& f) const;
    [[nodiscard]] std::string index_query(const catalog::table& t, std::string_view index, bool valid) const;

    planning& with_;
    plan& out_;
    bool online_;
    int version_;
    int transaction_ = 0;
    const catalog::table* last_ = nullptr; // the table of the last step
    std::vector<step> first_{};            // the queries before everything
    catalog::arena texts_{};
};

} // namespace dataflow::migrate::detail
