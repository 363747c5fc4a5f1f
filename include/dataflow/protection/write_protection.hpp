// Rules that keep a program from writing, checked before each statement.
#pragma once

#include <dataflow/core/callback.hpp>
#include <dataflow/core/config.hpp>
#include <dataflow/core/types.hpp>
#include <dataflow/driver/watch.hpp>
#include <dataflow/protection/rule.hpp>

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow {

/// A write that has broken a rule. Holds no value of a field.
struct protection_violation {
    std::string rule{};
    std::string reason{}; ///< of the rule
    protection_level level{};
    protection_mode mode{};
    bool refused = false; ///< by this rule, or by a stricter one
    std::string node{};   ///< "update"; "sql" of a statement written by hand
    std::string model{}, table{}, field{};
    write_kind what{};
    std::string actor{}, request{}; ///< of the session
    timestamp at{};
};

/// How the rules of a write protection stand.
struct protection_report {
    struct of_rule {
        std::string name{};
        protection_level level{};
        protection_mode mode{};
        bool enabled = true;
        bool holds_now = true;   ///< enabled, not `off`, and within its hours
        std::int64_t broken = 0; ///< how often, since it was added
    };
    std::vector<of_rule> rules{};
    std::vector<protection_violation> audited{}; ///< of rules of the mode `audit`, the newest 1,000
    std::int64_t dropped = 0;                    ///< how many older ones were
};

/// Rules that keep what uses a database from writing: `db.protect(rules)` from then on, or
/// `db.run(node, df::protected_by(rules))` for one run. Each statement is checked before it is sent: of
/// nodes, workflows, transactions and bulk work by what it is, one written by hand by what the database finds
/// that it does, a migration as a whole. Copies share their rules. Safe from several threads.
class write_protection {
  public:
    /// Throws `invalid_value` for a rule without a name, and for two of one name.
    write_protection(std::initializer_list<protection_rule> rules = {});

    void add(protection_rule rule);
    /// Throws `invalid_value` where there is no rule of this name.
    void enable(std::string_view name) { set(name, true); }
    void disable(std::string_view name) { set(name, false); }
    /// All of them.
    void enable();
    void disable();
    /// Called for each rule that a write breaks, before that is refused, on the thread that writes. Must not
    /// use the database. What it throws is dropped.
    void on_violation(callback<void(const protection_violation&)> listener);

    [[nodiscard]] protection_report report() const;

    /// What asks these rules, for a connection.
    [[nodiscard]] std::unique_ptr<driver::statement_watch> watch() const;

    class state;

  private:
    void set(std::string_view name, bool enabled);

    std::shared_ptr<state> state_;
};

} // namespace dataflow

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/protection/write_protection.ipp>
#endif
