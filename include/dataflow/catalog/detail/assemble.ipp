// The code of catalog/detail/assemble.hpp.
#pragma once

#include <dataflow/catalog/detail/assemble.hpp>
#include <dataflow/catalog/detail/source.hpp>
#include <dataflow/catalog/understood.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::catalog {

namespace detail {

[[nodiscard]] inline relation relation_of(std::string_view type) noexcept {
    if (type == "view" || type == "v") return relation::view;
    if (type == "virtual") return relation::virtual_table;
    return type == "p"   ? relation::partitioned_table
           : type == "m" ? relation::materialized_view
           : type == "f" ? relation::foreign_table
                         : relation::table;
}

[[nodiscard]] inline action action_of(char letter) noexcept {
    switch (letter) {
    case 'r': return action::restrict;
    case 'c': return action::cascade;
    case 'n': return action::set_null;
    case 'd': return action::set_default;
    default: return action::none;
    }
}

/// By a letter of pg_type.typtype.
[[nodiscard]] inline type_kind kind_of(char letter) noexcept {
    switch (letter) {
    case 'e': return type_kind::enumeration;
    case 'd': return type_kind::domain;
    case 'c': return type_kind::composite;
    case 'r':
    case 'm': return type_kind::range;
    default: return type_kind::plain;
    }
}

/// Gathers the parts of one table.
class table_assembler {
  public:
    table_assembler(arena& keeps, dialect d) noexcept : keeps_(keeps), dialect_(d), source_(source_of(d)) {}

    [[nodiscard]] table assembled(std::span<const found_row> rows) {
        out_.schema = keeps_.text(rows.front().schema);
        out_.name = keeps_.text(rows.front().table);
        for (std::size_t i = 0; i < rows.size();) { // what has several parts has a row for each
            std::size_t end = i + 1;
            while (end < rows.size() && rows[end].kind == rows[i].kind && rows[end].name == rows[i].name &&
                   rows[end].type == rows[i].type)
                ++end;
            take(rows.subspan(i, end - i));
            i = end;
        }
        if (source_.complete != nullptr) source_.complete(keeps_, parts_);
        out_.columns = keeps_.columns.keep(parts_.columns);
        out_.unique = keeps_.unique.keep(parts_.unique);
        out_.foreign_keys = keeps_.foreign_keys.keep(parts_.foreign_keys);
        out_.indexes = keeps_.indexes.keep(parts_.indexes);
        out_.checks = keeps_.checks.keep(parts_.checks);
        out_.triggers = keeps_.triggers.keep(parts_.triggers);
        return out_;
    }

  private:
    [[nodiscard]] std::string_view kept(std::string_view text) {
        return text.empty() ? std::string_view{} : keeps_.text(text);
    }
    [[nodiscard]] constant_list<std::string_view> kept(std::span<const found_row> rows,
                                                       std::string found_row::* field) {
        auto* const out = keeps_.names.take(rows.size());
        for (std::size_t i = 0; i < rows.size(); ++i) out[i] = keeps_.text(rows[i].*field);
        return {out, rows.size()};
    }

    void take(std::span<const found_row> rows) {
        switch (rows.front().kind[0]) {
        case 'a': return take_table(rows.front());
        case 'b': return take_column(rows.front());
        case 'c': return take_key(rows);
        case 'd':
            parts_.checks.push_back({kept(rows.front().name), kept(rows.front().text), -1,
                                     (rows.front().flags & is_not_valid) == 0});
            return;
        case 'e': return take_index(rows);
        default: return take_trigger(rows.front());
        }
    }

    void take_table(const found_row& row) {
        out_.kind = relation_of(row.type);
        out_.definition = kept(row.text);
        out_.partition_key = kept(row.other);
        out_.parents = kept(row.more);
        out_.row_security = (row.flags & row_security) != 0;
        out_.in_view = (row.flags & is_out_of_view) == 0;
        out_.forced_row_security = (row.flags & forced_row_security) != 0;
    }

    void take_column(const found_row& row) {
        const auto has = [&](std::int64_t flag) { return (row.flags & flag) != 0; };
        column c;
        c.name = kept(row.name);
        c.type = understood(dialect_, kept(row.type));
        if (!row.part.empty()) c.type.kind = kind_of(row.part[0]);
        if (c.type.kind == type_kind::domain && row.part.size() > 2) {
            c.type.base_kind = kind_of(row.part[1]);
            c.type.base = kept(std::string_view{row.part}.substr(2));
        }
        c.nullable = !has(not_null);
        c.collation = kept(row.other);
        c.folds = has(folding);
        if (has(identity_by_default)) c.numbered = identity::by_default;
        else if (has(identity_always)) c.numbered = identity::always;
        else if (!source_.sequence.empty() && row.text.starts_with(source_.sequence))
            c.numbered = identity::sequence;
        if (has(generated_stored)) c.generated = generation::stored;
        if (has(generated_virtual)) c.generated = generation::computed_when_read;
        (c.generated == generation::none ? c.default_text : c.expression) = kept(row.text);
        parts_.columns.push_back(c);
    }

    void take_key(std::span<const found_row> rows) {
        const auto& first = rows.front();
        const auto columns = kept(rows, &found_row::part);
        const bool deferrable = (first.flags & is_deferrable) != 0;
        const auto name = source_.names_keys ? kept(first.name) : std::string_view{};
        if (first.type.starts_with('p')) out_.key = {name, columns};
        else if (first.type.starts_with('u')) parts_.unique.push_back({name, columns, deferrable});
        else {
            const bool implied = first.more.empty(); // the target's key
            parts_.foreign_keys.push_back(
                {name, columns, kept(first.text), kept(first.other),
                 implied ? constant_list<std::string_view>{} : kept(rows, &found_row::more),
                 action_of(first.type[1]), action_of(first.type[2]), deferrable,
                 (first.flags & is_deferred) != 0, (first.flags & is_not_valid) == 0});
        }
    }

    /// What stands after USING in a statement of PostgreSQL's.
    [[nodiscard]] static std::string_view after_using(std::string_view statement) {
        constexpr std::string_view word = " USING ";
        bool quoted = false;
        for (std::size_t at = 0; at < statement.size(); ++at) {
            quoted = quoted != (statement[at] == '"');
            if (!quoted && statement.substr(at).starts_with(word)) return statement.substr(at + word.size());
        }
        return {};
    }

    void take_index(std::span<const found_row> rows) {
        index i;
        if (rows.size() > 1 && source_.index_text == nullptr && rows[0].part.empty() &&
            (rows[0].text.empty() || rows[0].text.starts_with("CREATE "))) {
            i.definition = kept(after_using(rows[0].text));
            rows = rows.subspan(1);
        }
        const auto& first = rows.front();
        i.name = kept(first.name);
        i.method = kept(first.type);
        i.unique = (first.flags & is_unique) != 0;
        i.valid = (first.flags & is_valid) != 0;
        i.origin = first.more == "p"   ? index_origin::primary_key
                   : first.more == "u" ? index_origin::unique_constraint
                   : first.more == "x" ? index_origin::exclusion
                                       : index_origin::created;
        std::vector<index_part> parts;
        for (const auto& row : rows) {
            auto& part = parts.emplace_back();
            part.column = kept(row.part);
            part.*source_.part_text = kept(row.text);
            part.folds = (row.flags & folding) != 0;
            part.descending = (row.flags & is_descending) != 0;
            part.nulls_first = (row.flags & is_nulls_first) != 0;
        }
        if (source_.index_text == nullptr) i.predicate = kept(first.other);
        else if (!first.other.empty()) source_.index_text(keeps_, i, parts, kept(first.other));
        i.parts = keeps_.parts.keep(parts);
        parts_.indexes.push_back(i);
    }

    void take_trigger(const found_row& row) {
        trigger t;
        t.name = kept(row.name);
        t.definition = kept(row.text);
        source_.tell_trigger(t, row);
        parts_.triggers.push_back(t);
    }

    arena& keeps_;
    dialect dialect_;
    const catalog_source& source_;
    table_parts parts_{};
    table& out_ = parts_.of;
};

} // namespace detail

DATAFLOW_RUNTIME table assemble(arena& keeps, dialect d, std::span<const found_row> rows) {
    return detail::table_assembler{keeps, d}.assembled(rows);
}

} // namespace dataflow::catalog
