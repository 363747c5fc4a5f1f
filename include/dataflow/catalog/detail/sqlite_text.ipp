// The code of catalog/detail/sqlite_text.hpp.
#pragma once

#include <dataflow/catalog/detail/sqlite_text.hpp>
#include <dataflow/catalog/tokens.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::catalog {

namespace detail {

/// Reads a CREATE TABLE that SQLite has taken: so it is well formed.
class table_text_reader {
  public:
    explicit table_text_reader(std::string_view sql) : in_(sql, dialect::sqlite) {}

    [[nodiscard]] table_text read() {
        while (!in_.at_end() && !in_.now().is("(")) {
            if (in_.now().is("as") || in_.now().is("using"))
                return std::move(out_); // of a query; a virtual table
            in_.next();
        }
        in_.next();
        while (!in_.at_end() && !in_.now().is(")")) {
            if (starts_constraint()) constraints({});
            else column();
            in_.take(",");
        }
        in_.next();
        while (!in_.at_end()) {
            if (in_.take("strict")) out_.strict = true;
            else if (in_.take("without")) out_.without_rowid = in_.take("rowid");
            else in_.next();
        }
        return std::move(out_);
    }

  private:
    using kind = text_constraint::kind;

    [[nodiscard]] bool starts_constraint() const {
        for (const std::string_view word : {"constraint", "primary", "unique", "check", "foreign"})
            if (in_.now().is(word)) return true;
        return false;
    }
    [[nodiscard]] bool ends_item() const { return in_.at_end() || in_.now().is(",") || in_.now().is(")"); }

    void column() {
        out_.columns.emplace_back().name = in_.name();
        const auto name = out_.columns.back().name;
        while (!ends_item()) {
            if (starts_constraint() || in_.now().is("references")) {
                constraints(name);
                return;
            }
            if (starts_clause()) {
                constraints(name);
                return;
            }
            skip(); // the words of its type
        }
    }
    [[nodiscard]] bool starts_clause() const {
        for (const std::string_view word : {"default", "collate", "generated", "as", "not", "null"})
            if (in_.now().is(word)) return true;
        return false;
    }
    void skip() {
        if (in_.next().is("(")) (void)in_.inside();
    }
    std::vector<std::string> names() {
        std::vector<std::string> out;
        if (!in_.take("(")) return out;
        for (bool first = true; !in_.at_end() && !in_.now().is(")");) {
            if (in_.take(",")) first = true;
            else if (in_.now().is("(")) skip();
            else if (auto one = in_.name(); std::exchange(first, false))
                out.push_back(std::move(one)); // then COLLATE, ASC, DESC
        }
        in_.next();
        return out;
    }

    /// The constraints that follow one another; `column`: the column that they are about, or empty.
    void constraints(const std::string& column) {
        std::string name;
        const auto add = [&](kind what) -> text_constraint& {
            auto& one = out_.constraints.emplace_back();
            one.what = what;
            one.name = std::exchange(name, {});
            if (!column.empty()) one.columns.push_back(column);
            return one;
        };
        while (!ends_item()) {
            if (in_.take("constraint")) name = in_.name();
            else if (in_.take("primary")) {
                in_.take("key");
                auto& one = add(kind::primary_key);
                if (column.empty()) one.columns = names();
            } else if (in_.take("unique")) {
                auto& one = add(kind::unique);
                if (column.empty()) one.columns = names();
            } else if (in_.take("check")) {
                in_.take("(");
                const auto expression = in_.inside();
                add(kind::check).expression = expression;
            } else if (in_.take("foreign")) {
                in_.take("key");
                auto columns = names();
                auto& one = add(kind::foreign_key);
                one.columns = std::move(columns);
                references(one);
            } else if (in_.now().is("references")) references(add(kind::foreign_key));
            else if (in_.take("not")) {
                in_.take("null");
                skip_conflict(); // its ON CONFLICT REPLACE replaces a NULL only
                name.clear();
            } else if (in_.take("on")) {
                in_.take("conflict");
                if (in_.next().is("replace")) out_.replaces = true;
            } else if (in_.take("collate")) out_.columns.back().collation = in_.name();
            else if (in_.take("autoincrement")) out_.autoincrement = true;
            else if (in_.take("as")) {
                in_.take("(");
                out_.columns.back().expression = in_.inside();
            } else if (in_.take("default")) {
                name.clear();
                in_.take("-");
                in_.take("+");
                skip();
            } else skip();
        }
    }
    void skip_conflict() {
        if (!in_.now().is("on") || !in_.ahead().is("conflict")) return;
        for (int word = 0; word < 3; ++word) in_.next();
    }
    void references(text_constraint& one) {
        in_.take("references");
        in_.next();
        (void)names();
        while (!ends_item()) {
            if (in_.take("on")) { // DELETE, UPDATE
                in_.next();
                if (in_.take("set") || in_.take("no")) in_.next();
                else in_.next();
            } else if (in_.take("match")) in_.next();
            else if (in_.now().is("not") && in_.ahead().is("deferrable")) {
                in_.next();
                in_.next();
                initially();
            } else if (in_.take("deferrable")) {
                one.deferrable = true;
                one.deferred = initially();
            } else return;
        }
    }
    bool initially() {
        if (!in_.take("initially")) return false;
        return in_.next().is("deferred");
    }

    token_reader in_;
    table_text out_{};
};

} // namespace detail

DATAFLOW_RUNTIME table_text read_table_text(std::string_view sql) {
    return detail::table_text_reader{sql}.read();
}

DATAFLOW_RUNTIME index_text read_index_text(std::string_view sql) {
    index_text out;
    token_reader in{sql, dialect::sqlite};
    while (!in.at_end() && !in.now().is("(")) in.next();
    in.next();
    auto first = in.now().first;
    for (int depth = 1; !in.at_end() && depth != 0;) {
        const auto& t = in.next();
        if (t.is("(")) ++depth;
        if (t.is(")")) --depth;
        if (depth == 0 || (depth == 1 && t.is(","))) {
            out.parts.push_back(sql.substr(first, t.first - first));
            first = t.last;
        }
    }
    if (in.take("where")) out.predicate = sql.substr(in.now().first);
    return out;
}

} // namespace dataflow::catalog
