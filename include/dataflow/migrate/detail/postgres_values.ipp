// The planner of PostgreSQL: what gives columns their values: sequences, identities, and other columns.
#pragma once

#include <dataflow/migrate/detail/postgres_retyped.ipp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::migrate::detail {

DATAFLOW_RUNTIME void postgres_planner::change_identity_of(const change& c) {
    using catalog::identity;
    const auto& w = *c.about.wanted_table;
    const auto name = c.about.wanted_column->name;
    const auto column = alter(w) + "ALTER COLUMN " + quoted_name(name) + " ";
    const auto to = c.about.wanted_column->numbered, from = c.about.found_column->numbered;
    const auto kind_text = [](identity i) {
        return i == identity::always ? std::string{"ALWAYS"} : std::string{"BY DEFAULT"};
    };
    const auto made = [&](identity i) { return "ADD GENERATED " + kind_text(i) + " AS IDENTITY"; };
    const auto former = std::string{c.about.found_column->default_text};
    // Numbers go on after those that are there.
    const auto next =
        "greatest(coalesce((SELECT max(" + quoted_name(name) + ") FROM " + path(w) + "), 0), 0) + 1, false)";
    const auto goes_on =
        "SELECT setval(d.objid::regclass, " + next +
        " FROM pg_depend AS d JOIN pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum "
        "= d.refobjsubid WHERE d.classid = 'pg_class'::regclass AND d.refclassid = "
        "'pg_class'::regclass AND d.deptype = 'i' AND d.refobjid = " +
        literal(path(w)) + "::regclass AND a.attname = " + literal(name);
    const auto give = [&] { // the former default, of a sequence
        std::vector<std::string> out{column + "SET DEFAULT " + former};
        const auto open = former.find('('), close = former.rfind(')');
        if (from == identity::sequence && open != former.npos && close != former.npos)
            out.push_back("SELECT setval(" + former.substr(open + 1, close - open - 1) + ", " + next);
        return out;
    };
    std::vector<std::string> sql, back;
    const bool made_before = from == identity::by_default || from == identity::always;
    if (to == identity::none) {
        sql = {column + (from == identity::sequence ? "DROP DEFAULT" : "DROP IDENTITY")};
        if (from == identity::sequence) back = give();
        else back = {column + made(from), goes_on};
    } else if (!made_before) {
        if (!former.empty()) sql.push_back(column + "DROP DEFAULT");
        sql.push_back(column + made(to));
        sql.push_back(goes_on);
        back = {column + "DROP IDENTITY"};
        if (!former.empty())
            for (auto& text : give()) back.push_back(std::move(text));
    } else {
        sql = {column + "SET GENERATED " + kind_text(to)};
        back = {column + "SET GENERATED " + kind_text(from)};
    }
    auto& s =
        takes_back(add(c, title("change what numbers", c, name), sql, lock_mode::access_exclusive), back);
    const auto& f = *c.about.found_table; // the greatest number: an index tells it, else all rows do
    const bool indexed = std::any_of(f.indexes.begin(), f.indexes.end(), [&](const catalog::index& i) {
        return i.valid && i.predicate.empty() && !i.parts.empty() && i.parts[0].column == name;
    });
    if (to != identity::none && !made_before && !indexed && has_rows(c)) heavy(s, f, scans);
}

/// A sequence that gives a column's numbers, and ends before the column's type does: PostgreSQL leaves it as
/// it is where the column gets a wider type, and its next number after the last one is an error.
DATAFLOW_RUNTIME void postgres_planner::widen_numbers_of(const catalog::table& w) {
    const auto width = [](std::string_view type) {
        return type == "smallint" ? 2 : type == "integer" ? 4 : type == "bigint" ? 8 : 0;
    };
    const auto* const f = with_.all.found.find_exactly({w.schema, w.name});
    if (f == nullptr || w.read_only) return;
    for (const auto& column : w.columns) {
        const auto* const from = f->find_column(column.name);
        if (from == nullptr || from->numbered != catalog::identity::sequence) continue;
        if (column.numbered == catalog::identity::none) continue;
        for (const auto& s : with_.found.sequences) { // under the names of before
            auto table = f->name, name = column.name;
            for (const auto& c : with_.all.changes) {
                if (c.about.wanted_table != &w) continue;
                if (c.what == change_kind::rename_table) table = c.former;
                if (c.what == change_kind::rename_column && c.about.wanted_column == &column) name = c.former;
            }
            if (s.table != std::string{f->schema} + "." + std::string{table} || s.column != name) continue;
            if (width(s.type) == 0 || width(s.type) >= width(column.type.spelled)) continue;
            change c;
            c.least = risk::low;
            c.about.wanted_table = &w;
            c.about.found_table = f;
            const auto alters = "ALTER SEQUENCE " + path_text(s.schema, s.name) + " AS ";
            auto& one = add(c, title("widen the numbers of", c, column.name),
                            {alters + std::string{column.type.spelled}}, lock_mode::none);
            takes_back(one, {alters + std::string{s.type}});
        }
    }
}

DATAFLOW_RUNTIME void postgres_planner::change_generation_of(const change& c) {
    using catalog::generation;
    const auto& w = *c.about.wanted_table;
    const auto &to = *c.about.wanted_column, &from = *c.about.found_column;
    const auto column = alter(w) + "ALTER COLUMN " + quoted_name(to.name) + " ";
    if (to.generated == generation::none && from.generated == generation::stored && version_ >= 130000) {
        auto& s = add(c, title("keep the values of", c, to.name), {column + "DROP EXPRESSION"},
                      lock_mode::access_exclusive);
        cannot_be_undone(s, "a column that is there cannot become a computed one");
        find(s, "DF-C09", "column " + called(w) + "." + std::string{to.name} + " is no longer computed",
             to.name);
        return;
    }
    if (to.generated == generation::none || from.generated == generation::none)
        return ask(c, "column " + std::string{to.name} + " is computed in one version and not in the other",
                   "drop the column in one version and add it in the next, or give it another name");
    const auto told = [&](step& s) {
        find(s, to.generated == generation::stored && has_rows(c) ? "DF-B18" : "DF-C09",
             "column " + called(w) + "." + std::string{to.name} + " is computed in another way", to.name);
        if (has_rows(c) && to.generated == generation::stored) heavy(s, *c.about.found_table, rewrites);
    };
    if (version_ >= 170000 && to.generated == from.generated) {
        const auto computes = [&](const catalog::column& of) {
            return column + "SET EXPRESSION AS (" + std::string{of.expression} + ")";
        };
        return told(
            takes_back(add(c, title("compute anew", c, to.name), {computes(to)}, lock_mode::access_exclusive),
                       {computes(from)}));
    }
    // Both are computed: nothing is lost with the old one. What stands on it is made again.
    const auto drop = alter(w) + "DROP COLUMN " + quoted_name(to.name);
    std::vector<std::string> sql{drop, alter(w) + "ADD COLUMN " + column_definition(to)};
    std::vector<std::string> back{drop, alter(w) + "ADD COLUMN " + column_definition(from)};
    const auto again = [&](const std::string& text, const auto* found, auto member) {
        back.push_back(text);
        if (std::none_of(with_.all.changes.begin(), with_.all.changes.end(),
                         [&](const change& other) { return other.about.*member == found; }))
            sql.push_back(text);
    };
    const auto& f = *c.about.found_table;
    for (const auto& i : f.indexes)
        if (i.origin == catalog::index_origin::created &&
            std::any_of(i.parts.begin(), i.parts.end(), [&](const auto& p) { return p.column == to.name; }))
            again(create_index_text(w, i), &i, &catalog::difference::found_index);
    for (const auto& u : f.unique)
        if (std::find(u.columns.begin(), u.columns.end(), to.name) != u.columns.end())
            again(alter(w) + "ADD " + unique_definition(u), &u, &catalog::difference::found_unique);
    for (const auto& k : f.checks)
        if (catalog::mentions(k.expression, to.name, dialect::postgres)) {
            gone_checks_.push_back(&k);
            again(alter(w) + "ADD " + check_definition(k) + (k.validated ? "" : " NOT VALID"), &k,
                  &catalog::difference::found_check);
        }
    told(takes_back(add(c, title("compute anew", c, to.name), sql, lock_mode::access_exclusive), back));
}

} // namespace dataflow::migrate::detail
