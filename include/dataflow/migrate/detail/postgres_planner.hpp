// The plan of a change of PostgreSQL's: what is done in which order, by the ways in which others go on
// reading and writing.
#pragma once

#include <dataflow/catalog/tokens.hpp>
#include <dataflow/migrate/detail/planner.hpp>
#include <dataflow/migrate/detail/verify_texts.hpp>
#include <dataflow/migrate/postgres_types.hpp>
#include <dataflow/migrate/step.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::migrate::detail {

/// What a step is called: as a whole, and in parts.
struct step_label {
    std::string title{};     ///< `add column users.age`
    std::string operation{}; ///< `add column`
    std::string subject{};   ///< `age`
};

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
    void find_readers_of(const change& c);
    /// A collation that changes with the type of its column, in the statement of that.
    [[nodiscard]] bool goes_along(const change& c) const {
        return c.what == change_kind::change_collation &&
               std::any_of(with_.all.changes.begin(), with_.all.changes.end(), [&](const change& other) {
                   return other.what == change_kind::change_type &&
                          other.about.wanted_column == c.about.wanted_column;
               });
    }

    // postgres_views.ipp
    void find_views();
    void hold(const catalog::table& view);
    void change_behind_views();
    step& add_view_step(const catalog::table& view, std::string_view operation, std::string_view subject);
    [[nodiscard]] std::string former_path(const change& c) const;
    [[nodiscard]] std::string former_column(const change& c) const;
    [[nodiscard]] bool is_behind_views(const change& c) const {
        return std::find(behind_views_.begin(), behind_views_.end(), &c) != behind_views_.end();
    }

    // postgres_columns.ipp
    void rename(const change& c);
    void rename_keys(const catalog::table& wanted);
    void rename_values(const change& c);
    [[nodiscard]] bool writes_values(const change& c) const;
    void add_table_of(const change& c);
    void add_column_of(const change& c);
    void fill(const change& c, const std::string& value, const std::string& where);
    void drop_column_of(const change& c);
    // postgres_dropped.ipp
    void make_again(step& s, const change& c);
    template <class Stands>
    [[nodiscard]] bool is_first_to_go(const change& c, Stands stands_on) const;
    // postgres_columns.ipp
    [[nodiscard]] std::vector<std::string> keep_marks_out(const change& c);
    [[nodiscard]] std::vector<std::string> keep_history_out(const change& c) const;
    void end_histories();
    void change_type_of(const change& c);
    // postgres_expand.ipp
    [[nodiscard]] bool expands(const change& c) const;
    [[nodiscard]] std::string why_not_beside(const change& c) const;
    void expand(const change& c, const type_way& way);
    void change_default_of(const change& c);
    void drop_not_null_of(const change& c);
    void set_not_null(const change& c);
    void require_values(const change& c);
    void change_identity_of(const change& c);
    void widen_numbers_of(const catalog::table& wanted);
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

    // postgres_retyped.ipp
    /// The change of a column's type; null where it keeps it.
    [[nodiscard]] const change* retyping(const catalog::table& wanted, std::string_view column) const;
    /// Whether one of these columns, or one that the expression names, gets another type.
    [[nodiscard]] bool any_retyped(const catalog::table& wanted, constant_list<std::string_view> columns,
                                   std::string_view expression = {}) const;
    /// The rows that are there now, under the names that they have now; `retyped`: under those that are
    /// wanted, with values of the types that are wanted.
    [[nodiscard]] std::string rows_now(const catalog::table& wanted, bool retyped) const;
    /// Whether a column's default goes and comes with its type.
    [[nodiscard]] bool comes_with_type(const change& of_default) const;
    [[nodiscard]] static bool are_comparable(std::string_view a, std::string_view b);
    /// Drops the foreign keys that cannot stand while the types of their columns change.
    void free_foreign_keys();
    [[nodiscard]] bool is_gone(const catalog::foreign_key& k) const {
        return std::find(gone_keys_.begin(), gone_keys_.end(), &k) != gone_keys_.end();
    }

    // postgres_indexes.ipp
    void build_index(const change& c, const catalog::index& i, std::string_view name);
    void add_index_of(const change& c);
    void change_index_of(const change& c);
    void drop_index_of(const change& c);
    void verify_unique(const change& c, constant_list<std::string_view> columns, std::string_view predicate);

    // What they share (postgres_steps.ipp).
    step& add(const change& c, step_label called, std::vector<std::string> sql, lock_mode mode);
    /// A step that is in no transaction.
    step& alone(step& s);
    /// The steps that follow are in another transaction; where everything is in one, nothing happens.
    void next_transaction() {
        if (online_ && !joined_) ++transaction_;
    }
    /// All rows are read, written anew, or sorted into an index.
    step& heavy(step& s, const catalog::table& found, std::uint8_t effects);
    step& cannot_be_undone(step& s, std::string why);
    step& takes_back(step& s, std::vector<std::string> sql);
    /// A query before everything: its rows are in the way. It speaks of what is there now.
    /// `what` it shows: "that users.age is never NULL".
    void verify(const change& c, std::string what, std::string query, bool sorts = false);
    void ask(const change& c, std::string text, std::string answer);

    [[nodiscard]] static std::string path(const catalog::table& t);
    [[nodiscard]] static std::string called(const catalog::table& t);
    [[nodiscard]] std::string called_now(const catalog::table& wanted) const;
    [[nodiscard]] static std::string alter(const catalog::table& t) { return "ALTER TABLE " + path(t) + " "; }
    [[nodiscard]] static bool has_rows(const change& c);
    /// `add column users.age` and what stands behind it.
    [[nodiscard]] static step_label title(std::string_view what, const change& c, std::string_view name,
                                          std::string_view rest = {});
    /// The same about the table as such.
    [[nodiscard]] static step_label title(std::string_view what, const change& c) {
        return {std::string{what} + " " + called(*c.about.wanted_table), std::string{what}, {}};
    }
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
    const catalog::table* last_ = nullptr;                 // the table of the last step
    std::vector<step> first_{};                            // the queries before everything
    std::ptrdiff_t marks_ = 0;                             // how many of them look for deleted records
    std::vector<const catalog::table*> views_{};           // that are made again
    std::vector<const change*> behind_views_{};            // for which they go
    bool joined_ = false;                                  // what is done stays in one transaction
    std::vector<std::pair<change, std::string>> later_{};  // constraints that are validated after it
    std::vector<const catalog::foreign_key*> gone_keys_{}; // dropped by a step that is planned
    std::vector<const catalog::check*> gone_checks_{};
    std::vector<change> tied_again_{}; // foreign keys that are added again
    catalog::arena texts_{};
};

} // namespace dataflow::migrate::detail
