// The code of database/detail/column_forms.hpp.
#pragma once

#include <dataflow/catalog/fit.hpp>
#include <dataflow/core/mapped.hpp>
#include <dataflow/database/detail/ask.hpp>
#include <dataflow/database/detail/column_forms.hpp>
#include <dataflow/database/detail/row_shapes.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::database_ {

namespace detail {

inline void write_zone(sql::writer& w, const sql::statement& s) {
    w << "SELECT EXISTS (SELECT FROM pg_timezone_names WHERE name = ";
    w.literal(s.table->columns[s.columns[0]].zone) << ")";
}

/// Whether the server knows the zones of a table's times, each asked once.
class known_zones {
  public:
    known_zones(context& c, const schema::table& t) noexcept : inside_(c), table_(t) {}

    /// That of a column; true of one that has none.
    [[nodiscard]] bool of(std::uint16_t column) {
        const auto zone = table_.columns[column].zone;
        if (zone.empty() || inside_.dialect_data().catalog != sql::catalog_form::pg_catalog) return true;
        for (const auto& one : asked_)
            if (one.first == zone) return one.second;
        const std::uint16_t columns[]{column};
        const bool known = ask<bool>(
            inside_, {.node = "open", .table = &table_, .columns = columns, .own_text = &write_zone});
        return asked_.emplace_back(zone, known).second;
    }

  private:
    context& inside_;
    const schema::table& table_;
    std::vector<std::pair<std::string_view, bool>> asked_{};
};

} // namespace detail

DATAFLOW_RUNTIME std::vector<judged_column>
fit_columns(context& c, const schema::table& t, const catalog::table& wanted, const catalog::table& found,
            const catalog::column* left_out, std::unique_ptr<sql::forms>& forms) {
    using verdict = catalog::column_fit::verdict;
    std::vector<judged_column> out;
    detail::known_zones zones{c, t};
    for (std::size_t i = 0; i < wanted.columns.size(); ++i) {
        const auto& w = wanted.columns[i];
        const auto* const f = found.find_column(w.name);
        if (f == nullptr || f == left_out) continue;
        auto fit = catalog::fit_of(c.dialect(), w, *f);
        if (fit.ask != sql::shape_question::nothing)
            catalog::settle(fit, w, *f, shapes_of(c, t, static_cast<std::uint16_t>(i), fit.ask));
        if (fit.how == verdict::formed && stored_type(*w.type.model).stored == storage::timestamp &&
            !zones.of(static_cast<std::uint16_t>(i))) {
            fit.how = verdict::refused;
            fit.reason = "the server knows no time zone " + std::string{w.zone};
        }
        if (!fit.warning.empty()) out.push_back({&w, f, true, fit.warning});
        if (fit.how == verdict::refused)
            out.push_back({&w, f, false,
                           "column " + std::string{w.name} + " is " +
                               (f->type.spelled.empty() ? "without a type" : std::string{f->type.spelled}) +
                               " and should be " + std::string{w.type.spelled} +
                               (fit.reason.empty() ? "" : " (" + fit.reason + ")")});
        const bool limited = fit.how != verdict::refused && !fit.limit.none();
        if (fit.how != verdict::formed && !limited) continue;
        if (forms == nullptr) forms = std::make_unique<sql::forms>();
        if (limited) forms->limit(t.name, w.name, fit.limit);
        if (fit.how != verdict::formed) continue;
        forms->add(fit.form(t.name, w.name));
    }
    return out;
}

} // namespace dataflow::database_
