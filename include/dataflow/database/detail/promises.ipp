// The code of database/detail/promises.hpp.
#pragma once

#include <dataflow/core/mapped.hpp>
#include <dataflow/database/detail/enum_checks.hpp>
#include <dataflow/database/detail/mends.hpp>
#include <dataflow/database/detail/promises.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::database_ {

DATAFLOW_RUNTIME void promise_judge::warn(std::string_view column, std::string message) {
    const auto& t = *model_.table;
    warnings_.push_back({std::string{t.model}, std::string{t.name}, std::string{column}, std::move(message)});
}
DATAFLOW_RUNTIME void promise_judge::unkept(const catalog::difference& d, std::string_view column) {
    if (how_ == opening::respects)
        wrong_.add_shape(*model_.table, catalog::to_string(d), mends_of(dialect_, model_, d));
    else warn(column, catalog::to_string(d));
}

DATAFLOW_RUNTIME void promise_judge::judge(const catalog::difference& d) {
    using kind = catalog::difference_kind;
    using catalog::identity;
    switch (d.what) {
    case kind::foreign_key_missing:
    case kind::foreign_key_differs: return judge_foreign_key(d);
    case kind::check_missing:
    case kind::check_differs: return judge_check(d);
    case kind::collation_differs:
        if (!d.found_column->folds)
            collated_ += (collated_.empty() ? "" : ", ") + std::string{d.found_column->name};
        return;
    case kind::identity_differs:
        if (d.found_column->numbered == identity::rowid &&
            d.wanted_column->numbered == identity::autoincrement)
            warn(d.wanted_column->name, "has no AUTOINCREMENT: the key of the last record may be given again "
                                        "after it was deleted");
        if (d.found_column->numbered == identity::always && !d.wanted_column->computed)
            warn(d.wanted_column->name, "is GENERATED ALWAYS AS IDENTITY: a create that gives its value is "
                                        "refused by the database");
        return;
    default: return;
    }
}

DATAFLOW_RUNTIME void promise_judge::judge_foreign_key(const catalog::difference& d) {
    const auto& w = *d.wanted_key;
    const auto* const f = d.found_key;
    std::string column; // all, but for the tenant's
    const auto& of =
        model_.table->foreign_keys[static_cast<std::size_t>(&w - d.wanted_table->foreign_keys.data())];
    for (std::size_t i = 0; i < of.size(); ++i)
        column += (i == 0 ? "" : ", ") + std::string{model_.table->columns[of.column_at(i)].name};
    const auto refuses = [](catalog::action a) {
        return a == catalog::action::restrict ? catalog::action::none : a;
    };
    const catalog::name_rule same{dialect_};
    const auto& there = d.found_table->columns;
    for (const auto name : w.columns) // a column that is missing is told already
        if (std::none_of(there.begin(), there.end(), [&](const auto& c) { return same(c.name, name); }))
            return;
    if (f == nullptr || !same(w.target, f->target) || refuses(w.on_delete) != refuses(f->on_delete) ||
        !std::equal(w.columns.begin(), w.columns.end(), f->columns.begin(), f->columns.end(), same) ||
        !std::equal(w.target_columns.begin(), w.target_columns.end(), f->target_columns.begin(),
                    f->target_columns.end(), same))
        return unkept(d, column);
    if (f->deferred)
        warn(column, "its foreign key is checked only at the commit (DEFERRABLE INITIALLY DEFERRED)");
    if (!f->validated)
        warn(column, "its foreign key was never checked for the rows that were there before it (NOT VALID)");
}

DATAFLOW_RUNTIME void promise_judge::judge_check(const catalog::difference& d) {
    const auto& w = *d.wanted_check;
    if (w.enumeration >= 0) return judge_names(d);
    const auto& all = d.wanted_table->checks;
    // The library's own checks of a column's range come first. What they keep out is refused when it is read.
    if (static_cast<std::size_t>(&w - all.data()) < all.size() - model_.table->checks.size()) return;
    for (const auto& f : d.found_table->checks) {
        if (!catalog::same_meaning(dialect_, w.expression, f.expression)) continue;
        if (!f.validated)
            warn({}, "the check " + std::string{f.name} +
                         " was never made for the rows that were there before it (NOT VALID)");
        return;
    }
    unkept(d, {});
}

DATAFLOW_RUNTIME void promise_judge::judge_names(const catalog::difference& d) {
    const auto& c = model_.table->columns[static_cast<std::size_t>(d.wanted_check->enumeration)];
    const auto* const there = d.found_table->find_column(c.name);
    if (there == nullptr || !there->type.understood || there->type.stored != storage::text) return;
    const auto& known = stored_type(*c.type).enumerators;
    for (const auto& f : d.found_table->checks) {
        const auto names = detail::names_in(dialect_, f.expression, c.name);
        if (names.empty()) continue;
        std::string missing, more;
        for (const auto& e : known)
            if (std::find(names.begin(), names.end(), e.name) == names.end())
                missing += (missing.empty() ? "" : ", ") + std::string{e.name};
        for (const auto& name : names)
            if (std::none_of(known.begin(), known.end(), [&](const auto& e) { return e.name == name; }))
                more += (more.empty() ? "" : ", ") + name;
        if (!missing.empty()) {
            auto says = "the check of column " + std::string{c.name} + " does not allow " + missing;
            if (how_ == opening::respects)
                wrong_.add_shape(*model_.table, std::move(says), mends_of_names(model_, c));
            else warn(c.name, std::move(says));
        }
        if (!more.empty())
            warn(c.name,
                 "may hold names that its enumeration does not have, and such a row cannot be read: " + more);
        return;
    }
    warn(c.name,
         "has no check that keeps out what is not a name of its enumeration: such a row cannot be read");
}

DATAFLOW_RUNTIME void promise_judge::finish(const catalog::table& wanted, const catalog::table& found) {
    if (!collated_.empty())
        warn({}, "<, >, and order_by follow the database's collation, not the bytes, in " + collated_);
    for (const auto& w : wanted.indexes) {
        if (!w.unique) continue;
        bool kept = false, at_once = false;
        for (const auto& f : found.indexes) {
            if (!catalog::keeps_unique(found, f, w, dialect_)) continue;
            kept = true;
            at_once = at_once || std::none_of(found.unique.begin(), found.unique.end(), [&](const auto& u) {
                          return u.deferrable && u.name == f.name;
                      });
        }
        if (!kept || at_once) continue;
        std::string columns;
        for (const auto& p : w.parts) columns += (columns.empty() ? "" : ", ") + std::string{p.column};
        warn(w.parts.size() == 1 ? w.parts[0].column : std::string_view{},
             "the unique constraint over " + columns +
                 " is deferrable: an upsert cannot meet it, and equal records may be there until the commit");
    }
}

} // namespace dataflow::database_
