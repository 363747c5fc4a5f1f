// The code of sql/full_text.hpp.
#pragma once

#include <dataflow/schema/names.hpp>
#include <dataflow/sql/full_text.hpp>
#include <dataflow/sql/words.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::rooms::sql {

namespace detail {

/// `<before>"title", <before>"body"`.
inline void search_fields(writer& w, const schema::table& t, std::string_view before = {}) {
    for (std::size_t i = 0; i < t.full_text.size(); ++i) {
        w << (i == 0 ? "" : ", ") << before;
        w.identifier(t.columns[t.full_text[i]].name);
    }
}

/// The words of a row, `new."id", new."title", ...`, go into the FTS5 table.
inline void keep_words(writer& w, const schema::table& t, std::string_view key) {
    w << "  DELETE FROM ";
    write_search_table(w, t);
    w << " WHERE rowid IN (" << key << ");\n  INSERT INTO ";
    write_search_table(w, t);
    w << " (rowid, ";
    search_fields(w, t);
    w << ") VALUES (new.";
    w.identifier(t.columns[t.key[0]].name) << ", ";
    search_fields(w, t, "new.");
    w << ");\nEND";
}

/// A field's words in PostgreSQL. Its parser would make one word of `a@b.org`, and two of `e-mail` next to
/// the whole: what is no letter, mark or digit becomes a space first.
inline void field_words(writer& w, const schema::column& c, std::string_view class_of_separators,
                        const letter_pairs* letters) {
    writer name{w.dialect()};
    name.identifier(c.name);
    writer text{w.dialect()};
    if (letters == nullptr) text << name.view();
    else {
        text << "CASE WHEN octet_length(" << name.view() << ") = length(" << name.view() << ") THEN "
             << name.view() << " ELSE translate(" << name.view() << ", ";
        text.literal(letters->capital) << ", ";
        text.literal(letters->small) << ") END";
    }
    w << "to_tsvector('simple', regexp_replace(" << (c.nullable() ? "coalesce(" : "") << text.view()
      << (c.nullable() ? ", '')" : "") << " COLLATE \"C\", ";
    w.literal(class_of_separators) << ", ' ', 'g'))";
}

} // namespace detail

DATAFLOW_RUNTIME std::vector<search_part> sqlite_search_parts(const schema::table& t) {
    std::vector<search_part> out;
    const std::string table = std::string{t.name} + std::string{search_suffix};
    writer key{dialect::sqlite};
    key.identifier(t.columns[t.key[0]].name);
    const auto part = [&](std::string name, auto make) {
        writer w{dialect::sqlite};
        make(w, name);
        out.push_back({std::move(name), std::string{w.view()}});
    };
    part(table, [&](writer& w, std::string_view name) {
        w << "CREATE VIRTUAL TABLE ";
        w.identifier(name) << " USING fts5(";
        detail::search_fields(w, t);
        w << ", tokenize = \"unicode61 remove_diacritics 0 categories 'L* M* Nd' separators '"
          << newer_separators() << "'\")";
    });
    part(table + "_insert", [&](writer& w, std::string_view name) {
        w << "CREATE TRIGGER ";
        w.identifier(name) << " AFTER INSERT ON ";
        w.identifier(t.name) << " BEGIN\n";
        detail::keep_words(w, t, "new." + std::string{key.view()});
    });
    part(table + "_update", [&](writer& w, std::string_view name) {
        w << "CREATE TRIGGER ";
        w.identifier(name) << " AFTER UPDATE OF " << key.view() << ", ";
        detail::search_fields(w, t);
        w << " ON ";
        w.identifier(t.name) << " WHEN ";
        const auto changed = [&](std::string_view column) {
            w << "old." << column << " IS NOT new." << column;
        };
        changed(key.view());
        for (const auto f : t.full_text) {
            writer column{dialect::sqlite};
            column.identifier(t.columns[f].name);
            w << " OR ";
            changed(column.view());
        }
        w << " BEGIN\n";
        detail::keep_words(w, t, "old." + std::string{key.view()} + ", new." + std::string{key.view()});
    });
    part(table + "_delete", [&](writer& w, std::string_view name) {
        w << "CREATE TRIGGER ";
        w.identifier(name) << " AFTER DELETE ON ";
        w.identifier(t.name) << " BEGIN\n  DELETE FROM ";
        w.identifier(table) << " WHERE rowid = old." << key.view() << ";\nEND";
    });
    return out;
}

DATAFLOW_RUNTIME std::string fill_search_table(const schema::table& t) {
    writer w{dialect::sqlite};
    w << "INSERT INTO ";
    write_search_table(w, t);
    w << " (rowid, ";
    detail::search_fields(w, t);
    w << ") SELECT ";
    w.identifier(t.columns[t.key[0]].name) << ", ";
    detail::search_fields(w, t);
    w << " FROM ";
    w.identifier(t.name);
    return std::string{w.view()};
}

DATAFLOW_RUNTIME search_part postgres_search_index(const schema::table& t, bool all_letters) {
    writer words{dialect::postgres};
    const auto characters = separator_class();
    const auto letters = all_letters ? letter_pairs{} : letters_of_two_forms();
    for (const auto f : t.full_text) {
        // Between two fields stands a word that no text has, so that no phrase goes over from one to the
        // other.
        if (f != t.full_text.front()) words << " || ''' '':1'::tsvector || ";
        detail::field_words(words, t.columns[f], characters, all_letters ? nullptr : &letters);
    }
    std::uint32_t hash = 2166136261U;
    for (const char c : words.view()) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    std::string version;
    for (int shift = 28; shift >= 0; shift -= 4)
        version += "0123456789abcdef"[(hash >> static_cast<unsigned>(shift)) & 15U];
    search_part out{schema::limited_name(std::string{t.name} + "_search_" + version), {}};

    writer w{dialect::postgres};
    const auto alter = [&](std::string_view what) {
        w << "ALTER TABLE ";
        w.identifier(t.name) << what;
        w.identifier(search_column);
    };
    alter(" DROP COLUMN IF EXISTS ");
    w << ";\n";
    alter(" ADD COLUMN ");
    w << " tsvector GENERATED ALWAYS AS (" << words.view() << ") STORED;\nCREATE INDEX ";
    w.identifier(out.name) << " ON ";
    w.identifier(t.name) << " USING gin (";
    w.identifier(search_column) << ")";
    out.make = std::string{w.view()};
    return out;
}

} // namespace dataflow::rooms::sql
