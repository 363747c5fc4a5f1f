// What the rules of both databases share: what the text has done so far, and how a finding is told.
#pragma once

#include <dataflow/catalog/description.hpp>
#include <dataflow/catalog/details.hpp>
#include <dataflow/catalog/tokens.hpp>
#include <dataflow/lint/action.hpp>
#include <dataflow/lint/detail/finding.hpp>
#include <dataflow/lint/report.hpp>
#include <dataflow/migrate/step.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::lint_ {

using migrate::lock_mode;

class rules_base {
  protected:
    rules_base(lint_report& out, const lint_options& how, const std::vector<action>& all)
        : out_(out), how_(how), all_(all) {}

    /// A finding of the action that is looked at.
    inline void tell(std::string_view code, const std::string& why, std::string_view column = {});
    /// The table of a name in the database; null where it is not there, or not known.
    [[nodiscard]] inline const catalog::table* found(std::string_view path) const;
    [[nodiscard]] inline const catalog::column* found(std::string_view path, std::string_view column) const;
    /// Whether the text itself has made the table: nobody uses it yet.
    [[nodiscard]] bool is_new(std::string_view table) const {
        return std::find(made_.begin(), made_.end(), table) != made_.end();
    }
    /// Whether a condition names a column.
    [[nodiscard]] bool names(std::string_view expression, std::string_view column) const {
        return catalog::mentions(expression, column, how_.dialect);
    }

    lint_report& out_;
    const lint_options& how_;
    const std::vector<action>& all_;
    const action* now_ = nullptr;
    std::vector<std::string> made_{}; // tables that the text has made
    bool open_ = false;               // a transaction
};

inline void rules_base::tell(std::string_view code, const std::string& why, std::string_view column) {
    const auto& statement = out_.statements[now_->statement];
    auto one = finding_of(code, why, statement.line);
    one.table = now_->table;
    one.column = column;
    one.statement = now_->statement + 1;
    for (const auto& l : statement.locks) one.lock = std::max(one.lock, l.mode);
    out_.findings.push_back(std::move(one));
}
inline const catalog::table* rules_base::found(std::string_view path) const {
    if (how_.found == nullptr) return nullptr;
    const auto point = path.rfind('.');
    if (point == path.npos) return how_.found->find(path);
    return how_.found->find(path.substr(point + 1), path.substr(0, point));
}
inline const catalog::column* rules_base::found(std::string_view path, std::string_view column) const {
    const auto* t = found(path);
    return t == nullptr ? nullptr : t->find_column(column);
}

} // namespace dataflow::lint_
