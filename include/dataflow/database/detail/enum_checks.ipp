// The code of database/detail/enum_checks.hpp.
#pragma once

#include <dataflow/catalog/tokens.hpp>
#include <dataflow/core/mapped.hpp>
#include <dataflow/database/detail/enum_checks.hpp>
#include <dataflow/schema/names.hpp>
#include <dataflow/sql/writer.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::database_ {

namespace detail {

/// The names in `"s" IN ('open', 'closed')`, which PostgreSQL shows as `(s = ANY (ARRAY['open'::text,
/// 'closed'::text]))`, or
/// `(s = 'open'::text)`. None where it is another condition.
[[nodiscard]] inline std::vector<std::string> names_in(dialect d, std::string_view expression,
                                                       std::string_view column) {
    using catalog::token;
    catalog::token_reader in{expression, d};
    std::size_t open = 0;
    const auto opening = [&] {
        for (; in.take("("); ++open) {
        }
    };
    opening();
    if (!in.now().is_name() || in.next().text != column) return {};
    const bool equal = in.take("=");
    const bool one = equal && !in.take("any");
    if (!equal && !in.take("in")) return {};
    opening();
    if (in.take("array")) in.take("[");
    std::vector<std::string> out;
    while (in.now().what == token::kind::string) {
        out.push_back(in.next().text);
        if (in.take("::")) in.next(); // its type
        in.take(",");
    }
    in.take("]");
    for (; in.take(")"); --open)
        if (open == 0) return {};
    return open == 0 && in.at_end() && (!one || out.size() == 1) ? out : std::vector<std::string>{};
}

inline void write_names(sql::writer& w, const std::vector<std::string>& names) {
    for (std::size_t i = 0; i < names.size(); ++i) {
        w << (i == 0 ? "" : ", ");
        w.literal(names[i]);
    }
}

[[nodiscard]] inline std::string altered_check(dialect d, const narrow_check& c) {
    sql::writer w{d};
    w << "ALTER TABLE ";
    w.table(c.table->name) << " DROP CONSTRAINT ";
    w.identifier(c.name) << ", ADD CONSTRAINT ";
    w.identifier(c.name) << " CHECK (";
    w.identifier(c.column->name) << " IN (";
    write_names(w, c.names);
    w << "))";
    return std::string{w.view()};
}

/// The text of a table with a wider check; as it was where it does not have the check as the library writes
/// it.
[[nodiscard]] inline std::string widened_text(dialect d, std::string text, const narrow_check& c) {
    sql::writer start{d};
    start << " CONSTRAINT ";
    start.identifier(c.name) << " CHECK (" << c.expression << ")";
    const auto at = text.find(start.view());
    if (at == std::string::npos) return text;
    sql::writer wider{d};
    wider << " CONSTRAINT ";
    wider.identifier(c.name) << " CHECK (";
    wider.identifier(c.column->name) << " IN (";
    write_names(wider, c.names);
    wider << "))";
    return text.replace(at, start.view().size(), wider.view());
}

} // namespace detail

DATAFLOW_RUNTIME narrow_check narrow_check_of(dialect d, const schema::table& t, const schema::column& c,
                                              const catalog::check& found, std::string_view definition) {
    narrow_check out{&t,
                     &c,
                     {},
                     std::string{found.name},
                     std::string{found.expression},
                     detail::names_in(d, found.expression, c.name)};
    if (out.names.empty()) return out;
    for (const auto& e : stored_type(*c.type).enumerators) {
        if (std::find(out.names.begin(), out.names.end(), e.name) != out.names.end()) continue;
        out.names.emplace_back(e.name);
        out.missing += (out.missing.empty() ? "" : ", ") + std::string{e.name};
    }
    if (!sql::data_of(d).alters_checks && detail::widened_text(d, std::string{definition}, out) == definition)
        out.missing.clear();
    return out;
}

// SQLite cannot alter a check. Its manual's way ("Making Other Kinds Of Table Schema Changes") for a change
// that no stored row can break: the text of the table itself, in the transaction, and a new number of the
// schema.
DATAFLOW_RUNTIME std::vector<std::string> widening_texts(dialect d,
                                                         const catalog::database_description& found,
                                                         const std::vector<narrow_check>& checks,
                                                         std::int64_t version) {
    std::vector<std::string> out;
    if (sql::data_of(d).alters_checks) {
        for (const auto& c : checks) out.push_back(detail::altered_check(d, c));
        return out;
    }
    out.emplace_back("PRAGMA writable_schema = ON");
    for (std::size_t i = 0; i < checks.size();) { // those of a table come one after another
        const auto path = checks[i].table->path();
        const auto* const t = found.find(path.name, path.space);
        std::string text{t->definition};
        const auto* const of = checks[i].table;
        for (; i < checks.size() && checks[i].table == of; ++i)
            text = detail::widened_text(d, std::move(text), checks[i]);
        sql::writer w{d};
        w << "UPDATE sqlite_schema SET sql = ";
        w.literal(text) << " WHERE type = 'table' AND name = ";
        w.literal(t->name);
        out.emplace_back(w.view());
    }
    out.push_back("PRAGMA schema_version = " + std::to_string(version + 1));
    out.emplace_back("PRAGMA writable_schema = RESET");
    return out;
}

} // namespace dataflow::database_
