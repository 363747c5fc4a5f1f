// The code of migrate/sql_statements.hpp: what a statement does, by its first words.
#pragma once

#include <dataflow/catalog/tokens.hpp>
#include <dataflow/migrate/sql_statements.hpp>
#include <dataflow/sql/column_type.hpp>

#include <initializer_list>
#include <string>
#include <string_view>

namespace dataflow::migrate {

namespace statement_parts {

inline void skip(catalog::token_reader& in, std::initializer_list<std::string_view> words) {
    for (bool more = true; more;) {
        more = false;
        for (const auto w : words) more = in.take(w) || more;
    }
}
/// `sales.orders`; SQLite's `main.` goes.
[[nodiscard]] inline std::string path(catalog::token_reader& in) {
    if (!in.now().is_name()) return {};
    auto out = in.name();
    while (in.take(".")) out += "." + in.name();
    return out.starts_with("main.") ? out.substr(5) : out;
}
/// The same in quotes.
[[nodiscard]] inline std::string quoted_path(catalog::token_reader& in) {
    std::string out;
    const auto add = [&] {
        out += '"';
        // What is not quoted folds; the text of a word is in lower case.
        for (const char c : in.next().text) out += c == '"' ? std::string{"\"\""} : std::string{c};
        out += '"';
    };
    if (!in.now().is_name()) return {};
    add();
    while (in.take(".")) {
        out += '.';
        add();
    }
    return out;
}
inline void to_the_table(catalog::token_reader& in, statement_words& out) {
    while (!in.at_end() && !in.take("on")) in.next();
    skip(in, {"only"});
    out.table = path(in);
}

/// After CREATE, ALTER and DROP.
inline void of_things(catalog::token_reader& in, statement_words& out) {
    skip(in, {"or", "replace", "temp", "temporary", "unique", "global", "local", "unlogged", "materialized",
              "recursive", "constraint", "virtual", "foreign"});
    const auto what = in.next();
    out.operation += " " + rooms::sql::in_capitals(what.text);
    if (what.is("index")) {
        out.concurrently = in.take("concurrently");
        skip(in, {"if", "not", "exists"});
        const bool creates = out.operation.starts_with("CREATE");
        if (!in.now().is("on")) out.index = quoted_path(in);
        if (creates) to_the_table(in, out);
        return;
    }
    skip(in, {"if", "not", "exists", "only"});
    if (what.is("table") || what.is("view")) out.table = path(in);
    if (what.is("trigger") || what.is("rule") || what.is("policy")) to_the_table(in, out);
}

} // namespace statement_parts

DATAFLOW_RUNTIME statement_words words_of(std::string_view statement, dialect d) {
    using namespace statement_parts;
    statement_words out;
    catalog::token_reader in{statement, d};
    const auto first = in.next();
    out.operation = rooms::sql::in_capitals(first.text);
    if (first.is("create") || first.is("alter") || first.is("drop")) of_things(in, out);
    else if (first.is("insert") || first.is("replace") || first.is("update") || first.is("delete") ||
             first.is("truncate") || first.is("copy")) {
        if (first.is("insert") || first.is("update")) // OR IGNORE
            if (in.take("or")) in.next();
        skip(in, {"into", "from", "table", "only"});
        out.table = path(in);
    } else if (first.is("begin") || first.is("commit") || first.is("rollback") || first.is("end") ||
               first.is("abort") || (first.is("start") && in.now().is("transaction")))
        out.of_transactions = !(first.is("rollback") && (in.now().is("to") || in.ahead().is("to")));
    else if (first.is("set") || first.is("reset")) out.setting = true;
    else if (first.is("select") || first.is("pragma"))
        while (!in.at_end() && !out.setting)
            out.setting = in.next().is(first.is("select") ? "set_config" : "=");
    return out;
}

} // namespace dataflow::migrate
