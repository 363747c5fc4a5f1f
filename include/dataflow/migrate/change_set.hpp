// A migration that is written by hand: in which order columns come and go, and what becomes of the data in
// between.
#pragma once

#include <dataflow/catalog/models.hpp>
#include <dataflow/core/config.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/migrate/plan.hpp>
#include <dataflow/migrate/row_change.hpp>
#include <dataflow/migrate/rules.hpp>
#include <dataflow/query/field.hpp>
#include <dataflow/sql/dialect.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace dataflow::migrate {

/// One text for each kind of database.
struct sql_for {
    std::string sqlite{};
    std::string postgres{};
};
/// SQL that both understand, or `sql_for{.sqlite = ..., .postgres = ...}`.
class sql_text {
  public:
    sql_text() = default;
    sql_text(const char* both) : texts_{both, both} {}        // NOLINT: meant to convert
    sql_text(const std::string& both) : texts_{both, both} {} // NOLINT
    sql_text(sql_for each) : texts_(std::move(each)) {}       // NOLINT
    [[nodiscard]] const std::string& of(dialect d) const noexcept {
        return sql::data_of(d).catalog == sql::catalog_form::pg_catalog ? texts_.postgres : texts_.sqlite;
    }

  private:
    sql_for texts_{};
};

/// A column, and the expression over its row that it gets.
struct written_column {
    std::string column{};
    sql_text value{};
    std::string table{}; ///< of the column's model; empty: whichever
};
/// The column of a field. The value is SQL: `"0"`, `"'none'"`, `"upper(name)"`.
template <auto Field>
[[nodiscard]] written_column set(sql_text value) {
    return {std::string{query::column<Field>::name}, std::move(value),
            std::string{query::column<Field>::source}};
}
template <auto Field, class Value>
    requires(!std::is_convertible_v<const Value&, sql_text>)
[[nodiscard]] written_column set(const Value&) {
    static_assert(rule::told<rule::a_column_is_set_to_sql_that_is_a_text<Field, Value>>::verdict);
    return {};
}

/// Which of the differences between a database and its models are to be made, in which order, and what
/// happens to the data in between: `df::migrate::change_set::of<User>("split the
/// name").add<&User::first_name>()...`. What is not named is left to a usual migration, which comes after it.
/// A plain description: it changes nothing by itself.
class change_set {
  public:
    /// `name` stands in the titles of the steps. The models: as they are to be.
    template <class... Models>
    [[nodiscard]] static change_set of(std::string name) {
        return change_set{std::move(name), &catalog::describe_models<Models...>};
    }

    /// The column of a field, with the checks over it. Where it may not be NULL and has no default, it may be
    /// until the end, before the first column goes: then a row without a value stops the migration.
    template <auto Field>
    change_set& add() {
        using column = query::column<Field>;
        return add(std::string{column::source}, std::string{column::name});
    }
    /// Writes columns of each row that fulfills a condition (all where it is empty), in batches along the
    /// key. A row is not written twice, also where a run was killed. A table without a key is written in one
    /// go. Throws std::invalid_argument for a column of another model.
    template <class Model>
    change_set& migrate_data(std::vector<written_column> columns, sql_text where = {}) {
        auto& one = work(std::string{schema::table_of<Model>.name});
        require_columns_of(one.table, columns);
        one.columns = std::move(columns);
        one.where = std::move(where);
        return *this;
    }
    /// The same by a function of the program, `To f(const From&)`: two structs whose fields are called as the
    /// columns that it reads and writes. Only a program that has it can go on with a run that was killed.
    template <class Model, class Function>
    change_set& migrate_data(Function function, sql_text where = {}) {
        auto& one = work(std::string{schema::table_of<Model>.name});
        one.function = row_change_of(std::move(function));
        one.where = std::move(where);
        return *this;
    }
    /// A column that the model no longer has. What it held is lost. `back`: the expression over the columns
    /// that stay which undoing fills it with; it is tried as soon as the column is gone. Without one it comes
    /// back without values, and only with `rollback_options::lose_data`.
    template <class Model>
    change_set& drop(std::string column, sql_text back = {}) {
        return drop(std::string{schema::table_of<Model>.name}, std::move(column), std::move(back));
    }

    /// The plan that does what is not done yet. Empty where the columns that come are there and those that go
    /// are gone; without either, where no row fulfills a condition. Throws std::invalid_argument where a
    /// column is neither in the models nor in the database, or a table has no key that batches can go along.
    [[nodiscard]] plan plan_on(driver::connection& on, const plan_options& how = {}) const;
    /// The functions that its steps call.
    [[nodiscard]] std::vector<named_function> functions() const;
    [[nodiscard]] const std::string& name() const noexcept { return name_; }

  private:
    friend class change_set_planner;
    enum class kind : std::uint8_t { add, data, drop };
    struct part {
        kind what{};
        std::string table{};
        std::string column{};
        std::vector<written_column> columns{};
        std::shared_ptr<row_change> function{};
        sql_text where{};
        sql_text back{};
    };
    using models = catalog::live_description (*)(dialect);

    change_set(std::string name, models described) : name_(std::move(name)), models_(described) {}
    change_set& add(std::string table, std::string column);
    change_set& drop(std::string table, std::string column, sql_text back);
    part& work(std::string table);
    static void require_columns_of(const std::string& table, const std::vector<written_column>& columns);
    [[nodiscard]] std::string function_name(std::size_t at) const;

    std::string name_;
    models models_;
    std::vector<part> parts_{};
};

} // namespace dataflow::migrate

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/migrate/change_set.ipp>
#endif
