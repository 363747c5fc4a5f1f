// Part of lint/detail/rules_postgres.hpp: what is made and changed.
#pragma once

#include <dataflow/lint/detail/rules_postgres.hpp>
#include <dataflow/migrate/postgres_types.hpp>

#include <string>
#include <string_view>

namespace dataflow::lint_ {

inline bool postgres_rules::is_volatile(const std::vector<std::string>& calls) const {
    return std::any_of(calls.begin(), calls.end(), [](const std::string& f) {
        return migrate::is_volatile(f.substr(f.rfind('.') + 1) + "()"); // without its schema
    });
}
inline bool postgres_rules::is_checked_domain(std::string_view type) const {
    if (std::find(domains_.begin(), domains_.end(), type) != domains_.end()) return true;
    if (how_.found != nullptr)
        for (const auto& d : how_.found->domains)
            if (d.name == type || d.spelled == type) return d.checks.size() != 0 || !d.nullable;
    return false;
}

inline void postgres_rules::made_table() {
    made_.push_back(now_->table);
    if (now_->existing && found(now_->table) != nullptr) made_.pop_back();
    for (std::size_t i = 0; i < now_->columns.size(); ++i)
        if (std::find(now_->columns.begin(), now_->columns.begin() + static_cast<std::ptrdiff_t>(i),
                      now_->columns[i]) != now_->columns.begin() + static_cast<std::ptrdiff_t>(i))
            tell("DF-F11", "column " + now_->columns[i] + " is there twice", now_->columns[i]);
}

inline void postgres_rules::new_column_of_new_table() {
    const auto& a = *now_;
    const bool narrow = a.type == "integer" || a.type == "smallint" || a.type == "serial" ||
                        a.type == "serial4" || a.type == "smallserial" || a.type == "serial2";
    if (a.key && narrow) tell("DF-H01", at_column() + " is a key of " + a.type, a.name);
    if (a.type.find("serial") != std::string::npos)
        tell("DF-H03", at_column() + " is " + a.type + ", whose sequence has owner and rights of its own",
             a.name);
    if (a.type.starts_with("character(")) tell("DF-H05", at_column() + " is padded with blanks", a.name);
    if (a.refers) took(a.other, lock_mode::share_row_exclusive);
}

inline void postgres_rules::new_column() {
    const auto& a = *now_;
    if (is_new(a.table)) return new_column_of_new_table();
    takes(lock_mode::access_exclusive);
    const auto begin = "column " + at_column() + " ";
    if (a.not_null && !a.has_default && !a.made && !a.generated)
        tell("DF-C07",
             begin + "is NOT NULL and has no default: an error where the table has rows, and INSERTs of "
                     "programs that do not know it fail",
             a.name);
    if (a.made) {
        does(migrate::rewrites);
        tell("DF-B17", begin + "gets a number in every row: the table is written anew", a.name);
    } else if (a.generated) {
        does(migrate::rewrites);
        tell("DF-B18", begin + "is computed for every row: the table is written anew", a.name);
    } else if (a.has_default && is_volatile(a.calls)) {
        does(migrate::rewrites);
        tell("DF-B18", begin + "has a default that is called for every row: the table is written anew",
             a.name);
    } else if (is_checked_domain(a.type)) {
        does(migrate::rewrites);
        tell("DF-B19", begin + "is of a domain with a check: the table is written anew", a.name);
    }
    if (a.has_check) {
        does(migrate::scans);
        tell("DF-B13", begin + "has a check, which every row is read for, even with a constant default",
             a.name);
    }
    if (a.refers) {
        took(a.other, lock_mode::share_row_exclusive);
        if (a.has_default) {
            does(migrate::scans);
            tell("DF-B11", begin + "has a default and a foreign key: it is verified with both tables locked",
                 a.name);
        }
    }
    if (a.unique || a.key) {
        does(migrate::builds_index);
        tell(a.key ? "DF-B07" : "DF-B05", begin + "comes with an index of its own", a.name);
    }
    // A column of the same type that went before: a rename, perhaps.
    for (const auto* other = all_.data(); other != all_.data() + all_.size(); ++other)
        if (other->what == action_kind::drop_column && other->table == a.table)
            if (const auto* was = found(a.table, other->name); was != nullptr && was->type.spelled == a.type)
                tell("DF-D11",
                     "column " + a.table + "." + other->name + " of the same type is dropped: is " + a.name +
                         " its new name?",
                     a.name);
}

inline void postgres_rules::new_type() {
    const auto& a = *now_;
    if (is_new(a.table)) return;
    with_partners(lock_mode::access_exclusive, a.name); // foreign keys over it are made again
    const auto* const t = found(a.table);
    const auto* const c = found(a.table, a.name);
    const auto what = "column " + at_column() + " ";
    if (t != nullptr && c != nullptr) {
        for (const auto& check : t->checks)
            if (check.validated && names(check.expression, a.name)) {
                does(migrate::scans);
                tell("DF-B21", what + "is named in the check " + std::string{check.name}, a.name);
                break;
            }
        for (const auto& view : how_.found->tables)
            if (!catalog::is_a_table(view.kind) && names(view.definition, a.name) &&
                std::any_of(view.uses.begin(), view.uses.end(),
                            [&](std::string_view u) { return found(u) == t; }))
                tell("DF-F07", "view " + std::string{view.name} + " uses " + at_column(), a.name);
        catalog::column_type to;
        to.spelled = a.type;
        const auto way = migrate::way_of_type(c->type, to, a.name, how_.server_version);
        const bool indexed = std::any_of(t->indexes.begin(), t->indexes.end(), [&](const catalog::index& i) {
            return std::any_of(i.parts.begin(), i.parts.end(),
                               [&](const auto& p) { return p.column == a.name; });
        });
        const bool same = c->type.spelled == a.type;
        if ((same || (way.known && !way.rewrites)) && !a.has_using) {
            if (a.collates && indexed) {
                does(migrate::builds_index);
                tell("DF-B23", what + "is indexed", a.name);
            }
            return;
        }
        does(migrate::rewrites);
        tell("DF-B16", what + "changes from " + std::string{c->type.spelled} + " to " + a.type, a.name);
        tell("DF-C09",
             what + "changes from " + std::string{c->type.spelled} + " to " + a.type +
                 ": programs that read binary values or keep prepared statements notice",
             a.name);
        if (way.known && !way.lossless && !a.has_using && !a.casts)
            tell("DF-D09", what + "changes from " + std::string{c->type.spelled} + " to " + a.type, a.name);
        const auto is_text = [](std::string_view type) {
            return type == "text" || type.starts_with("character");
        };
        const auto is_whole = [](std::string_view type) {
            return type == "integer" || type == "bigint" || type == "smallint";
        };
        if (!a.has_using && !a.casts &&
            ((is_text(c->type.spelled) && !is_text(a.type)) ||
             (c->type.spelled == "boolean" && is_whole(a.type)) ||
             (is_whole(c->type.spelled) && a.type == "boolean")))
            tell("DF-F05", std::string{c->type.spelled} + " does not become " + a.type + " by itself",
                 a.name);
        return;
    }
    does(migrate::rewrites);
    tell("DF-B16",
         what + "becomes " + a.type +
             "; what it was is not known: the table is written anew, unless the new type "
             "only takes more",
         a.name);
}

} // namespace dataflow::lint_
