// The code of database/detail/column_forms.hpp.
#pragma once

#include <dataflow/catalog/fit.hpp>
#include <dataflow/database/detail/column_forms.hpp>
#include <dataflow/database/detail/row_shapes.hpp>

#include <cstdint>
#include <memory>
#include <string>

namespace dataflow::database_ {

DATAFLOW_RUNTIME std::vector<judged_column>
fit_columns(context& c, const schema::table& t, const catalog::table& wanted, const catalog::table& found,
            const catalog::column* left_out, std::unique_ptr<sql::forms>& forms) {
    using verdict = catalog::column_fit::verdict;
    std::vector<judged_column> out;
    for (std::size_t i = 0; i < wanted.columns.size(); ++i) {
        const auto& w = wanted.columns[i];
        const auto* const f = found.find_column(w.name);
        if (f == nullptr || f == left_out) continue;
        auto fit = catalog::fit_of(c.dialect(), w, *f);
        if (fit.ask != sql::shape_question::nothing)
            catalog::settle(fit, w, *f, shapes_of(c, t, static_cast<std::uint16_t>(i), fit.ask));
        if (!fit.warning.empty()) out.push_back({&w, f, true, fit.warning});
        if (fit.how == verdict::refused)
            out.push_back({&w, f, false,
                           "column " + std::string{w.name} + " is " +
                               (f->type.spelled.empty() ? "without a type" : std::string{f->type.spelled}) +
                               " and should be " + std::string{w.type.spelled} +
                               (fit.reason.empty() ? "" : " (" + fit.reason + ")")});
        if (fit.how != verdict::formed) continue;
        if (forms == nullptr) forms = std::make_unique<sql::forms>();
        forms->add(fit.form(t.name, w.name));
    }
    return out;
}

} // namespace dataflow::database_
