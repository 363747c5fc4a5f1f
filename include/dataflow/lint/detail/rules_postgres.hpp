// What PostgreSQL's statements do to others: locks, work on rows, and what is wrong with them. The locks are
// those of https://www.postgresql.org/docs/current/explicit-locking.html and of `ALTER TABLE`'s page,
// measured on PostgreSQL 15.
#pragma once

#include <dataflow/lint/detail/rules_base.hpp>

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::lint_ {

class postgres_rules : rules_base {
  public:
    postgres_rules(lint_report& out, const lint_options& how, const std::vector<action>& all)
        : rules_base(out, how, all) {}
    /// Looks at all actions; `text` gives the text of a statement.
    void run();

  private:
    void look();
    void begin_statement();
    void end_statement();
    void took(std::string_view table, lock_mode mode);
    void takes(lock_mode mode) { took(now_->table, mode); }
    void does(std::uint8_t effects);
    void with_partners(lock_mode mode, std::string_view column = {});

    void made_table();
    void new_column();
    void new_column_of_new_table();
    void new_index();
    void new_constraint();
    void new_foreign_key();
    void new_type();
    void not_null();
    void gone();
    void gone_column();
    void gone_constraint();
    void renamed();
    void partition();
    void rows();
    void others();
    void alone(bool concurrently);
    void referring(lock_mode mode);
    void users_of_type(lock_mode mode);
    [[nodiscard]] const catalog::table* table_with_index(std::string_view path) const;
    [[nodiscard]] static std::string path_of(const catalog::table& t) {
        return (t.in_view ? std::string{} : std::string{t.schema} + ".") + std::string{t.name};
    }
    [[nodiscard]] bool is_volatile(const std::vector<std::string>& calls) const;
    [[nodiscard]] bool is_checked_domain(std::string_view type) const;
    [[nodiscard]] bool proved_not_null(std::string_view table, std::string_view column) const;
    [[nodiscard]] std::string at_column() const { return now_->table + "." + now_->name; }

    struct proof { // a check that says that a column is not null
        std::string table{}, name{}, column{};
        bool validated = false;
    };
    std::vector<proof> proofs_{};
    std::vector<std::string> domains_{}; // made here, with a check
    std::vector<const action*> indexes_{};
    std::vector<std::pair<std::string, std::size_t>> values_{}; // of enumerations, added in this transaction
    std::size_t statement_ = static_cast<std::size_t>(-1);
    std::string exclusive_{};     // the table of which this transaction has an ACCESS EXCLUSIVE lock since a
                                  // former statement
    std::string exclusive_now_{}; // the same, since this statement
    bool limited_ = false;        // lock_timeout is set
    bool told_limit_ = false, told_held_ = false, told_alone_ = false;
};

} // namespace dataflow::lint_
