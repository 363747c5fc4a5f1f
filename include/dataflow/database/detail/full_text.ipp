// The code of database/detail/full_text.hpp.
#pragma once

#include <dataflow/catalog/description.hpp>
#include <dataflow/core/error.hpp>
#include <dataflow/database/detail/ask.hpp>
#include <dataflow/database/detail/full_text.hpp>
#include <dataflow/sql/full_text.hpp>
#include <dataflow/sql/statement.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::database_ {

namespace detail {

/// A thing of the database's schema, and the text that made it.
struct found_part {
    std::string_view name;
    std::string_view text;
};

/// What is there already: on PostgreSQL, the indexes over the column of words, whose names tell how it is
/// made.
[[nodiscard]] inline std::vector<found_part>
search_parts_of(sql::search_form how, const catalog::table* found, const catalog::table* words) {
    std::vector<found_part> out;
    if (words != nullptr) out.push_back({words->name, words->definition});
    if (found == nullptr) return out;
    if (how == sql::search_form::fts5)
        for (const auto& g : found->triggers) out.push_back({g.name, g.definition});
    else
        for (const auto& i : found->indexes)
            if (!i.parts.empty() && i.parts.front().column == sql::search_column) out.push_back({i.name, {}});
    return out;
}

inline void write_knows_letters(sql::writer& w, const sql::statement&) {
    w << "SELECT lower('\xC3\x84') = '\xC3\xA4'";
}
inline void write_has_fts5(sql::writer& w, const sql::statement&) {
    w << "SELECT EXISTS (SELECT 1 FROM pragma_module_list WHERE name = 'fts5')";
}

/// All that this table needs for searches.
[[nodiscard]] inline std::vector<sql::search_part> wanted_search_parts(context& c, const schema::table& t) {
    if (c.dialect_data().search == sql::search_form::fts5) return sql::sqlite_search_parts(t);
    return {sql::postgres_search_index(t, ask<bool>(c, &write_knows_letters, &t))};
}

[[noreturn]] inline void refuse_full_text(const schema::table& t, std::string message) {
    error_info info;
    info.node = "open";
    info.model = std::string{t.model};
    info.message = std::move(message);
    throw schema_mismatch(std::move(info));
}

} // namespace detail

DATAFLOW_RUNTIME bool full_text_is_there(context& c, const schema::table& t, const catalog::table& found,
                                         const catalog::table* words) {
    const auto there = detail::search_parts_of(c.dialect_data().search, &found, words);
    const bool an_index = c.dialect_data().search == sql::search_form::tsvector;
    for (const auto& part : detail::wanted_search_parts(c, t)) {
        bool same = false;
        for (const auto& p : there) same = same || (p.name == part.name && (an_index || p.text == part.make));
        if (!same) return false;
    }
    return true;
}

DATAFLOW_RUNTIME void make_full_text(context& c, const schema::table& t, const catalog::table* found,
                                     const catalog::table* words) {
    const auto parts = detail::wanted_search_parts(c, t);
    if (c.dialect_data().search == sql::search_form::tsvector)
        return c.connection().script(parts.front().make);
    if (!ask<bool>(c, &detail::write_has_fts5, &t))
        detail::refuse_full_text(t, "this SQLite was built without FTS5, which the option full_text needs");
    for (const auto& p : detail::search_parts_of(c.dialect_data().search, found, words)) {
        const bool table =
            p.text.starts_with("CREATE VIRTUAL TABLE") && p.text.find("fts5") != std::string_view::npos;
        bool ours = false;
        for (const auto& part : parts) ours = ours || p.name == part.name;
        if (!ours && p.text.starts_with("CREATE TRIGGER")) continue; // the user's own
        if (!table && !p.text.starts_with("CREATE TRIGGER"))
            detail::refuse_full_text(t, "the full-text index needs the name " + parts.front().name +
                                            ", which something else has");
        sql::writer drop{c.dialect()};
        drop << (table ? "DROP TABLE " : "DROP TRIGGER ");
        drop.identifier(p.name);
        c.connection().script(drop.view());
    }
    c.connection().script(parts.front().make);
    c.connection().script(sql::fill_search_table(t));
    for (std::size_t i = 1; i < parts.size(); ++i) c.connection().script(parts[i].make);
}

} // namespace dataflow::database_
