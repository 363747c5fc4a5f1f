// The code of catalog/table_definition.hpp: how a definition is read, and how names in it are found.
#pragma once

#include <dataflow/catalog/table_definition.hpp>
#include <dataflow/catalog/tokens.hpp>

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::catalog {

namespace detail {

/// Reads a CREATE TABLE that SQLite has taken: so it is well formed.
class definition_reader {
  public:
    explicit definition_reader(std::string_view sql) : in_(sql, dialect::sqlite) {}

    [[nodiscard]] table_definition read() {
        while (!in_.at_end() && !in_.now().is("(")) {
            if (in_.now().is("as") || in_.now().is("using"))
                return std::move(out_); // of a query; a virtual table
            next();
        }
        next();
        while (!in_.at_end() && !in_.now().is(")")) {
            if (starts_constraint()) clauses({}, out_.constraints);
            else column();
            take(",");
        }
        next();
        while (!in_.at_end()) {
            if (take("strict")) out_.strict = true;
            else if (take("without")) out_.without_rowid = take("rowid");
            else next();
        }
        return std::move(out_);
    }

  private:
    using kind = clause_kind;

    const token& next() {
        last_ = in_.now().last;
        return in_.next();
    }
    bool take(std::string_view word) {
        if (!in_.now().is(word)) return false;
        next();
        return true;
    }
    std::string name() {
        last_ = in_.now().last;
        return in_.name();
    }
    /// After an opening parenthesis, to after its closing one.
    std::string inside() {
        const auto first = in_.now().first;
        auto end = first;
        for (int depth = 1; !in_.at_end();) {
            const auto& t = next();
            if (t.is("(")) ++depth;
            if (t.is(")") && --depth == 0) break;
            end = t.last;
        }
        return std::string{in_.text().substr(first, end - first)};
    }
    void skip() {
        if (next().is("(")) (void)inside();
    }
    [[nodiscard]] bool is_one_of(std::initializer_list<std::string_view> words) const {
        for (const auto word : words)
            if (in_.now().is(word)) return true;
        return false;
    }
    [[nodiscard]] bool starts_constraint() const {
        return is_one_of({"constraint", "primary", "unique", "check", "foreign"});
    }
    [[nodiscard]] bool ends_item() const { return in_.at_end() || in_.now().is(",") || in_.now().is(")"); }

    void column() {
        auto& one = out_.columns.emplace_back();
        one.name = name();
        const auto first = in_.now().first;
        bool typed = false;
        while (!ends_item() && !starts_constraint() &&
               !is_one_of({"references", "default", "collate", "generated", "as", "not", "null"})) {
            skip(); // the words of its type
            typed = true;
        }
        if (typed) one.type = in_.text().substr(first, last_ - first);
        clauses(one.name, one.clauses);
    }
    std::vector<std::string> names() {
        std::vector<std::string> out;
        if (!take("(")) return out;
        for (bool first = true; !in_.at_end() && !in_.now().is(")");) {
            if (take(",")) first = true;
            else if (in_.now().is("(")) skip();
            else if (auto one = name(); std::exchange(first, false))
                out.push_back(std::move(one)); // then COLLATE, ASC, DESC
        }
        next();
        return out;
    }

    /// The clauses that follow one another; `column`: the column that they are about, or empty.
    void clauses(const std::string& column, std::vector<definition_clause>& to) {
        while (!ends_item()) {
            const auto first = in_.now().first;
            definition_clause one;
            if (!column.empty()) one.columns.push_back(column);
            while (take("constraint")) one.name = name(); // the last one counts
            if (!ends_item()) clause(one, column.empty());
            one.text = in_.text().substr(first, last_ - first);
            to.push_back(std::move(one));
        }
    }
    void clause(definition_clause& one, bool of_table) {
        if (take("primary")) {
            one.what = kind::primary_key;
            take("key");
            if (of_table) one.columns = names();
            while (is_one_of({"asc", "desc"})) next();
            conflict(one);
            one.autoincrement = take("autoincrement");
        } else if (take("unique")) {
            one.what = kind::unique;
            if (of_table) one.columns = names();
            conflict(one);
        } else if (take("check")) {
            one.what = kind::check;
            take("(");
            one.expression = inside();
            conflict(one);
            one.replaces = false;
        } else if (take("foreign")) {
            one.what = kind::foreign_key;
            take("key");
            one.columns = names();
            references(one);
        } else if (in_.now().is("references")) {
            one.what = kind::foreign_key;
            references(one);
        } else if (take("not")) {
            one.what = kind::not_null;
            take("null");
            conflict(one);
            one.replaces = false; // it replaces a NULL only
        } else if (take("collate")) {
            one.what = kind::collation;
            one.expression = name();
        } else if (is_one_of({"generated", "as"})) {
            one.what = kind::generated;
            while (take("generated") || take("always") || take("as")) {
            }
            take("(");
            one.expression = inside();
            while (is_one_of({"stored", "virtual"})) next();
        } else if (take("default")) {
            one.what = kind::default_value;
            const auto first = in_.now().first;
            while (is_one_of({"-", "+"})) next();
            skip();
            one.expression = in_.text().substr(first, last_ - first);
        } else {
            skip(); // NULL
            conflict(one);
        }
    }
    void conflict(definition_clause& one) {
        if (!in_.now().is("on") || !in_.ahead().is("conflict")) return;
        next();
        next();
        one.replaces = next().is("replace");
    }
    void references(definition_clause& one) {
        take("references");
        next();
        (void)names();
        while (!ends_item()) {
            if (take("on")) { // DELETE, UPDATE
                next();
                if (take("set") || take("no")) next();
                else next();
            } else if (take("match")) next();
            else if (in_.now().is("not") && in_.ahead().is("deferrable")) {
                next();
                next();
                initially();
            } else if (take("deferrable")) {
                one.deferrable = true;
                one.deferred = initially();
            } else return;
        }
    }
    bool initially() { return take("initially") && next().is("deferred"); }

    token_reader in_;
    std::size_t last_ = 0; ///< where the last token ends that was read
    table_definition out_{};
};

} // namespace detail

DATAFLOW_RUNTIME table_definition definition_of(std::string_view create_table) {
    return detail::definition_reader{create_table}.read();
}

DATAFLOW_RUNTIME std::string with_names(std::string_view sql, const std::vector<renamed_column>& names) {
    std::string out;
    std::size_t copied = 0;
    const auto tokens = tokens_of(sql, dialect::sqlite);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const auto& t = tokens[i];
        if (!t.is_name()) continue;
        if (t.what == token::kind::word && i + 1 < tokens.size() && tokens[i + 1].is("(")) continue;
        if (i > 0 &&
            (tokens[i - 1].is("as") || tokens[i - 1].is("collate") || tokens[i - 1].is("constraint")))
            continue;
        for (const auto& n : names) {
            if (!schema::same_name(t.text, n.former)) continue;
            out.append(sql.substr(copied, t.first - copied)).append(quoted_name({}, n.latter));
            copied = t.last;
            break;
        }
    }
    return out.append(sql.substr(copied));
}

DATAFLOW_RUNTIME std::string made_in(std::string_view schema, std::string_view statement) {
    if (schema.empty() || schema == "main") return std::string{statement};
    const auto tokens = tokens_of(statement, dialect::sqlite);
    std::size_t at = 1; // CREATE
    for (const std::string_view word :
         {"unique", "virtual", "table", "index", "trigger", "view", "if", "not", "exists"})
        if (at < tokens.size() && tokens[at].is(word)) ++at;
    if (at >= tokens.size()) return std::string{statement};
    std::string out{statement.substr(0, tokens[at].first)};
    return out.append(quoted_name({}, schema)).append(".").append(statement.substr(tokens[at].first));
}

} // namespace dataflow::catalog
